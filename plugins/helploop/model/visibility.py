"""The one gate: whether something is public on a day. Every output asks here and nowhere else."""

from __future__ import annotations

from datetime import date
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


def is_public(thing: Publishable, today: date) -> bool:
    """Whether the thing may appear in any output on this day: from `publish` on, until before `unpublish`."""
    if thing.draft:
        return False
    if thing.publish is not None and today < thing.publish:
        return False
    return thing.unpublish is None or today < thing.unpublish
