"""Words that a query can do without, so that it never costs more than so much: they are only looked for in texts.

The rule knows nothing but the query and the index's header, so that the browser has it before it asks for anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from helploop.search.query import SHORT_QUERY, Word, units
from helploop.search.tokens import is_gram

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

BEGUN = 2
"""Letters of an unfinished word that could become anything."""
ENOUGH = 3
"""Words with which a query does without usual ones in a large index."""
MOST_WHOLE, UNFINISHED = 2, 30
"""Common words an unfinished one may be, up to which they count on all their pages, and what these may cost."""
MEANT = 20
"""What the common words may cost that a misspelt one may mean, up to which they count on all their pages."""
SHORT, AHEAD = 2, 1
"""Telling words of a query that are checked for slips at once; how many of a longer query are, the longest first."""


class Budget(NamedTuple):
    """What a query may spend on words, what one costs, a piece of a run, and to look for slips in one."""

    whole: int
    word: int
    piece: int
    check: int


def budget(documents: int, *, is_large: bool) -> Budget:
    """The more documents there are, the larger are the files of a word, until common ones have their own prices.

    In a large index, one stands for about 190 bytes over the wire: a word's own files for 15, the files of a dictionary
    that are asked for one word for 20. The texts and what misspelt words mean come on top.
    """
    return Budget(80, 15, 10, 20) if is_large else Budget(40, 4 + documents // 400, 2 + documents // 800, 0)


def spare(
    words: Sequence[Word], function: frozenset[str], common: Mapping[str, int], budget: Budget, *, is_large: bool
) -> None:
    """Mark the words that are not looked up, and what an unfinished one may become; `common` words have prices."""
    _close(words, function | common.keys(), is_large=is_large)
    left: float = budget.whole
    if is_large:
        left -= _unfinished(words, common) + budget.word * sum(word.is_last for word in words)
        for usual in (function | common.keys(), function):
            spared = [word for word in _open(words) if word.token.term in usual]
            for word in spared if len(words) - len(spared) >= ENOUGH else ():
                word.is_spared = True
    left -= budget.check * len(checked(words, function | common.keys(), is_large=is_large))
    for word in sorted(_open(words), key=lambda word: _rank(word, function, common)):
        price = budget.piece if is_gram(word.token.term) else budget.word
        left -= common.get(word.token.term, price) if is_large else price
        word.is_spared = left < 0
    for word in words if is_large else ():
        left -= len(word.spellings) * budget.word / 2
        if left < 0:
            word.spellings = []
    for word in words:
        word.is_short = not is_large and len(words) <= SHORT_QUERY
        word.is_spent = is_large and left < 0


def checked(words: Sequence[Word], usual: Collection[str], *, is_large: bool) -> list[Word]:
    """The words that are checked for slips at once: those that say what is sought, being neither spared nor `usual`."""
    telling = [word for word in words if not word.is_spared and word.token.term not in usual]
    if len(telling) > (AHEAD if is_large and len(words) > SHORT else SHORT):
        return sorted(telling, key=lambda word: -units(word.token.term))[:AHEAD]
    return telling


def _close(words: Sequence[Word], usual: Collection[str], *, is_large: bool) -> None:
    """Take an unfinished word as it stands where it could become too much."""
    is_long = len(words) > SHORT_QUERY
    for word in words:
        is_begun = units(word.token.term) <= BEGUN
        if (is_long and (is_begun or word.token.term in usual)) or (is_large and len(words) > 1 and is_begun):
            word.is_last = False


def becomes(term: str, common: Mapping[str, int]) -> list[str]:
    """The common words that an unfinished one may be, where few are and cheap: these count on all their pages."""
    begun = [other for other in common if other.startswith(term) and other != term]
    price = sum(common[other] for other in begun) + common.get(term, 0)
    return begun if len(begun) <= MOST_WHOLE and price <= UNFINISHED else []


def _unfinished(words: Iterable[Word], common: Mapping[str, int]) -> int:
    """What the common words cost that an unfinished one may be."""
    asked = [word.token.term for word in words if word.is_last]
    return sum(common.get(other, 0) for term in asked for other in (term, *becomes(term, common)))


def _open(words: Iterable[Word]) -> list[Word]:
    return [word for word in words if not word.is_last and not word.is_spared]


def _rank(word: Word, function: frozenset[str], common: Mapping[str, int]) -> tuple[bool, int, bool, int]:
    """The rarest first, as far as the header tells; of these the longest."""
    term = word.token.term
    return term in function, common.get(term, -1), word.is_second, -units(term)
