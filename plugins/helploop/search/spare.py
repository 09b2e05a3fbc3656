"""Words that a query can do without, so that it never costs more than so much: they are only looked for in texts.

The rule knows nothing but the query and the index's header, so that the browser has it before it asks for anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from helploop.search.query import SHORT_QUERY, Word, units
from helploop.search.tokens import is_gram

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BEGUN = 2
"""Letters of an unfinished word that could become anything."""
ENOUGH = 3
"""Words with which a query does without usual ones in a large index."""


class Budget(NamedTuple):
    """What a query may spend on words, besides an unfinished one, and what one costs, and a piece of a run."""

    whole: int
    word: int
    piece: int


BUDGET, LARGE_BUDGET = Budget(27, 3, 1), Budget(60, 15, 5)


def spare(words: Sequence[Word], function: frozenset[str], common: Mapping[str, int], *, is_large: bool) -> None:
    """Mark the words that are not looked up, and what an unfinished one may become; `common` words have prices."""
    if is_large:
        _close(words, common)
        for usual in (function | common.keys(), function):
            spared = [word for word in _open(words) if word.token.term in usual]
            for word in spared if len(words) - len(spared) >= ENOUGH else ():
                word.is_spared = True
    budget = LARGE_BUDGET if is_large else BUDGET
    left = budget.whole
    for word in sorted(_open(words), key=lambda word: _rank(word, function, common)):
        price = budget.piece if is_gram(word.token.term) else budget.word
        left -= common.get(word.token.term, price) if is_large else price
        word.is_spared = left < 0
    for word in words:
        word.is_short = not is_large and len(words) <= SHORT_QUERY


def _close(words: Sequence[Word], common: Mapping[str, int]) -> None:
    """Take an unfinished word as it stands where it could become too much."""
    term = words[-1].token.term if words else ""
    if len(words) > 1 and (units(term) <= BEGUN or (len(words) > SHORT_QUERY and term in common)):
        words[-1].is_last = False


def _open(words: Iterable[Word]) -> list[Word]:
    return [word for word in words if not word.is_last and not word.is_spared]


def _rank(word: Word, function: frozenset[str], common: Mapping[str, int]) -> tuple[bool, int, bool, int]:
    """The rarest first, as far as the header tells; of these the longest."""
    term = word.token.term
    return term in function, common.get(term, -1), word.is_second, -units(term)
