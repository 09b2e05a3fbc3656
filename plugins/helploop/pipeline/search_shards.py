"""Shards cut anew where lines changed: what stands between changed words is taken over as it is."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from helploop.pipeline.output import key_of
from helploop.pipeline.search_store import HeldShard
from helploop.search.borders import order
from helploop.search.index import cut_lines, shard_size
from helploop.search.shards import Group, Line, Unit, cut, parse_shard, render_shard, sizes, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from helploop.pipeline.search_lines import Edits
    from helploop.pipeline.search_store import Store

Lines = dict[str, tuple[Line, ...]]


def cut_anew(kind: str, lines: Sequence[Line]) -> Iterator[tuple[HeldShard, bytes]]:
    """The shards of sorted lines."""
    for group in cut_lines(kind, lines):
        yield _made(group)


def put_changed(store: Store, edits: Edits) -> None:
    """Change common words in the store: each is a shard of its own."""
    made = [_made(group) for lines in edits.values() for group in cut_lines("c", lines)]
    store.put_shards("c", made, [key for key, lines in edits.items() if not lines])


def cut_changed(store: Store, kind: str, edits: Edits) -> None:
    """Change lines of the shards in the store, and cut again what is touched by that."""
    shards = sorted(store.shards(kind), key=lambda shard: order(shard.start))
    opened = _edited(store, kind, shards, edits)
    size = shard_size(kind, sum(_sizes(shards, opened)))
    if size != shard_size(kind, sum(shard.size for shard in shards)):
        opened |= {at: _open(store, kind, shard) for at, shard in enumerate(shards) if at not in opened}
    sequence: list[Unit] = []
    closed: dict[str, HeldShard] = {}
    for at, shard in enumerate(shards):
        if at in opened:
            sequence += units(line for key in sorted(opened[at], key=order) for line in opened[at][key])
        elif shard.size:
            sequence.append(Unit(shard.first, shard.last, shard.size))
            closed[shard.first] = shard
    made: list[tuple[HeldShard, bytes]] = []
    starts: set[str] = set()
    for start, group in cut(sequence, size):
        starts.add(start)
        if not (len(group) == 1 and not group[0].lines and closed[group[0].first].start == start):
            lines = [
                line
                for unit in group
                for line in unit.lines or parse_shard(store.shard(kind, closed[unit.first].start))
            ]
            first, last = (group[0].first, group[-1].last) if group else ("", "")
            made.append(_made(Group(start, first, last, sum(unit.size for unit in group), lines)))
    store.put_shards(kind, made, [shard.start for shard in shards if shard.start not in starts])


def _made(group: Group) -> tuple[HeldShard, bytes]:
    content = render_shard(group.lines)
    return HeldShard(group.start, group.first, group.last, group.size, key_of(content)), content


def _open(store: Store, kind: str, shard: HeldShard) -> Lines:
    return {unit.first: tuple(unit.lines) for unit in units(parse_shard(store.shard(kind, shard.start)))}


def _edited(store: Store, kind: str, shards: Sequence[HeldShard], edits: Edits) -> dict[int, Lines]:
    """The shards that hold changed lines; with their neighbours where a first or last line is another one."""
    starts = [order(shard.start) for shard in shards]
    opened: dict[int, Lines] = {}
    for key, lines in edits.items():
        at = bisect_right(starts, order(key)) - 1
        if at not in opened:
            opened[at] = _open(store, kind, shards[at])
        if lines:
            opened[at][key] = lines
        else:
            opened[at].pop(key, None)
    for at in list(opened):
        keys = sorted(opened[at], key=order)
        if not keys or (keys[0], keys[-1]) != (shards[at].first, shards[at].last):
            for near in (at - 1, at + 1):
                if 0 <= near < len(shards) and near not in opened:
                    opened[near] = _open(store, kind, shards[near])
    return opened


def _sizes(shards: Sequence[HeldShard], opened: Mapping[int, Lines]) -> Iterator[int]:
    for at, shard in enumerate(shards):
        if at in opened:
            yield from (size for lines in opened[at].values() for size in sizes(lines))
        else:
            yield shard.size
