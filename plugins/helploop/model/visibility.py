"""The one gate: whether something is public on a day. Every output asks here and nowhere else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

#: For what has no dates: items of the roadmap.
ANY_DAY = date.min


class Publishable(Protocol):
    """What has a draft flag and a time of being public."""

    @property
    def draft(self) -> bool:
        """Whether it is not meant for the public yet."""
        ...

    @property
    def publish(self) -> date | None:
        """The first day it is public."""
        ...

    @property
    def unpublish(self) -> date | None:
        """The first day it is public no more."""
        ...


def is_scheduled(thing: Publishable, today: date) -> bool:
    """Whether it becomes public on a day to come, if nobody changes it."""
    return not thing.draft and thing.publish is not None and thing.publish > today


def moment_of(thing: Publishable, today: date) -> datetime | None:
    """When on this day it becomes public, or has become so: None if its author names no time of this day."""
    if thing.draft or thing.publish != today or not getattr(thing, "has_time", False):
        return None
    moment: datetime | None = getattr(thing, "date", None)
    return moment


def is_public(thing: Publishable, today: date, now: datetime | None = None) -> bool:
    """Whether the thing may appear in any output on this day: from `publish` on, until before `unpublish`.

    What has a time of day waits for it on its own day, which is when `now` is given.
    """
    if thing.draft:
        return False
    if now is not None and getattr(thing, "has_time", False) and now < getattr(thing, "date", now):
        return False
    if thing.publish is not None and today < thing.publish:
        return False
    return thing.unpublish is None or today < thing.unpublish
