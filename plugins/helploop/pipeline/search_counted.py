"""A document's counted words as the cache keeps them: texts and numbers, read as fast as they can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from helploop.model.compact import from_json, to_json
from helploop.pipeline.output import key_of
from helploop.search.analysis import Analysis, key_of_word, tally
from helploop.search.chapters import chapters
from helploop.search.parts import text_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.model.search_document import SearchDocument
    from helploop.search.analysis import Key, Tally


class Counted(NamedTuple):
    """What an index is made from: a chapter's length in words, its text's bytes, words, postings, and part hashes.

    A word is its term, surface and stem with a tab between them, a posting one without its document. Most documents
    are one chapter.
    """

    length: int
    size: int
    words: Sequence[str]
    postings: Sequence[int]
    hashes: tuple[str, ...]


def count_document(document: SearchDocument, language: str) -> bytes:
    """A document counted for the index of a language, for the cache."""
    first = tally(document, language)
    return write_counted([_counted(found) for found in (first, *first.further)])


def _counted(found: Tally) -> Counted:
    size, hashes = sum(map(len, found.parts)), tuple(map(key_of, found.parts))
    return Counted(found.length, size, list(found.words), list(found.words.values()), hashes)


def analysis_of(document: SearchDocument, counted: Sequence[Counted]) -> Analysis:
    """All that is known of a document that was counted before."""
    kind, texts = str(document.kind), chapters(text_parts(document))
    first, *further = [
        Analysis(document.id, kind, document.language, found.length, _terms(found), tuple(parts))
        for found, parts in zip(counted, texts, strict=True)
    ]
    return first._replace(further=tuple(further))


def _terms(found: Counted) -> dict[Key, int]:
    return dict(zip(map(key_of_word, found.words), found.postings, strict=True))


def write_counted(found: Sequence[Counted]) -> bytes:
    """For the cache: the chapters of a document."""
    return to_json([[each.length, each.size, "\n".join(each.words), each.postings, each.hashes] for each in found])


def read_counted(data: bytes) -> list[Counted]:
    """From the cache."""
    return [
        Counted(length, size, words.split("\n") if words else [], postings, tuple(hashes))
        for length, size, words, postings, hashes in from_json(data)
    ]
