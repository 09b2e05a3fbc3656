"""Postings and numbers as printable characters, there and back: the written form of an index, see `browser/FORMAT.md`.

A posting in memory is one integer: the document, a bit for each part that holds the word, and the level (6 bits).
So most are small numbers, without their document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BASE = 47
FIRST = 33
LEVELS = BASE
ZERO_LEVEL = 12
"""The level that stands for a weight of 1."""
PARTS = 30
"""Bits for the parts of a document's text: as many as a browser can shift."""
_LEVEL = 6
_DOCUMENT = PARTS + _LEVEL
_DETAILS = (1 << _DOCUMENT) - 1
_LEVELS = (1 << _LEVEL) - 1
PLAIN = 1 << _LEVEL | ZERO_LEVEL
"""The commonest posting: the word stands once, in the first part."""

STEP = 31
"""Base of the steps from document to document: three kinds of digit have room in the printable characters."""
_LAST = [chr(FIRST + value) for value in range(BASE)]
_MORE = [chr(FIRST + BASE + value) for value in range(BASE)]
_PLAIN_STEP = [chr(FIRST + value) for value in range(STEP)]
_DETAILED_STEP = [chr(FIRST + STEP + value) for value in range(STEP)]
_MORE_STEP = [chr(FIRST + 2 * STEP + value) for value in range(STEP)]
FEW_PARTS = 12
"""Parts that have a character of their own: most documents have no others."""
ONE_PART = FIRST + BASE
"""Characters from here name one of the first parts; behind those, several at once."""
SOME_PARTS = ONE_PART + FEW_PARTS
_MOST_PARTS = 33


def posting(document: int, level: int, parts: int) -> int:
    """One posting as one integer; those of a word are in the order of documents when they are sorted."""
    return document << _DOCUMENT | parts << _LEVEL | min(LEVELS - 1, max(0, level + ZERO_LEVEL))


def weaker(found: int, steps: int) -> int:
    """A posting some levels lower."""
    return found - min(steps, found & _LEVELS)


def document_of(found: int) -> int:
    """The document of a posting."""
    return found >> _DOCUMENT


def first_posting(document: int) -> int:
    """What no posting of a document is before."""
    return document << _DOCUMENT


def level_of(found: int) -> int:
    """The level of a posting, 0 for a weight of 1."""
    return (found & _LEVELS) - ZERO_LEVEL


def at_levels(found: Iterable[int], limit: int, high: int, low: int | None) -> list[int]:
    """Postings from one level up at a higher one, the others at a lower one, or left out."""
    levels = _LEVELS
    start, above = limit + ZERO_LEVEL, high + ZERO_LEVEL
    if low is None:
        return [one & ~levels | above for one in found if one & levels >= start]
    below = low + ZERO_LEVEL
    return [one & ~levels | (above if one & levels >= start else below) for one in found]


def strongest(found: Iterable[int], most: int) -> list[int]:
    """Of sorted postings so many with the highest levels, sorted; of equal levels those of the first documents."""
    known = list(found)
    levels = sorted([one & _LEVELS for one in known], reverse=True)
    least = levels[most - 1]
    free = most - levels.index(least)
    last = [one for one in known if one & _LEVELS == least][free - 1]
    return [one for one in known if (level := one & _LEVELS) > least or (level == least and one <= last)]


def parts_of(found: int) -> int:
    """The parts of a posting, as bits."""
    return (found & _DETAILS) >> _LEVEL


def both(left: int, right: int) -> int:
    """Two postings of one document in one: the higher level, the parts of both."""
    return (left | right) & ~_LEVELS | max(left & _LEVELS, right & _LEVELS)


def number(value: int) -> str:
    """A number in printable characters, the low digits first; one character up to 46."""
    if value < BASE:
        return _LAST[value]
    digits = []
    while value >= BASE:
        digits.append(_MORE[value % BASE])
        value //= BASE
    return "".join(digits) + _LAST[value]


def parse_number(data: str, at: int) -> tuple[int, int]:
    """A number and the place behind it."""
    value, scale = 0, 1
    while (digit := ord(data[at]) - FIRST) >= BASE:
        value += (digit - BASE) * scale
        scale *= BASE
        at += 1
    return value + digit * scale, at + 1


class _Details(dict[int, str]):
    """Level and parts in characters, made when first met."""

    def __missing__(self, details: int) -> str:
        level, parts = details & _LEVELS, details >> _LEVEL
        text = "" if level == ZERO_LEVEL else _LAST[level]
        first = (parts & -parts).bit_length() - 1
        if parts == 1 << first < 1 << FEW_PARTS:
            text += chr(ONE_PART + first)
        elif parts < _MOST_PARTS:
            text += chr(SOME_PARTS + parts)
        else:
            text += chr(SOME_PARTS) + number(parts >> first + 1) + _LAST[first]
        self[details] = text
        return text


_details = _Details()


def postings(found: Iterable[int]) -> str:
    """Sorted postings: the step to each document, then level and parts unless they are the commonest."""
    text: list[str] = []
    previous = -1
    for one in found:
        document = one >> _DOCUMENT
        step = document - previous - 1
        previous = document
        while step >= STEP:
            text.append(_MORE_STEP[step % STEP])
            step //= STEP
        details = one & _DETAILS
        if details == PLAIN:
            text.append(_PLAIN_STEP[step])
        else:
            text.append(_DETAILED_STEP[step] + _details[details])
    return "".join(text)


def parse_postings(data: str) -> Iterator[int]:
    """The postings that were written."""
    document, at = -1, 0
    while at < len(data):
        step, scale = 0, 1
        while (digit := ord(data[at]) - FIRST) >= 2 * STEP:
            step += (digit - 2 * STEP) * scale
            scale *= STEP
            at += 1
        at += 1
        document += step + digit % STEP * scale + 1
        level, parts = ZERO_LEVEL, 1
        if digit >= STEP:
            level, parts, at = _parse_details(data, at)
        yield document << _DOCUMENT | parts << _LEVEL | level


def _parse_details(data: str, at: int) -> tuple[int, int, int]:
    level = ZERO_LEVEL
    if (sign := ord(data[at])) < ONE_PART:
        level, at = sign - FIRST, at + 1
        sign = ord(data[at])
    if sign < SOME_PARTS:
        return level, 1 << sign - ONE_PART, at + 1
    if sign > SOME_PARTS:
        return level, sign - SOME_PARTS, at + 1
    others, at = parse_number(data, at + 1)
    return level, (2 * others + 1) << ord(data[at]) - FIRST, at + 1
