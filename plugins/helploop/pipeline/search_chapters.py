"""Where the chapters of documents stand in an index: a first one where its document does, others behind all documents.

So a page can be made, with its texts, before anybody knows how many chapters another one has.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from helploop.pipeline.search_store import HeldDocument
from helploop.search.index import number_chapters, number_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helploop.pipeline.search_counted import Counted
    from helploop.pipeline.search_index import Wanted
    from helploop.search.chapters import Run


class Measured(Protocol):
    """A chapter, counted or held: as much as says how many parts it has."""

    @property
    def hashes(self) -> Sequence[str]:
        """A hash of each part."""


class Places(NamedTuple):
    """Numbers of chapters: of each the key of its document, and which chapter it is; and the runs of them."""

    chapters: Mapping[int, tuple[str, int]]
    runs: Sequence[Run]

    def in_order(self) -> list[tuple[int, str, int]]:
        """Number, key and chapter, by the number: all first chapters, then all others."""
        return [(number, *self.chapters[number]) for number in sorted(self.chapters)]


def place_chapters(wanted: Wanted, known: Mapping[str, Sequence[Measured]]) -> Places:
    """Where chapters stand; `known` are those of each document by its key, one where there are none."""
    numbers, runs = number_documents(wanted.documents, wanted.language)
    several = {name: found for name, key in wanted.documents.items() if len(found := known.get(key, ())) > 1}
    long = {name: (len(found), len(found[0].hashes)) for name, found in several.items()}
    firsts, further = number_chapters(long, numbers, wanted.language)
    chapters = {number: (wanted.documents[name], 0) for name, number in numbers.items()}
    for name, first in firsts.items():
        chapters |= {first + at: (wanted.documents[name], at + 1) for at in range(long[name][0] - 1)}
    return Places(chapters, [*runs, *further])


def held_chapters(documents: Iterable[HeldDocument]) -> dict[str, list[HeldDocument]]:
    """The chapters of each document by its key, in their order."""
    found: dict[str, list[HeldDocument]] = {}
    for document in sorted(documents, key=attrgetter("chapter")):
        found.setdefault(document.key, []).append(document)
    return found


def hold(key: str, chapter: int, found: Counted) -> HeldDocument:
    """What is kept of a chapter."""
    return HeldDocument(key, chapter, found.length, found.size, found.hashes)
