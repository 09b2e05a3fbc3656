"""What entries do to items: an entry that ships an item makes it shipped, whatever the roadmap says.

All who show a stage ask here, so that board, feeds, search and messages agree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.model.roadmap import SHIPPED, Roadmap
from helploop.model.roadmap_history import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.model.entry import Entry
    from helploop.model.roadmap import Item
    from helploop.model.site import Site


@dataclass(frozen=True)
class Shipping:
    """The public entries (in the default language, else as written) that ship each item, the oldest first."""

    roadmap: Roadmap
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    def of(self, item: Item) -> tuple[Entry, ...]:
        """The entries that shipped an item, the oldest first."""
        return self.entries.get(item.id, ())

    def stage(self, item: Item) -> str:
        """The stage an item really stands in: shipped by an entry, unless it was taken up again later."""
        shipped = self.of(item)
        return SHIPPED if shipped and not self._is_reopened(item, shipped[-1]) else item.stage

    def _is_reopened(self, item: Item, entry: Entry) -> bool:
        """Whether the roadmap said shipped, and another stage later than the last entry."""
        stages = [change for change in self.roadmap.history.of(item.id) if change.kind is ChangeKind.STAGE]
        left = [change for change in stages if change.before == SHIPPED and change.when > entry.date]
        return bool(left) and item.stage != SHIPPED


def shipping_of(site: Site) -> Shipping:
    """The shipping of a site's roadmap. An entry that ships a merged id ships the item that stands for it."""
    roadmap = site.roadmap or Roadmap(path="")
    found: dict[str, list[Entry]] = {}
    for key in reversed(site.entry_keys):
        entry = _original(site, key)
        for name in dict.fromkeys(roadmap.merged_into.get(name, name) for name in entry.ships):
            found.setdefault(name, []).append(entry)
    return Shipping(roadmap, {item: tuple(entries) for item, entries in found.items()})


def _original(site: Site, key: str) -> Entry:
    written = (site.entries.get((key, tag)) for tag in site.settings.tags)
    return next(entry for entry in written if entry is not None)
