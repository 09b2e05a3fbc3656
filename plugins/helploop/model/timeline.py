"""An item's life as readers see it: its changes in git and the entries that shipped it, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from helploop.model.roadmap import SHIPPED
from helploop.model.roadmap_history import ChangeKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from helploop.model.entry import Entry
    from helploop.model.roadmap_history import Change
    from helploop.model.shipping import Shipping


class EventKind(StrEnum):
    """What happened to an item."""

    ADDED = "added"
    STAGE = "stage"
    TARGET = "target"
    TITLE = "title"
    MERGED = "merged"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an item. `entry` is set when a changelog entry shipped it.

    `id` never changes: it is made of the item, of what happened and of the day, so that it survives a
    rewritten git history and a renamed entry; `item` is the id the item had then, which a merge may have
    ended.
    """

    id: str
    item: str
    kind: EventKind
    before: str
    after: str
    when: datetime
    entry: Entry | None = None


def timeline(item_id: str, shipping: Shipping) -> tuple[Event, ...]:
    """Everything that happened to an item, the oldest first. A merged id goes on with its heir."""
    roadmap = shipping.roadmap
    heir = roadmap.merged_into.get(item_id)
    changes = roadmap.history.of(item_id)
    item = roadmap.by_id.get(heir or item_id)
    entries = shipping.of(item) if item else ()
    if heir:
        ended = max((change.when for change in changes if change.kind is ChangeKind.MERGED), default=None)
        later = roadmap.history.of(heir)
        changes = (*changes, *(change for change in later if ended and change.when > ended))
    told = _told_by_git(changes, len(entries))
    if entries:  # written down after it had shipped: that is no news
        told = [
            event for event in told if event.kind is not EventKind.ADDED or _day(event.when) <= _day(entries[0].date)
        ]
    return _with_ids([*told, *(_shipped(heir or item_id, entry, told) for entry in entries)])


def _told_by_git(changes: tuple[Change, ...], shipped: int) -> list[Event]:
    """The changes, without as many moves to shipped as entries tell of: the entry says it better."""
    events = []
    for change in changes:
        if change.kind is ChangeKind.STAGE and change.after == SHIPPED and shipped:
            shipped -= 1
            continue
        kind = EventKind(change.kind.value)
        events.append(Event("", change.item, kind, change.before, change.after, change.when))
    return events


def _shipped(item_id: str, entry: Entry, told: list[Event]) -> Event:
    """The entry's event. Entries name a day more often than a time: what led to it on that day stands before it."""
    before = [
        event.when + timedelta(seconds=1)
        for event in told
        if _day(event.when) == _day(entry.date) and not (event.kind is EventKind.STAGE and event.before == SHIPPED)
    ]
    return Event("", item_id, EventKind.SHIPPED, "", entry.key, max([entry.date, *before]), entry)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _with_ids(events: list[Event]) -> tuple[Event, ...]:
    taken: dict[str, int] = {}
    found = []
    for event in sorted(events, key=lambda event: (event.when, event.kind is EventKind.SHIPPED)):
        day = event.when.date().isoformat()
        name = f"{event.item}/{event.kind}" if event.entry else f"{event.item}/{event.kind}/{day}"
        taken[name] = taken.get(name, 0) + 1
        number = f"/{taken[name]}" if taken[name] > 1 else ""
        found.append(Event(name + number, event.item, event.kind, event.before, event.after, event.when, event.entry))
    return tuple(found)
