"""A query's words, as both the reference and the client read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import category

from helploop.search.segments import CLOSES, EXACT, OPENS, UNCUT
from helploop.search.tokens import Token, is_gram, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORT_QUERY = 3
"""Words up to which neighbours are also looked up written together, and words with less of the same beginning."""
SURFACE = 0.3
"""What the same letters with other accents are worth to somebody who writes accents."""
NAME = 1.4
"""How much more a word counts that is written with a capital: often it is a name, which says what it is about."""


@dataclass(slots=True)
class Word:
    """A word of the query: other spellings that answer for it, whether it may be unfinished, its place in a run."""

    token: Token
    spellings: list[tuple[str, str]] = field(default_factory=list)
    is_last: bool = False
    share: float = 1.0
    ends: int = 0
    """What a piece of a run asks of borders between words in a text, as `segments.edges` tells them."""
    is_second: bool = False
    """Whether it is every second piece of its run: those around it hold its letters."""
    accents: float = 1.0
    """What the same letters with other accents are worth."""
    is_short: bool = False
    """Whether it stands in a short query to a small index: words that share less with it are fetched, too."""
    is_spared: bool = False
    """Whether it is only looked for in texts."""
    is_spent: bool = False
    """Whether the query has spent what it may: then none of its lost words that wait is taken for another."""


def parse_query(text: str) -> list[Word]:
    """The distinct words of a query, with the joined words they are parts of."""
    words: list[Word] = []
    for token in tokenize(text):
        if not token.is_joined:
            words.append(Word(token))
            continue
        for word in words:
            if word.token.start >= token.start and word.token.end <= token.end:
                word.spellings.append((token.term, token.surface))
    if 1 < len(words) <= SHORT_QUERY and all(
        word.token.term[0].isalnum() and not is_gram(word.token.term) for word in words
    ):
        for left, right in pairwise(words):
            pair = (left.token.term + right.token.term, left.token.surface + right.token.surface)
            left.spellings.append(pair)
            right.spellings.append(pair)
    accents = SURFACE if any(word.token.surface != word.token.term for word in words) else 1.0
    for word in words:
        word.accents = accents
    if words and not any(sign in text[words[-1].token.end :] for sign in " \t\n.,;:!?。？！、"):
        words[-1].is_last = True
    for run in _runs(words):
        _place(run, text)
    return _distinct(words)


def _place(run: Sequence[Word], text: str) -> None:
    """A piece of a run of Chinese, Korean or Thai counts less, the longer the run; a word with a capital more.

    No word ends within a piece; one begins with the first and ends with the last, if that is finished.
    """
    for at, word in enumerate(run):
        word.share = len(run) ** -0.5 * (NAME if category(text[word.token.start]) == "Lu" else 1)
        word.is_second = at % 2 == 1
        if is_gram(word.token.term):
            closes = word is run[-1] and not word.is_last
            word.ends = UNCUT + OPENS * (at == 0) + (CLOSES + EXACT) * closes


def _runs(words: Sequence[Word]) -> list[list[Word]]:
    """Words that overlap, together: the pieces of a run; any other alone."""
    runs: list[list[Word]] = []
    for word in words:
        if not runs or word.token.start >= runs[-1][-1].token.end:
            runs.append([])
        runs[-1].append(word)
    return runs


def _distinct(words: Sequence[Word]) -> list[Word]:
    distinct: dict[str, Word] = {}
    for word in words:
        known = distinct.setdefault(word.token.term, word)
        known.is_last = known.is_last or word.is_last
        known.ends &= word.ends
    return list(distinct.values())


def units(text: str) -> int:
    """The length JavaScript sees: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
