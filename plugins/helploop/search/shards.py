"""Sorted lines cut into small files whose borders depend on the words around them alone.

The format is described in `browser/FORMAT.md`. It is text, so every host compresses it and anyone can read it.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from helploop.search.borders import borders, shared
from helploop.search.encoding import FIRST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


class Line(NamedTuple):
    """One line of a shard: the key it is sorted and cut by, and what follows the key."""

    key: str
    rest: str
    attached: tuple[str, ...] = ()
    """Whole lines that belong to this one and are not sorted."""


class Group(NamedTuple):
    """The lines of a shard: where it begins, its first and last key, its size."""

    start: str
    first: str
    last: str
    size: int
    lines: Sequence[Line]


class Listed(Protocol):
    """As much of a shard as the header says: where it begins, and its size."""

    @property
    def start(self) -> str:
        """The letters it begins at."""

    @property
    def size(self) -> int:
        """Its bytes before compression, with each key whole."""


class Unit(NamedTuple):
    """What is never cut: the lines of one key, or a whole shard in which nothing has changed."""

    first: str
    last: str
    size: int
    lines: Sequence[Line] = ()


def units(lines: Iterable[Line]) -> Iterator[Unit]:
    """Sorted lines, those of one key together."""
    for key, group in groupby(lines, itemgetter(0)):
        found = list(group)
        yield Unit(key, key, sum(sizes(found)), found)


def sizes(lines: Iterable[Line]) -> list[int]:
    """What each line adds to the size of its shard. Asked for each word of a site: written for speed."""
    return [
        (len(key) if key.isascii() else len(key.encode("utf-8", "replace"))) + len(rest) + 2
        if not attached
        else len(key.encode("utf-8", "replace")) + len(rest) + 2 + sum(map(len, attached)) + len(attached)
        for key, rest, attached in lines
    ]


def cut(found: Sequence[Unit], size: int) -> list[tuple[str, Sequence[Unit]]]:
    """Units in groups of at most `size`, by the beginning of each group; a unit larger than that stands alone."""
    firsts, lasts = [unit.first for unit in found], [unit.last for unit in found]
    cuts = borders(firsts, lasts, [unit.size for unit in found], size)
    return [(start, found[left:right]) for start, left, right in _between(cuts, firsts, lasts)]


def group_lines(lines: Sequence[Line], size: Callable[[int], int] | None) -> list[Group]:
    """Sorted lines in groups of a `size` that follows from the size of all; without one those of each key alone."""
    keys, own = list(map(itemgetter(0), lines)), sizes(lines)
    if size is None:
        cuts = [at for at, (left, right) in enumerate(pairwise(keys), 1) if left != right]
        found = [(keys[left], left, right) for left, right in pairwise([0, *cuts, len(keys)]) if left < right]
    else:
        total = sum(own)
        found = _between(borders(keys, keys, own, size(total)), keys, keys)
    return [
        Group(start, *_ends(keys, left, right), sum(own[left:right]), lines[left:right]) for start, left, right in found
    ]


def _ends(keys: Sequence[str], left: int, right: int) -> tuple[str, str]:
    return (keys[left], keys[right - 1]) if left < right else ("", "")


def _between(cuts: Sequence[int], firsts: Sequence[str], lasts: Sequence[str]) -> list[tuple[str, int, int]]:
    """The groups between borders: the beginning of each, and from where to where it reaches.

    There is always one, so that a client has something to ask for.
    """
    edges = pairwise([0, *cuts, len(firsts)])
    return [(separator(lasts[left - 1], firsts[left]) if left else "", left, right) for left, right in edges]


def render_shard(lines: Iterable[Line]) -> bytes:
    """A shard: each key without what it shares with the one before."""
    text: list[str] = []
    previous = ""
    for key, rest, attached in lines:
        common = shared(previous, key)
        text.append(chr(FIRST + common) + key[common:] + rest)
        if attached:
            text += attached
        previous = key
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


def shard_files(kind: str, groups: Iterable[Group]) -> Mapping[str, bytes]:
    """The files of one kind of shard, by their names."""
    return {shard_name(kind, group.start): render_shard(group.lines) for group in groups}


def shard_name(kind: str, start: str) -> str:
    """A shard is named by the letters it begins at, so that it keeps its name when others come and go."""
    return f"{kind}/{start.encode('utf-8', 'replace').hex() or '0'}.txt"


def separator(before: str, key: str) -> str:
    """The shortest beginning of `key`, which sorts after `before`, that does so too: it ends where they part."""
    for at, (left, right) in enumerate(zip(before, key, strict=False), 1):
        if left != right:
            return key[:at]
    return key[: len(before) + 1]
