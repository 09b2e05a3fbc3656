"""Words that a query can do without, so that it never costs more than so much: they are only looked for in texts.

The rule knows nothing but the query and the index's header, so that the browser has it before it asks for anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.search.query import SHORT_QUERY, Word, units
from helploop.search.tokens import Token, is_gram

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from helploop.search.ranges import Layout

BEGUN = 2
"""Letters of an unfinished word that could become anything."""
ENOUGH = 3
"""Words with which a query does without usual ones in a large index."""
MEANT = 20
"""What the common words may cost that a misspelt one may mean, up to which they count on all their pages."""
SHORT, AHEAD = 2, 1
"""Telling words of a query that are checked for slips at once; how many of a longer query are, the longest first."""


class _Purse:
    """What a query has left."""

    def __init__(self, left: float, layout: Layout) -> None:
        self.left = left
        self.layout = layout

    def pays(self, word: Word, share: float = 1) -> bool:
        """Pay for a word, if it costs no more than a share of what is left."""
        cost = self.layout.word_cost(word)
        if cost > self.left * share:
            return False
        self.left -= cost
        return True


def spare(words: Sequence[Word], function: frozenset[str], layout: Layout, whole: float, room: int) -> None:
    """Mark the words that are not looked up, and those that are not sought when they are lost and wait.

    A query may spend `whole` and look up words up to `room`, of which a word takes two and a piece of a run one.
    """
    common, is_large = layout.common, layout.is_large
    purse = _Purse(whole, layout)
    for word in words:
        word.is_short = not is_large and len(words) <= SHORT_QUERY
    _close(words, function | common.keys(), is_large=is_large)
    for word in words:
        word.is_last = word.is_last and purse.pays(word, 0.5 if len(words) > 1 else 1)
    for usual in (function | common.keys(), function) if is_large else ():
        spared = [word for word in _open(words) if word.token.term in usual]
        for word in spared if len(words) - len(spared) >= ENOUGH else ():
            word.is_spared = True
    for word in checked(words, function | common.keys(), is_large=is_large):
        purse.left -= layout.slip_cost(word, function)
    for word in sorted(_open(words), key=lambda word: _rank(word, function, layout)):
        room -= 1 if is_gram(word.token.term) else 2
        word.is_spared = room < 0 or not purse.pays(word)
    for word in words:
        kept = [pair for pair in word.spellings if purse.pays(Word(Token(*pair, 0, 0)))]
        word.spellings = kept
    for word in words:
        word.is_spent = layout.slip_cost(word, function) > purse.left


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


def _open(words: Iterable[Word]) -> list[Word]:
    return [word for word in words if not word.is_last and not word.is_spared]


def _rank(word: Word, function: frozenset[str], layout: Layout) -> tuple[bool, int, bool, int]:
    """The rarest first, as far as the header tells; of these the longest."""
    term = word.token.term
    return term in function, layout.common.get(term, -1), word.is_second, -units(term)
