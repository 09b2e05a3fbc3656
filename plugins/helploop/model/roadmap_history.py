"""What git knows of the roadmap: every change of an item's stage, target and title, with its moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class ChangeKind(StrEnum):
    """What changed about an item; `added` is its first appearance, `merged` its end in another item."""

    ADDED = "added"
    STAGE = "stage"
    TARGET = "target"
    TITLE = "title"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one item: the value before and after it, its moment and its commit.

    `before` and `after` are a stage, a target, a title; for `merged` the id that ended and the one that
    stands for it.
    """

    item: str
    kind: ChangeKind
    before: str
    after: str
    when: datetime
    commit: str


@dataclass(frozen=True, slots=True)
class LastSeen:
    """An item as the last commit that held it showed it; `commit` is the one that brought it in."""

    title: str
    stage: str
    target: str
    commit: str
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoadmapHistory:
    """The past of a roadmap file, along the first parents of the commit that is checked out.

    `changes` stand in the order of the commits. `seen` holds every id that was ever public. `is_shallow`
    says that the clone holds only the last commits, so that nothing can be known; `head` is empty without
    git.
    """

    changes: tuple[Change, ...] = ()
    seen: Mapping[str, LastSeen] = field(default_factory=dict)
    head: str = ""
    is_shallow: bool = False

    @cached_property
    def _by_item(self) -> Mapping[str, tuple[Change, ...]]:
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.item, []).append(change)
        return {item: tuple(changes) for item, changes in found.items()}

    def of(self, item_id: str) -> tuple[Change, ...]:
        """The changes of one item, the oldest first."""
        return self._by_item.get(item_id, ())
