"""One document, read once: its counted terms and the parts of its text, ready to be merged into an index.

The value is small and picklable, so worker processes can make it and a cache can keep it per document.
"""

from __future__ import annotations

import json
import math
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from helploop.search.encoding import PARTS, posting
from helploop.search.stems import stemmer
from helploop.search.tokens import LONGEST_WORD, is_gram, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from helploop.model.search_document import SearchDocument

FIELD_WEIGHTS = {"title": 3.0, "keywords": 3.0, "heading": 1.5, "summary": 1.5, "text": 1.0}
"""While words are counted, how much and where is one number, `2 * weight << PARTS | parts`: weights are halves."""
STEPS = 6
"""Levels per doubling of a term's weight: a level is `round(STEPS * log2(weight))`."""
PART_BYTES = 1200
"""A document's text is stored in parts of about this size, so that a hit costs one small file."""
MOST_PARTS = PARTS
"""A longer document has larger parts, not more of them."""
_ALL_PARTS = (1 << PARTS) - 1
MOST_REMEMBERED = 60, 100_000
"""Letters of a word and number of words that are read once for all documents."""

_BEFORE, _AFTER = "\"'([{<*_,;:!?", "\"')]}>*_,;:!?."
"""Marks that make no other token of the letters they stand before or after: `.NET` and `C#` are words."""

Key = tuple[str, str, str]
"""What an index knows of a word: the term that is looked up, how it is written, its stem."""


class Piece(NamedTuple):
    """A stretch of text under one heading, short enough for a part."""

    anchor: str
    heading: str
    text: str
    is_start: bool


class Analysis(NamedTuple):
    """What an index keeps of a document.

    `terms` maps (term, surface, stem) to a posting without its document: how much the word counts here, and a bit for
    each part of the text that holds it; title, keywords and summary belong to the first.
    """

    id: str
    kind: str
    language: str
    length: int
    terms: dict[Key, int]
    parts: tuple[bytes, ...]


class Tally(NamedTuple):
    """A document as it was counted: each key of `Analysis.terms` as one text, with tabs between its three parts."""

    length: int
    words: dict[str, int]
    parts: tuple[bytes, ...]


def analyse(document: SearchDocument, language: str) -> Analysis:
    """Count a document's terms for the index of a language; the document's own language may be another one."""
    found = tally(document, language)
    terms = dict(zip(map(key_of_word, found.words), found.words.values(), strict=True))
    return Analysis(document.id, str(document.kind), document.language, found.length, terms, found.parts)


def key_of_word(word: str) -> Key:
    """A word's term, surface and stem."""
    term, surface, stem = word.split("\t")
    return term, surface, stem


def tally(document: SearchDocument, language: str) -> Tally:
    """The same count, as an index takes it in."""
    parts = list(_cut(document))
    words = _words(language)
    counted: dict[str, int] = {}
    length = 0
    for number, field, text in _fields(document, parts):
        weight, part = round(2 * FIELD_WEIGHTS[field]) << PARTS, 1 << number
        found = text.split()
        for word in found:
            counted[word] = counted.get(word, 0) + weight | part
        if field == "text":
            length += sum(map(len, map(words.__getitem__, found)))
    return Tally(length, _terms(counted, words), _rendered(document, parts))


def text_parts(document: SearchDocument) -> tuple[bytes, ...]:
    """The parts of a document's text, each a small file."""
    return _rendered(document, _cut(document))


def _rendered(document: SearchDocument, parts: Iterable[Sequence[Piece]]) -> tuple[bytes, ...]:
    return tuple(_render(document, pieces) for pieces in parts)


def _fields(document: SearchDocument, parts: Sequence[Sequence[Piece]]) -> Iterator[tuple[int, str, str]]:
    """What is counted: the part it belongs to, the field, and the text."""
    yield 0, "title", document.title
    yield 0, "keywords", "\n".join(document.keywords)
    yield 0, "summary", document.summary
    for number, pieces in enumerate(parts):
        yield from ((number, "heading", piece.heading) for piece in pieces if piece.is_start)
        yield number, "text", "\n".join(piece.text for piece in pieces)


def _terms(counted: Mapping[str, int], words: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The terms of what stands between spaces, each with its posting."""
    totals: dict[str, int] = {}
    for word, value in counted.items():
        for key in words[word]:
            if key in totals:
                parts = value & _ALL_PARTS
                totals[key] = totals[key] + value - parts | parts
            else:
                totals[key] = value
    return {key: _levels[value >> PARTS] | value & _ALL_PARTS for key, value in totals.items()}


class _Words(dict[str, tuple[str, ...]]):
    """The term, surface and stem of each token in what stands between two spaces: no token reaches beyond."""

    def __init__(self, stem: Callable[[str], str] | None) -> None:
        super().__init__()
        self._stem = stem

    def __missing__(self, word: str) -> tuple[str, ...]:
        keys = self._plain(word) if word.isascii() else None
        if keys is None:
            keys = tuple(self._key(term, surface) for term, surface, *_ in tokenize(word))
        if len(word) <= MOST_REMEMBERED[0]:  # a whole sentence, where none has spaces, hardly comes again
            if len(self) >= MOST_REMEMBERED[1]:
                self.clear()
            self[word] = keys
        return keys

    def _plain(self, word: str) -> tuple[str, ...] | None:
        """Of letters and digits between marks that mean nothing, by far the most of them; None for all else."""
        inner = word.lstrip(_BEFORE).rstrip(_AFTER)
        if not inner:
            return ()
        surface = inner[:LONGEST_WORD].lower()
        return (self._key(surface, surface),) if inner.isalnum() else None

    def _key(self, term: str, surface: str) -> str:
        stem = self._stem
        return f"{term}\t{surface}\t{stem(surface) if stem and not is_gram(term) else ''}"


@cache
def _words(language: str) -> _Words:
    """What is known of the words of a language."""
    return _Words(stemmer(language))


class _Levels(dict[int, int]):
    """The posting of each weight, made when first met."""

    def __missing__(self, halves: int) -> int:
        found = self[halves] = posting(0, round(STEPS * math.log2(halves / 2)), 0)
        return found


_levels = _Levels()


def _cut(document: SearchDocument) -> Iterator[list[Piece]]:
    """The document's sections in parts of about `PART_BYTES`, each section whole where it fits."""
    part: list[Piece] = []
    size, count = 0, 1
    total = sum(len(section.text.encode()) + len(section.heading.encode()) for section in document.sections)
    target = max(PART_BYTES, total * 1.2 // MOST_PARTS)
    for section in document.sections:
        text = " ".join(section.text.split())
        heading = " ".join(section.heading.split())
        for number, piece in enumerate(_split(text, target)):
            cost = len(piece.encode()) + len(heading.encode())
            if part and size + cost > target and count < MOST_PARTS:
                yield part
                part, size, count = [], 0, count + 1
            part.append(Piece(section.anchor, heading, piece, number == 0))
            size += cost
    yield part


def _split(text: str, target: float) -> Iterator[str]:
    """A long text in pieces of about `target` bytes, cut at a space or, without one near, anywhere."""
    while len(text.encode()) > target * 1.3:
        near = len(text.encode()[: int(target)].decode(errors="ignore"))
        cut = text.rfind(" ", near // 2, near) + 1 or near
        yield text[:cut].rstrip()
        text = text[cut:]
    yield text


def _render(document: SearchDocument, pieces: Sequence[Piece]) -> bytes:
    value = {
        "title": document.title,
        "url": document.url,
        "kind": str(document.kind),
        "language": document.language,
        "stage": document.stage,
        "sections": [[piece.anchor, piece.heading, piece.text] for piece in pieces],
    }
    if not document.stage:
        del value["stage"]
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").encode("utf-8", "replace")
    )
