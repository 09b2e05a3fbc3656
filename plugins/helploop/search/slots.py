"""The number of each document: a place of its own that no other page's coming or going moves far.

A document's place follows from a hash of its name, and the next free one is taken; the same documents have the same
places whatever came before. Documents of one class stand together, so a class is known by where it begins.
"""

from __future__ import annotations

import math
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOM = 1.1
"""Places for each document: some stay free for those that come."""
GROWTH = 2**0.25
"""When they run short, all move to so many times as many."""
SPARE = 8


def assign_slots(classes: Iterable[Mapping[str, int]], first: int = 0) -> tuple[Mapping[str, int], list[int]]:
    """The number of each name, where each class begins, and where the last one ends.

    `first` is the first number of all. A class says of each name how many numbers in a row it has, of which the first
    is given.
    """
    slots: dict[str, int] = {}
    starts: list[int] = []
    for sizes in classes:
        starts.append(first)
        room = _room(sum(sizes.values()))
        place = -1
        for home, name in sorted((_home(name, room), name) for name in sizes):
            place = max(home, place + 1)
            slots[name] = first + place
            place += sizes[name] - 1
        first += max(room, -(-(place + 1) // SPARE) * SPARE)
    return slots, [*starts, first]


def _room(count: int) -> int:
    """How many places a class has: it changes rarely while documents come and go."""
    step = math.ceil(math.log(max(1, count * ROOM / SPARE), GROWTH))
    return math.ceil(SPARE * GROWTH**step)


def _home(name: str, room: int) -> int:
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") * room >> 64
