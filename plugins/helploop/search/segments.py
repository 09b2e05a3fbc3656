"""Where words begin in scripts that are written without spaces, as Unicode's dictionaries know it.

The borders are those of UAX #29 as ICU tailors it: dictionaries for Chinese and Japanese, Thai, Lao, Khmer and Burmese.
Browsers cut text at the same places, when somebody clicks on a word twice.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

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
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from helploop.search.tokens import Token

EXACT, UNCUT, OPENS, CLOSES = 1, 2, 4, 8
ALL = EXACT + UNCUT + OPENS + CLOSES
NOTHING = ord("0")
"""The code of the sign for a token of which nothing is known, and to which the above are added."""
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
    """A sign for each token of some texts: 2 if no word ends within it, 4 if one begins and 8 if one ends with it.

    1 besides if all that belongs to the word ends there, too: a Korean noun also ends before a particle. That is known
    of pieces of a run, also of Hangul; other tokens have 0. Zeros at the end are left out.
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
    places = _places_in(run, 0)
    pieces = enumerate(grams(run, size))
    return "".join(places.sign(left, left + len(gram)) for left, gram in pieces if gram_term(gram))


def _edges_of_tokens(word: str) -> str:
    found = [_places_in(run, start) for start, run, _ in gram_runs(word)]
    places = _Places(*(frozenset[int]().union(*each) for each in zip(*found, strict=True)))
    return "".join(places.sign_of(token) for token in tokenize(word))


class _Places(NamedTuple):
    """Where words begin and end, and where a Korean noun ends before what grammar adds to it."""

    begins: frozenset[int] = frozenset()
    ends: frozenset[int] = frozenset()
    nouns: frozenset[int] = frozenset()

    def sign_of(self, token: Token) -> str:
        """What is known of any token: one that joins others is a word, whatever lies in it."""
        if not is_gram(token.term):
            return chr(NOTHING)
        return chr(NOTHING + ALL) if token.is_joined else self.sign(token.start, token.end)

    def sign(self, begin: int, end: int) -> str:
        """What is known of a piece from one place to another."""
        is_exact, is_uncut = end in self.ends, self.begins.isdisjoint(range(begin + 1, end))
        closes = CLOSES * (is_exact or end in self.nouns)
        return chr(NOTHING + EXACT * is_exact + UNCUT * is_uncut + OPENS * (begin in self.begins) + closes)


def _places_in(run: str, start: int) -> _Places:
    borders = borders_in(run)
    nouns = noun_ends(run) if _SPACED.match(run) else ()
    found = ((0, *borders), (*borders, len(run)), nouns)
    return _Places(*(frozenset(start + place for place in places) for places in found))


@cache
def _segmenter() -> Callable[[str], Iterable[str]]:
    from icu4py.breakers import WordBreaker  # noqa: PLC0415 - 30 MB of dictionaries, for few sites

    return lambda run: WordBreaker(run, "en")
