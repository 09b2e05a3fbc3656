"""Which shards a word of a query asks for, and what that costs: it follows from the word and from the header alone."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.search.borders import order
from helploop.search.encoding import FIRST
from helploop.search.lines import LENGTH_SIGN, is_listed, reach
from helploop.search.query import units
from helploop.search.shards import parse_keys
from helploop.search.tokens import is_gram

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from helploop.search.query import Word

MOST_WHOLE, UNFINISHED = 2, 30
"""Common words an unfinished one may be, up to which they count on all their pages, and what these may cost."""
FEW, FEW_OF_LARGE, OF_DICTIONARY = 8, 3, 16
"""Shards that are fetched for one range, at most: of words, of those of a large index, of a dictionary."""
_LAST = "\uffff"


class Range(NamedTuple):
    """All keys from one beginning to another, or one whole key, of one kind of shard."""

    letter: str
    begin: str
    is_whole: bool = False
    to: str = ""
    alike: str = ""
    """Instead: all keys that begin so, of the shards that are fetched."""


class WordRanges(NamedTuple):
    """What a word asks for: it with what begins like it, or what it begins; what else begins like it; itself; more."""

    first: Range
    alike: Range
    exact: Range
    becomes: Sequence[Range]
    is_common: bool
    is_open: bool
    """Whether what it begins counts."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the shards of an index begin, and what they cost."""

    starts: Mapping[str, Sequence[bytes]]
    common: Mapping[str, int]
    """The common words and their prices."""
    sizes: Sequence[int]
    """Of each shard of words, how often it is twice as large as most."""
    word: float
    slip: float
    is_large: bool

    def span(self, asked: Range) -> range:
        """The numbers of the shards that are fetched."""
        starts = self.starts[asked.letter]
        first = _place(starts, asked.begin)
        last = first if asked.is_whole else _place(starts, (asked.to or asked.begin) + _LAST)
        return range(first, min(last + 1, first + (self._few() if asked.letter == "w" else OF_DICTIONARY)))

    def holds(self, asked: Range, key: str) -> bool:
        """Whether a key is found."""
        if asked.alike:
            return key.startswith(asked.alike) and _place(self.starts[asked.letter], key) in self.span(asked)
        if asked.is_whole:
            return key == asked.begin
        at, start, end = order(key), order(asked.begin), order((asked.to or asked.begin) + _LAST)
        return start <= at <= end and _place(self.starts[asked.letter], key) in self.span(asked)

    def is_wide(self, begin: str, letter: str = "w") -> bool:
        """Whether keys that begin so fill more shards than are worth fetching."""
        return len(self.span(Range(letter, begin))) > self._few() // 2 + 1

    def cost(self, asked: Iterable[Range]) -> float:
        """What it costs to fetch these, each file once."""
        files = {(each.letter, number) for each in asked for number in self.span(each)}
        return sum(self._price(letter, number) for letter, number in files)

    def _price(self, letter: str, number: int) -> float:
        if letter == "c":
            return list(self.common.values())[number]
        if letter != "w":
            return self.slip
        return self.word * 2.0 ** (self.sizes[number] or -1)

    def _few(self) -> int:
        return FEW_OF_LARGE if self.is_large else FEW

    def word_ranges(self, word: Word) -> WordRanges:
        """Where a word of a query is looked up."""
        term, is_last = word.token.term, word.is_last
        is_open = is_single(term) or (is_last and not is_gram(term))
        wanted = reach(term, is_short=word.is_short)
        is_common = term in self.common
        begin = term if is_open or is_last else wanted
        while begin and units(begin) < units(term) and self.is_wide(begin):
            begin = term[: len(begin) + 1]
        if not is_open and begin and self.is_wide(begin):
            begin = None
        whole = Range("c", term, is_whole=True)
        first = (
            whole
            if is_common and not is_open
            else Range("w", begin or term, not begin, alike="" if is_open else wanted or "")
        )
        alike = Range("w", wanted) if is_last and not is_common and wanted else first
        more = self._becomes(term) if is_open else ()
        return WordRanges(first, alike, whole if is_common else first, more, is_common, is_open)

    def _becomes(self, term: str) -> Sequence[Range]:
        """The common words that an unfinished one may be, where few are and cheap: these count on all their pages."""
        begun = [Range("c", other, is_whole=True) for other in self.common if other.startswith(term) and other != term]
        return begun if len(begun) <= MOST_WHOLE and self.cost(begun) <= UNFINISHED else ()

    def word_cost(self, word: Word) -> float:
        """What it costs to look a word up."""
        first, alike, exact, more, *_ = self.word_ranges(word)
        return self.cost([first, alike, exact, *more])

    def slip_ranges(self, term: str) -> Iterator[Range]:
        """Where the dictionary is asked for what a misspelt word may mean."""
        half = max(5, len(term) // 2)
        for letter, letters in (("d", term), ("m", term[::-1])):
            kept = letters[: 2 if len(term) < 7 else 3]
            near = min(1, (9 if letter == "d" else 8) - len(term))
            if near >= 0:
                yield Range(letter, kept + _sign(len(term) - near), to=kept + _sign(len(term) + near))
            count = 4 if letter == "d" else half
            while count < len(term) - 2 and self.is_wide(letters[:count], letter):
                count += 1
            if len(term) > 7:
                yield Range(letter, letters[:count])
            elif letter == "m" and not self.is_wide(letters, letter):
                yield Range(letter, letters)
            for length in range(4, half) if letter == "m" and len(term) > 7 else ():
                yield Range(letter, letters[:length], is_whole=True)

    def slip_cost(self, word: Word, function: frozenset[str]) -> float:
        """What it costs to look for slips in a word."""
        term = word.token.term
        if not is_listed(term) or term in function or term in self.common:
            return 0
        return self.cost(self.slip_ranges(term))


def read_layout(header: Mapping[str, Any]) -> Layout:
    """What a header says of the shards of its index."""
    keys = {letter: parse_keys(header[letter]) for letter in "cwdm"}
    _, _, word, slip = header["budget"]
    return Layout(
        {letter: [order(key) for key in found] or [b""] for letter, found in keys.items()},
        {term: ord(sign) - FIRST for term, sign in zip(keys["c"], header["prices"], strict=True)},
        [ord(sign) - FIRST for sign in header["sizes"]],
        word,
        slip,
        header["large"],
    )


def is_single(term: str) -> bool:
    """Whether a term is one character of a script whose words are pieces of a run."""
    return is_gram(term) and len(term) == 1


def _place(starts: Sequence[bytes], key: str) -> int:
    return max(0, bisect_right(starts, order(key)) - 1)


def _sign(length: int) -> str:
    return chr(LENGTH_SIGN + max(4, length))
