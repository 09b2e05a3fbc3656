"""One document, read once: its counted terms and the parts of its text, ready to be merged into an index.

The value is small and picklable, so worker processes can make it and a cache can keep it per document.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache, reduce
from itertools import chain
from operator import and_
from typing import TYPE_CHECKING, NamedTuple

from helploop.search.chapters import chapters
from helploop.search.encoding import FEW_PARTS, PARTS, posting
from helploop.search.parts import cut, render
from helploop.search.segments import read_run, torn_pairs
from helploop.search.stems import stemmer
from helploop.search.tokens import (
    LONGEST_WORD,
    fold,
    is_gram,
    may_join,
    runs,
    surface_of,
    tokenize,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from helploop.model.search_document import SearchDocument
    from helploop.search.parts import Piece

FIELD_WEIGHTS = {"title": 3.0, "keywords": 3.0, "heading": 1.5, "summary": 1.5}
"""What a word counts there; in the text it counts 1. While words are counted, weights are halves."""
STEPS = 6
"""Levels per doubling of a term's weight: a level is `round(STEPS * log2(weight))`."""
MOST_REMEMBERED = 60, 100_000
"""Letters of a word and number of words that are read once for all documents."""

_BEFORE, _AFTER = "\"'([{<*_,;:!?", "\"')]}>*_,;:!?."
"""Marks that make no other token of the letters they stand before or after: `.NET` and `C#` are words."""

Key = tuple[str, str, str]
"""What an index knows of a word: the term that is looked up, how it is written, its stem."""


class Analysis(NamedTuple):
    """What an index keeps of a document, or of one chapter of a long one.

    `terms` maps (term, surface, stem) to a posting without its document: how much the word counts here, and a bit for
    each part of the text that holds it; title and summary belong to the first, and so do keywords that no part has.
    `further` are the chapters after the first, each counted like a document of its own with the same title.
    """

    id: str
    kind: str
    language: str
    length: int
    terms: dict[Key, int]
    parts: tuple[bytes, ...]
    further: tuple[Analysis, ...] = ()


class Tally(NamedTuple):
    """A document, or a chapter, as it was counted: a key of `Analysis.terms` is one text, with tabs in between."""

    length: int
    words: dict[str, int]
    parts: tuple[bytes, ...]
    further: tuple[Tally, ...] = ()


def analyse(document: SearchDocument, language: str) -> Analysis:
    """Count a document's terms for the index of a language; the document's own language may be another one."""
    return _analysis(document, tally(document, language))


def _analysis(document: SearchDocument, found: Tally) -> Analysis:
    terms = dict(zip(map(key_of_word, found.words), found.words.values(), strict=True))
    further = tuple(_analysis(document, chapter) for chapter in found.further)
    return Analysis(document.id, str(document.kind), document.language, found.length, terms, found.parts, further)


def key_of_word(word: str) -> Key:
    """A word's term, surface and stem."""
    term, surface, stem = word.split("\t")
    return term, surface, stem


def tally(document: SearchDocument, language: str) -> Tally:
    """The same count, as an index takes it in."""
    first, *further = [_tally(document, parts, language) for parts in chapters(cut(document))]
    return first._replace(further=tuple(further)) if further else first


def _tally(document: SearchDocument, parts: Sequence[Sequence[Piece]], language: str) -> Tally:
    """One chapter: its text, and what stands above the text of all."""
    known_words = _words(language)
    keys_of = known_words.__getitem__
    totals = _Totals()
    known = totals.get
    width = FEW_PARTS if len(parts) <= FEW_PARTS else PARTS  # bits: sums of small numbers are quicker
    posting_of = _postings[width].__getitem__
    for number, part in enumerate(parts):
        bit = 1 << number
        # What stands between spaces is counted first: it comes again, and its keys are looked up once.
        for word, times in Counter(chain.from_iterable([piece.words for piece in part])).items():
            weight = times << width + 1
            for key in keys_of(word):
                totals[key] = known(key, 0) + weight | bit
        # Nobody means a pair in which a word ends and another begins: it counts half.
        for term in chain.from_iterable([torn_pairs(piece.text) for piece in part]):
            totals[known_words.grams[term]] -= 1 << width
    length = sum([total >> width + 1 for total in totals.values()])
    words = dict(zip(totals, map(posting_of, totals.values()), strict=True))
    for key, above in _above_text(document, parts, width, keys_of, known).items():
        bits = above & (1 << width) - 1
        words[key] = posting_of(known(key, 0) + above - bits | bits)
    return Tally(length, words, tuple(render(document, pieces) for pieces in parts))


#: How much each word counts, in halves, with a bit for each part that holds it.
_Totals = dict[str, int]


def _above_text(
    document: SearchDocument,
    parts: Sequence[Sequence[Piece]],
    width: int,
    keys_of: Callable[[str], Sequence[str]],
    known: Callable[[str, int], int],
) -> _Totals:
    """What words count that stand in the title, the keywords, the summary and headings.

    A keyword that a part of the text has too, as a whole, belongs there: that is where it leads.
    """
    totals = _Totals()
    fields = [("title", 1, document.title), ("summary", 1, document.summary)]
    for number, part in enumerate(parts):
        fields += [("heading", 1 << number, piece.heading) for piece in part if piece.is_start]
    for field, bit, text in fields:
        _add(totals, chain.from_iterable(map(keys_of, text.split())), field, bit, width)
    mask = (1 << width) - 1
    for keyword in document.keywords:
        keys = list(chain.from_iterable(map(keys_of, keyword.split())))
        held = reduce(and_, (known(key, 0) | totals.get(key, 0) for key in keys), mask) & mask
        _add(totals, keys, "keywords", not held, width)
    return totals


def _add(totals: _Totals, keys: Iterable[str], field: str, bit: int, width: int) -> None:
    halves = round(2 * FIELD_WEIGHTS[field]) << width
    for key in keys:
        totals[key] = totals.get(key, 0) + halves | bit


class _Words(dict[str, tuple[str, ...]]):
    """The term, surface and stem of each token in what stands between two spaces: no token reaches beyond."""

    def __init__(self, stem: Callable[[str], str] | None) -> None:
        super().__init__()
        self._stem = stem
        self.grams = _Grams(self._key)

    def __missing__(self, word: str) -> tuple[str, ...]:
        inner = word.lstrip(_BEFORE).rstrip(_AFTER)
        if inner.isascii() and inner.isalnum():
            surface = inner[:LONGEST_WORD].lower()  # at the beginning of a sentence too
            keys = self[surface] if surface != word else (self._plain_key(word),)
        elif may_join(inner):
            keys = tuple([self._key(term, surface) for term, surface, *_ in tokenize(word)])
        else:
            keys = self[inner] if inner != word else tuple(self._keys(word))
        if len(word) <= MOST_REMEMBERED[0]:  # a whole sentence, where none has spaces, hardly comes again
            if len(self) >= MOST_REMEMBERED[1]:
                self.clear()
            self[word] = keys
        return keys

    def _keys(self, word: str) -> Iterator[str]:
        """Of letters of any script in which nothing joins."""
        for run, size in runs(word):
            if size:
                yield from map(self.grams.__getitem__, read_run(run, size).terms)
            elif term := fold(surface := surface_of(run)[:LONGEST_WORD]):
                yield self._key(term, surface)

    def _plain_key(self, surface: str) -> str:
        """Of small letters and digits that have no accent."""
        return f"{surface}\t{surface}\t{self._stem(surface) if self._stem else ''}"

    def _key(self, term: str, surface: str) -> str:
        stem = self._stem
        return f"{term}\t{surface}\t{stem(surface) if stem and not is_gram(term) else ''}"


class _Grams(dict[str, str]):
    """The term, surface and stem of each term that is a piece of a run."""

    def __init__(self, key: Callable[[str, str], str]) -> None:
        super().__init__()
        self._key = key

    def __missing__(self, term: str) -> str:
        found = self._key(term, term)
        if len(self) < MOST_REMEMBERED[1]:
            self[term] = found
        return found


@cache
def _words(language: str) -> _Words:
    """What is known of the words of a language."""
    return _Words(stemmer(language))


class _Postings(dict[int, int]):
    """The posting of each weight and its parts, of so many bits, made when first met."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width

    def __missing__(self, value: int) -> int:
        level = round(STEPS * math.log2((value >> self._width) / 2))
        found = posting(0, level, value & (1 << self._width) - 1)
        if len(self) < MOST_REMEMBERED[1]:
            self[value] = found
        return found


_postings = {width: _Postings(width) for width in (FEW_PARTS, PARTS)}
