"""Where words begin in scripts that are written without spaces, as Unicode's dictionaries know it.

The borders are those of UAX #29 as ICU tailors it: dictionaries for Chinese and Japanese, Thai, Lao, Khmer and Burmese.
Browsers cut text at the same places, when somebody clicks on a word twice.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import regex

from helploop.search.tokens import (
    SYLLABLE,
    fold,
    gram_runs,
    gram_term,
    grams,
    has_grams,
    may_join,
    runs,
    surface_of,
    tokenize,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

TORN, OPENS = 1, 2
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
    """A digit for each token of some texts: 1 if a border between two words lies in it, and 2 if a word begins with it.

    Both are known of scripts written without spaces, the latter of Hangul too. Zeros at the end are left out.
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
    borders = borders_in(run)
    begins = {0, *borders}
    return "".join(
        str(TORN * (not borders.isdisjoint(range(left + 1, left + size))) + OPENS * (left in begins))
        for left, gram in enumerate(grams(run, size))
        if gram_term(gram)
    )


def _edges_of_tokens(word: str) -> str:
    begins = set[int]()
    for start, run, _ in gram_runs(word):
        begins |= {start, *(start + place for place in borders_in(run))}
    return "".join(
        str(TORN * (not begins.isdisjoint(range(token.start + 1, token.end))) + OPENS * (token.start in begins))
        for token in tokenize(word)
    )


@cache
def _segmenter() -> Callable[[str], Iterable[str]]:
    from icu4py.breakers import WordBreaker  # noqa: PLC0415 - 30 MB of dictionaries, for few sites

    return lambda run: WordBreaker(run, "en")
