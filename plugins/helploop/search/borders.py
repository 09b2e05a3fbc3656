"""Where sorted keys part, so that each file of an index has about one size.

Whether two keys part is decided by how little they have in common, and by how much stands between the better borders
left and right of them: an edit moves the borders near it, and the same keys are cut the same way whatever came before.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Border = tuple[int, int]
    """What chance says of a border, and where it is."""

MOST_SHARED = 46
_MOST_RANKED = 6
"""Borders between words that share more letters are all as bad."""
_LAST_OF_ONE_UNIT = "\uffff"
_BEHIND_ALL = chr(0x10FFFF)


def order(key: str) -> bytes:
    """The order of JavaScript's `<` on strings, which is not Python's for characters beyond U+FFFF."""
    return key.encode("utf-16-be", "surrogatepass")


def is_plain(keys: Iterable[str]) -> bool:
    """Whether Python orders these keys as `order` does, and without a price: no character has two UTF-16 units."""
    letters = "".join(keys)
    return letters.isascii() or max(letters, default="") <= _LAST_OF_ONE_UNIT


def shared(left: str, right: str) -> int:
    """How many UTF-16 units two keys share, as far as one digit reaches and no character is torn."""
    count = 0
    for a, b in zip(left[:MOST_SHARED], right, strict=False):
        if a != b or a > _LAST_OF_ONE_UNIT:
            break
        count += 1
    return count


def ranked(before: str, key: str) -> tuple[int, int]:
    """How good a border is, the best lowest: words with little in common part first, chance decides between equals."""
    return shared(before[:_MOST_RANKED], key[:_MOST_RANKED]), _chance(key)


def _chance(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass"))


class Spans(NamedTuple):
    """Things in order, each from one key to another, and how much stands before each of them."""

    firsts: Sequence[str]
    lasts: Sequence[str]
    before: Sequence[int]

    def size(self, left: int, right: int) -> int:
        """How much stands in some of them."""
        return self.before[right] - self.before[left]


def borders(firsts: Sequence[str], lasts: Sequence[str], sizes: Iterable[int], size: int) -> list[int]:
    """Where to cut what reaches from key to key: each border with more than `size` between its better neighbours.

    That is the best border of what is too large, and then of its two sides. Most are never looked at: those of words
    with as many letters in common are found together, and only in what is too large still.
    """
    spans = Spans(firsts, lasts, [0, *accumulate(sizes)])
    is_quick = is_plain(firsts) and (lasts is firsts or is_plain(lasts))
    found: list[int] = []
    large = [(0, len(firsts))]
    for letters in range(_MOST_RANKED + 1):
        look = _jump if is_quick and letters < _MOST_RANKED else _look
        large = [
            rest
            for left, right in large
            if spans.size(left, right) > size
            for rest in _part(spans, (left, right, list(look(spans, left, right, letters))), size, found)
        ]
    return sorted(found)


def _part(spans: Spans, whole: tuple[int, int, list[Border]], size: int, found: list[int]) -> Iterator[tuple[int, int]]:
    """Cut at the best of these borders, then on both sides of it; what comes has none of them and is too large."""
    waiting = [whole]
    while waiting:
        left, right, near = waiting.pop()
        if spans.size(left, right) <= size:
            continue
        if not near:
            yield left, right
            continue
        at = near.index(min(near))
        found.append(near[at][1])
        waiting += (left, near[at][1], near[:at]), (near[at][1], right, near[at + 1 :])


def _jump(spans: Spans, left: int, right: int, letters: int) -> Iterator[Border]:
    """The borders between keys with so many letters in common, where none have fewer: from beginning to beginning."""
    firsts, lasts, end = spans.firsts, spans.lasts, letters + 1
    at = left
    while at < right:
        if at > left and lasts[at - 1][:end] != firsts[at][:end]:
            yield _chance(firsts[at]), at
        start = firsts[at][:end]
        at = bisect_right(firsts, start + _BEHIND_ALL if len(start) == end else start, at + 1, right)


def _look(spans: Spans, left: int, right: int, letters: int) -> Iterator[Border]:
    """The same by looking at each key, and where any characters are used."""
    for at in range(left + 1, right):
        last, first = spans.lasts[at - 1], spans.firsts[at]
        if last != first and shared(last[:_MOST_RANKED], first[:_MOST_RANKED]) == letters:
            yield _chance(first), at
