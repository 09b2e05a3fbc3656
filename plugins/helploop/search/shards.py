"""Sorted lines cut into small files whose borders depend on the words around them alone.

The format is described in `browser/FORMAT.md`. It is text, so every host compresses it and anyone can read it. Whether
two lines part is decided by how little they have in common, and by how much stands between the better borders left and
right of them: an edit moves the borders near it, and the same lines are cut the same way whatever came before.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from helploop.search.encoding import FIRST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_SHARED = 46
_MOST_RANKED = 6
"""Borders between words that share more letters are all as bad."""
_LAST_OF_ONE_UNIT = "\uffff"


class Line(NamedTuple):
    """One line of a shard: the key it is sorted and cut by, and what follows the key."""

    key: str
    rest: str
    attached: tuple[str, ...] = ()
    """Whole lines that belong to this one and are not sorted."""


class Unit(NamedTuple):
    """What is never cut: the lines of one key, or a whole shard in which nothing has changed."""

    first: str
    last: str
    size: int
    lines: Sequence[Line] = ()


def order(key: str) -> bytes:
    """The order of JavaScript's `<` on strings, which is not Python's for characters beyond U+FFFF."""
    return key.encode("utf-16-be", "surrogatepass")


def is_plain(keys: Iterable[str]) -> bool:
    """Whether Python orders these keys as `order` does, and without a price: no character has two UTF-16 units."""
    letters = "".join(keys)
    return letters.isascii() or max(letters, default="") <= _LAST_OF_ONE_UNIT


def units(lines: Iterable[Line]) -> Iterator[Unit]:
    """Sorted lines, those of one key together."""
    group: list[Line] = []
    last = ""
    for line in lines:
        if line[0] != last and group:
            yield _unit(group)
            group = []
        last = line[0]
        group.append(line)
    if group:
        yield _unit(group)


def _unit(lines: list[Line]) -> Unit:
    """Asked for each word of a site: written for speed."""
    key = lines[0][0]
    letters = len(key) if key.isascii() else len(key.encode("utf-8", "replace"))
    size = 0
    for _, rest, attached in lines:
        size += letters + len(rest) + 2
        for extra in attached:
            size += len(extra) + 1
    return Unit(key, key, size, lines)


def cut(found: Sequence[Unit], size: int) -> list[tuple[str, Sequence[Unit]]]:
    """Units in groups of at most `size`, by the beginning of each group; a unit larger than that stands alone.

    There is always a group, so that a client has something to ask for.
    """
    borders = _borders(found, size)
    groups = []
    for left, right in zip([0, *borders], [*borders, len(found)], strict=True):
        if left < right:
            start = separator(found[left - 1].last, found[left].first) if left else ""
            groups.append((start, found[left:right]))
    return groups or [("", [])]


def _borders(found: Sequence[Unit], size: int) -> list[int]:
    """Where to cut: each border with more than `size` between the better borders on its two sides."""
    before = [0, *accumulate(unit.size for unit in found)]
    ranks = [(0, 0), *(ranked(left.last, right.first) for left, right in pairwise(found))]
    borders: list[int] = []
    better: list[int] = [0]  # borders to the left, each better than the next
    left_of = [0] * len(found)

    def close(border: int, right: int) -> None:
        if before[right] - before[left_of[border]] > size:
            borders.append(border)

    for at in range(1, len(found)):
        while len(better) > 1 and ranks[better[-1]] > ranks[at]:
            close(better.pop(), at)
        left_of[at] = better[-1]
        better.append(at)
    while len(better) > 1:
        close(better.pop(), len(found))
    return sorted(borders)


def ranked(before: str, key: str) -> tuple[int, int]:
    """How good a border is, the best lowest: words with little in common part first, chance decides between equals."""
    return shared(before[:_MOST_RANKED], key[:_MOST_RANKED]), crc32(key.encode("utf-8", "surrogatepass"))


def render_shard(lines: Iterable[Line]) -> bytes:
    """A shard: each key without what it shares with the one before."""
    text: list[str] = []
    previous = ""
    for line in lines:
        common = shared(previous, line.key)
        text.append(chr(FIRST + common) + line.key[common:] + line.rest)
        text += line.attached
        previous = line.key
    return "\n".join(text).encode("utf-8", "replace")


def parse_shard(content: bytes) -> Iterator[Line]:
    """The lines of a shard."""
    if not content:
        return
    key, rest, attached = "", "", []
    is_open = False
    for row in content.decode().split("\n"):
        if row.startswith("^"):
            attached.append(row)
            continue
        if is_open:
            yield Line(key, rest, tuple(attached))
        head, tab, tail = row.partition("\t")
        key, rest, attached = key[: ord(head[0]) - FIRST] + head[1:], tab + tail, []
        is_open = True
    if is_open:
        yield Line(key, rest, tuple(attached))


def render_keys(keys: Iterable[str]) -> str:
    """Sorted keys, one a line, each without what it shares with the one before."""
    return render_shard(Line(key, "") for key in keys).decode()


def parse_keys(text: str) -> list[str]:
    """The keys that were written."""
    return [line.key for line in parse_shard(text.encode())]


def shard_files(kind: str, groups: Iterable[tuple[str, Sequence[Unit]]]) -> Mapping[str, bytes]:
    """The files of one kind of shard, by their names."""
    return {
        shard_name(kind, start): render_shard(line for unit in group for line in unit.lines) for start, group in groups
    }


def shard_name(kind: str, start: str) -> str:
    """A shard is named by the letters it begins at, so that it keeps its name when others come and go."""
    return f"{kind}/{start.encode('utf-8', 'replace').hex() or '0'}.txt"


def shared(left: str, right: str) -> int:
    """How many UTF-16 units two keys share, as far as one digit reaches and no character is torn."""
    count = 0
    for a, b in zip(left[:MOST_SHARED], right, strict=False):
        if a != b or a > _LAST_OF_ONE_UNIT:
            break
        count += 1
    return count


def separator(before: str, key: str) -> str:
    """The shortest beginning of `key`, which sorts after `before`, that does so too: it ends where they part."""
    for at, (left, right) in enumerate(zip(before, key, strict=False), 1):
        if left != right:
            return key[:at]
    return key[: len(before) + 1]
