"""Where the chapters of documents stand in an index: a first one where its document does, others behind all documents.

So a page can be made, with its texts, before anybody knows how many chapters another one has.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from helploop.pipeline.search_store import HeldDocument
from helploop.search.index import number_chapters, number_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helploop.pipeline.search_counted import Counted
    from helploop.pipeline.search_index import Wanted
    from helploop.search.index import Class, Long


class Places(NamedTuple):
    """Numbers of chapters: of each the key of its document, and which chapter it is."""

    chapters: Mapping[int, tuple[str, int]]
    classes: Sequence[Class]

    def in_order(self) -> list[tuple[int, str, int]]:
        """Number, key and chapter, by the number: all first chapters, then all others."""
        return [(number, *self.chapters[number]) for number in sorted(self.chapters)]

    def long(self, documents: Mapping[int, HeldDocument]) -> Long:
        """Of each further chapter the number of its document, and which part of its text it begins with."""
        pages = {key: number for number, (key, chapter) in self.chapters.items() if not chapter}
        found: dict[int, tuple[int, int]] = {}
        parts = {key: len(documents[number].hashes) for key, number in pages.items()}
        for number, key, _ in sorted(self.in_order(), key=lambda one: one[2]):
            if number != pages[key]:
                found[number] = pages[key], parts[key]
                parts[key] += len(documents[number].hashes)
        return found


def place_chapters(wanted: Wanted, counts: Mapping[str, int]) -> Places:
    """Where chapters stand; `counts` says by its key how many a document has, if more than one."""
    numbers, classes = number_documents(wanted.documents, wanted.language)
    keys = wanted.documents
    further = [(*name, str(at)) for name, key in keys.items() for at in range(1, counts.get(key, 1))]
    places, more = number_chapters(further, keys, wanted.language)
    chapters = {numbers[name]: (key, 0) for name, key in keys.items()}
    chapters |= {number: (keys[chapter[:3]], int(chapter[3])) for chapter, number in places.items()}
    return Places(chapters, [*classes, *more])


def chapter_counts(documents: Mapping[int, HeldDocument], further: Iterable[tuple[str, int]] = ()) -> Mapping[str, int]:
    """How many chapters each document has, by its key; `further` are more of them."""
    return Counter([*(document.key for document in documents.values()), *(key for key, _ in further)])


def hold(key: str, chapter: int, found: Counted) -> HeldDocument:
    """What is kept of a chapter."""
    return HeldDocument(key, chapter, found.length, found.size, found.hashes)
