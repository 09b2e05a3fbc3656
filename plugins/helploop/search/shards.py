"""Sorted lines cut into small files, and the numbers in them: the written form of an index.

The format is described in `browser/FORMAT.md`. It is text, so every host compresses it and anyone can read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BASE = 47
FIRST = 33
LEVELS = BASE
SHARED = FIRST + BASE
_LAST = [chr(FIRST + value) for value in range(BASE)]
_MORE = [chr(SHARED + value) for value in range(BASE)]


class Line(NamedTuple):
    """One line of a shard: the key it is sorted and cut by, and what follows the key."""

    key: str
    rest: str
    attached: tuple[str, ...] = ()
    """Whole lines that belong to this one and are not sorted."""


class Cut(NamedTuple):
    """A list of shards: the key each begins at (shortened), and their bytes."""

    starts: tuple[str, ...]
    files: tuple[bytes, ...]


def number(value: int) -> str:
    """A number in printable characters, the low digits first; one character up to 46."""
    if value < BASE:
        return _LAST[value]
    digits = []
    while value >= BASE:
        digits.append(_MORE[value % BASE])
        value //= BASE
    return "".join(digits) + _LAST[value]


def postings(found: Iterable[tuple[int, int, int]]) -> str:
    """(document, level, parts) by document: the step to it, the level, and the parts unless it is just part 0."""
    text: list[str] = []
    previous = -1
    for document, level, parts in found:
        step = document - previous - 1
        text.append(_LAST[step] if step < BASE else number(step))
        text.append(_LAST[level] if parts == 1 else _MORE[level] + number(parts))
        previous = document
    return "".join(text)


def order(key: str) -> bytes:
    """The order of JavaScript's `<` on strings, which is not Python's for characters beyond U+FFFF."""
    return key.encode("utf-16-be", "surrogatepass")


def cut(lines: Sequence[Line], size: int) -> Cut:
    """Sorted lines in files of about `size` bytes; lines with one key never part."""
    starts: list[str] = []
    files: list[bytes] = []
    previous_key = ""
    for group in _groups(lines, size):
        starts.append(separator(previous_key, group[0].key))
        files.append(_render(group))
        previous_key = group[-1].key
    return Cut(tuple(starts), tuple(files))


def _groups(lines: Sequence[Line], size: int) -> Iterator[list[Line]]:
    group: list[Line] = []
    held = 0
    for line in lines:
        cost = len(line.rest) + 4 + sum(len(extra) + 1 for extra in line.attached)
        if group and line.key != group[-1].key and (held + cost > size):
            yield group
            group, held = [], 0
        group.append(line)
        held += cost
    if group:
        yield group


def _render(group: Sequence[Line]) -> bytes:
    text: list[str] = []
    previous = ""
    for line in group:
        shared = _shared(previous, line.key)
        text.append(_LAST[shared] + line.key[shared:] + line.rest)
        text += line.attached
        previous = line.key
    return "\n".join(text).encode("utf-8", "replace")


def _shared(left: str, right: str) -> int:
    """How many UTF-16 units two keys share, as far as one digit reaches and no character is torn."""
    count = 0
    for a, b in zip(left[: BASE - 1], right[: BASE - 1], strict=False):
        if a != b or a > "\uffff":
            break
        count += 1
    return count


def separator(before: str, key: str) -> str:
    """The shortest beginning of `key` that sorts after `before`."""
    for length in range(1, len(key)):
        if order(key[:length]) > order(before):
            return key[:length]
    return key
