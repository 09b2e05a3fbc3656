"""The roadmap: stages in order, and items with an id that never changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Confidence(StrEnum):
    """How sure a target is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A column of the board. `shipped` and `declined` end an item's life."""

    id: str
    title: str = ""
    color: str = ""


#: The stages of a roadmap that names none; their titles come from our own strings, in the page's language.
DEFAULT_STAGES = tuple(Stage(id=name) for name in ("exploring", "planned", "building", "shipped", "declined"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTranslation:
    """An item's words in another language, with the hash of the words they were made from."""

    title: str
    summary: str = ""
    body: str = ""
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something customers asked for. `requests` counts per source, never people; `line` is its place in the file."""

    id: str
    title: str
    stage: str
    summary: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    target: str = ""
    confidence: Confidence | None = None
    articles: tuple[str, ...] = ()
    requests: tuple[tuple[str, int], ...] = ()
    links: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    reason: str = ""
    reviewed: date | None = None
    draft: bool = False
    line: int = 1
    lines: tuple[tuple[str, int], ...] = ()
    translations: Mapping[str, ItemTranslation] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """How many customers asked, over all sources."""
        return sum(count for _, count in self.requests)

    @property
    def publish(self) -> None:
        """Items have no date of publication."""
        return

    @property
    def unpublish(self) -> None:
        """Items are never unpublished by date."""
        return


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """All items in the order of the file, and the stages they stand in."""

    path: str
    stages: tuple[Stage, ...] = DEFAULT_STAGES
    items: tuple[Item, ...] = ()
