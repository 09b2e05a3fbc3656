"""Where words begin in scripts that are written without spaces, as Unicode's dictionaries know it.

The borders are those of UAX #29 as ICU tailors it: dictionaries for Chinese and Japanese, Thai, Lao, Khmer and Burmese.
Browsers cut text at the same places, when somebody clicks on a word twice.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING, NamedTuple

import regex

from helploop.search.korean import noun_ends
from helploop.search.tokens import (
    GRAM,
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

EXACT, UNCUT, OPENS, CLOSES = 1, 2, 4, 8
ALL = EXACT + UNCUT + OPENS + CLOSES
NOTHING = ord("0")
"""The code of the sign for a token of which nothing is known, and to which the above are added."""
PAIR = 2
_SPACED = regex.compile(rf"[{SYLLABLE}]")
_UNSPACED = regex.compile(rf"[{GRAM}]{{2}}")


class Run(NamedTuple):
    """A run of letters of one script: the terms of its pieces and a sign for each of them.

    `torn` are those of a pair in which a word ends and another begins. Of pieces of three, as Thai has them, nearly all
    are: there they are what tells words apart.
    """

    terms: Sequence[str]
    signs: str
    torn: Sequence[str]


@lru_cache(maxsize=20_000)
def read_run(run: str, size: int) -> Run:
    """What an index knows of a run, which is cut in pieces of so many letters."""
    borders = borders_in(run)
    signs = _signs(run, size, borders)
    terms = list(map(gram_term, grams(run, size)))
    torn = [terms[place - 1] for place in borders] if size == PAIR else []
    if not all(terms):  # hardly ever
        signs = bytearray(compress(signs, terms))
    return Run(list(filter(None, terms)), signs.decode("ascii"), list(filter(None, torn)))


def borders_in(run: str) -> Sequence[int]:
    """The places in a run of letters where a word ends and another begins: none in Hangul, which has spaces there."""
    return () if _SPACED.match(run) else [*accumulate(map(len, _segmenter()(run)))][:-1]


def _signs(run: str, size: int, borders: Sequence[int]) -> bytearray:
    """A sign for each piece of a run, also for those of which nothing is looked up."""
    width = min(size, len(run))
    signs = bytearray([NOTHING + UNCUT]) * (len(run) - width + 1)
    for place in borders:
        for left in range(max(0, place - width + 1), min(place, len(signs))):
            signs[left] = NOTHING
    for begin in (0, *borders):
        if begin < len(signs):
            signs[begin] += OPENS
    closings = dict.fromkeys(noun_ends(run), CLOSES) if _SPACED.match(run) else {}
    closings |= dict.fromkeys((*borders, len(run)), EXACT + CLOSES)
    for end, sign in closings.items():
        if end >= width:
            signs[end - width] += sign
    return signs


def torn_pairs(text: str) -> Iterator[str]:
    """The terms of the pairs of a text in which a word ends and another begins."""
    if not text.isascii() and _UNSPACED.search(text):
        for _, run, size in gram_runs(text):
            yield from read_run(run, size).torn


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
    found = (read_run(run, size).signs if size else "0" if fold(surface_of(run)) else "" for run, size in runs(word))
    return "".join(found)


def _edges_of_tokens(word: str) -> str:
    """Of a word in which something joins: what is joined is a word, whatever lies in it."""
    known: dict[int, int] = {}
    for start, run, size in gram_runs(word):
        known.update(enumerate(_signs(run, size, borders_in(run)), start))
    signs = (
        NOTHING + ALL * is_gram(term) if joined else known.get(start, NOTHING)
        for term, _, start, _, joined in tokenize(word)
    )
    return "".join(map(chr, signs))


@cache
def _segmenter() -> Callable[[str], Iterable[str]]:
    from icu4py.breakers import WordBreaker  # noqa: PLC0415 - 30 MB of dictionaries, for few sites

    return lambda run: WordBreaker(run, "en")
