"""The moments of items in feeds: no two share an `updated`, and none moves because another came or went."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: A day without a time leaves this many seconds to tell its entries apart.
SPREAD = 600


def spread_moments(moments: Iterable[tuple[str, dt.datetime]]) -> Mapping[str, dt.datetime]:
    """An `updated` of its own for each permanent id.

    A moment at midnight means that only a day was written: its second comes from the id, and stays when other
    entries of the day are added. What is equal still is told apart by single seconds, by id.
    """
    taken: set[dt.datetime] = set()
    reached: dict[dt.datetime, dt.datetime] = {}
    spread = {}
    for name, moment in sorted(moments):
        moved = moment.astimezone(dt.UTC).replace(microsecond=0)
        if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
            moved += dt.timedelta(seconds=int.from_bytes(sha256(name.encode()).digest()[:4]) % SPREAD)
        start = moved
        moved = reached.get(start, start)  # hundreds may share a moment: go on where the last one stopped
        while moved in taken:
            moved += dt.timedelta(seconds=1)
        taken.add(moved)
        reached[start] = moved
        spread[name] = moved
    return spread
