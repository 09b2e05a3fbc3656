"""A document's counted words as the cache keeps them: texts and numbers, read as fast as they can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from helploop.model.compact import from_json, to_json
from helploop.pipeline.output import key_of
from helploop.search.analysis import Analysis, key_of_word, tally, text_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.model.search_document import SearchDocument


class Counted(NamedTuple):
    """What an index is made from: a document's length in words, its text's bytes, words, postings, and part hashes.

    A word is its term, surface and stem with a tab between them, a posting one without its document.
    """

    length: int
    size: int
    words: Sequence[str]
    postings: Sequence[int]
    hashes: tuple[str, ...]


def count_document(document: SearchDocument, language: str) -> bytes:
    """A document counted for the index of a language, for the cache."""
    found = tally(document, language)
    size, hashes = sum(map(len, found.parts)), tuple(map(key_of, found.parts))
    return write_counted(Counted(found.length, size, list(found.words), list(found.words.values()), hashes))


def analysis_of(document: SearchDocument, found: Counted) -> Analysis:
    """All that is known of a document that was counted before."""
    terms = dict(zip(map(key_of_word, found.words), found.postings, strict=True))
    kind = str(document.kind)
    return Analysis(document.id, kind, document.language, found.length, terms, text_parts(document))


def write_counted(found: Counted) -> bytes:
    """For the cache."""
    values = [found.length, found.size, "\n".join(found.words), found.postings, found.hashes]
    return to_json(values)


def read_counted(data: bytes) -> Counted:
    """From the cache."""
    length, size, words, postings, hashes = from_json(data)
    return Counted(length, size, words.split("\n") if words else [], postings, tuple(hashes))
