"""Where words begin in scripts that are written without spaces, as Unicode's dictionaries know it.

The borders are those of UAX #29 as ICU tailors it: dictionaries for Chinese and Japanese, Thai, Lao, Khmer and Burmese.
Browsers cut text at the same places, when somebody clicks on a word twice.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import regex

from helploop.search.korean import noun_ends
from helploop.search.tokens import (
    SYLLABLE,
    fold,
    gram_runs,
    gram_term,
    grams,
    has_grams,
    is_gram,
    may_join,
    runs,
    surface_of,
    tokenize,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from helploop.search.tokens import Token

UNCUT, OPENS, CLOSES = 1, 2, 4
PAIR = 2
_SPACED = regex.compile(rf"[{SYLLABLE}]")


@lru_cache(maxsize=20_000)
def borders_in(run: str) -> frozenset[int]:
    """The places in a run of letters where a word ends and another begins: none in Hangul, which has spaces there."""
    if _SPACED.match(run):
        return frozenset()
    return frozenset([*accumulate(map(len, _segmenter()(run)))][:-1])


def torn_pairs(text: str) -> Iterator[str]:
    """The pairs of a text, as they are written, in which a word ends and another begins.

    Of pieces of three, as Thai has them, nearly all do: there they are what tells words apart.
    """
    for _, run, size in gram_runs(text):
        if size == PAIR:
            yield from (run[place - 1 : place + 1] for place in sorted(borders_in(run)))


def edges(texts: Sequence[str]) -> str:
    """A digit for each token of some texts: 1 if no word ends within it, 2 if one begins and 4 if one ends with it.

    That is known of pieces of a run, also of Hangul; other tokens have 0. Zeros at the end are left out.
    """
    if not any(map(has_grams, texts)):
        return ""
    return "".join(_edges(word) for text in texts for word in text.split()).rstrip("0")


@lru_cache(maxsize=50_000)
def _edges(word: str) -> str:
    """Of what stands between two spaces: no token reaches beyond."""
    if may_join(word):
        return _edges_of_tokens(word)
    found = (_edges_of_run(run, size) if size else "0" if fold(surface_of(run)) else "" for run, size in runs(word))
    return "".join(found)


def _edges_of_run(run: str, size: int) -> str:
    begins, ends = places_in(run)
    pieces = enumerate(grams(run, size))
    return "".join(_digit(begins, ends, left, left + len(gram)) for left, gram in pieces if gram_term(gram))


def places_in(run: str) -> tuple[Collection[int], Collection[int]]:
    """The places in a run where words begin, and where they end: a Korean one also before what belongs to a noun."""
    borders = borders_in(run)
    return {0, *borders}, {*borders, len(run), *(noun_ends(run) if _SPACED.match(run) else ())}


def _edges_of_tokens(word: str) -> str:
    begins, ends = set[int](), set[int]()
    for start, run, _ in gram_runs(word):
        for found, places in zip((begins, ends), places_in(run), strict=True):
            found.update(start + place for place in places)
    return "".join(_digit_of(token, begins, ends) for token in tokenize(word))


def _digit_of(token: Token, begins: Collection[int], ends: Collection[int]) -> str:
    """Of any token: one that joins others is a word, whatever lies in it."""
    if not is_gram(token.term):
        return "0"
    return str(UNCUT + OPENS + CLOSES) if token.is_joined else _digit(begins, ends, token.start, token.end)


def _digit(begins: Collection[int], ends: Collection[int], begin: int, end: int) -> str:
    """What is known of a piece from one place to another."""
    is_whole = not any(place in begins for place in range(begin + 1, end))
    return str(UNCUT * is_whole + OPENS * (begin in begins) + CLOSES * (end in ends))


@cache
def _segmenter() -> Callable[[str], Iterable[str]]:
    from icu4py.breakers import WordBreaker  # noqa: PLC0415 - 30 MB of dictionaries, for few sites

    return lambda run: WordBreaker(run, "en")
