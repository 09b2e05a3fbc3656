"""The roadmap: stages in order, and items with an id that never changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from helploop.model.article import text_hash
from helploop.model.entry import label_slug
from helploop.model.roadmap_history import RoadmapHistory

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
    """A column of the board. `shipped` and `declined` end an item's life.

    `title` is empty for a stage named by our own strings; `titles` holds it in other languages; `color` is
    `#rrggbb`.
    """

    id: str
    title: str = ""
    color: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)


SHIPPED = "shipped"
DECLINED = "declined"
#: The stages in which nothing more is planned.
FINAL_STAGES = frozenset({SHIPPED, DECLINED})


#: The stages of a roadmap that names none; their titles come from our own strings, in the page's language.
DEFAULT_STAGES = tuple(Stage(id=name) for name in ("exploring", "planned", "building", "shipped", "declined"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTranslation:
    """An item's words in another language, with the hash of the words they were made from."""

    title: str
    summary: str = ""
    body: str = ""
    reason: str = ""
    target: str = ""
    source: str = ""
    path: str = ""
    body_line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something customers asked for. `requests` counts per source, never people; `line` is its place."""

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
    body_line: int = 1
    translations: Mapping[str, ItemTranslation] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """How many customers asked, over all sources."""
        return sum(count for _, count in self.requests)

    def line_of(self, field: str) -> int:
        """The file line on which a key stands, the item's own line when it is absent.

        Each of several `links` has its own: `links/0`.
        """
        return dict(self.lines).get(field, self.line)

    @property
    def publish(self) -> None:
        """Items have no date of publication."""
        return

    @property
    def unpublish(self) -> None:
        """Items are never unpublished by date."""
        return


@dataclass(frozen=True, kw_only=True)
class Roadmap:
    """All public items in the order of the file, the stages they stand in, and what git knows of their past.

    `hidden` are the ids of drafts, `hidden_titles` their titles: for messages and the audit, never for an output.
    """

    path: str
    stages: tuple[Stage, ...] = DEFAULT_STAGES
    items: tuple[Item, ...] = ()
    hidden: tuple[str, ...] = ()
    hidden_titles: tuple[str, ...] = ()
    history: RoadmapHistory = field(default_factory=RoadmapHistory)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Items by their own ids."""
        return {item.id: item for item in self.items}

    @cached_property
    def merged_into(self) -> Mapping[str, str]:
        """For every id that was folded into another item, the id of the item that stands for it now."""
        return {former: item.id for item in self.items for former in item.merged}

    def item(self, item_id: str) -> Item | None:
        """The item with this id, or the one it was merged into."""
        return self.by_id.get(self.merged_into.get(item_id, item_id))

    def stage(self, stage_id: str) -> Stage:
        """The stage with this id; one that is not listed has only its id."""
        return next((stage for stage in self.stages if stage.id == stage_id), Stage(id=stage_id))

    def order(self, stage_id: str) -> int:
        """How far along a stage is, -1 for one that is not listed."""
        return next((number for number, stage in enumerate(self.stages) if stage.id == stage_id), -1)


def item_source_hash(item: Item) -> str:
    """The hash of everything a translator translates in an item, blind to trailing blanks."""
    body = "\n".join(line.rstrip() for line in item.body.strip().splitlines())
    return text_hash(f"{item.title}\n{item.summary}\n{body}\n{item.reason}")


def is_outdated(item: Item, language: str) -> bool:
    """Whether the item's translation says that it was made from other words than today's."""
    translation = item.translations.get(language)
    return translation is not None and bool(translation.source) and translation.source != item_source_hash(item)


def roadmap_tags(roadmap: Roadmap) -> Mapping[str, str]:
    """Every tag's name by its part of an address, sorted; a tag without letters has none."""
    tags = {label_slug(tag): tag for item in reversed(roadmap.items) for tag in reversed(item.tags)}
    return {slug: tags[slug] for slug in sorted(tags) if slug}
