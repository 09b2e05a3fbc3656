"""What merging a change would do to the loop: the difference of two sites, as a value.

Both sites are read on the same day; `before` is the branch that is merged into, `after` the work to be merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import changelog_address, roadmap_address
from helploop.model.entry import label_slug
from helploop.model.redirects import effective_redirects, page_addresses
from helploop.model.shipping import shipping_of
from helploop.model.translations import item_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from helploop.model.entry import Entry
    from helploop.model.roadmap import Item
    from helploop.model.site import Site


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that goes live: on `day`, at once unless `is_later`."""

    path: str
    title: str
    day: date
    is_later: bool
    ships: tuple[str, ...] = ()
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class MovedItem:
    """An item whose stage or target changes; an empty `before` stage is a new item."""

    id: str
    title: str
    before: str
    after: str
    target_before: str = ""
    target_after: str = ""


@dataclass(frozen=True, slots=True)
class TouchedArticle:
    """An article that is `added`, `changed` or `removed`."""

    path: str
    how: str


@dataclass(frozen=True, slots=True)
class LoopDiff:
    """All of it. `edited` names entries and roadmap items whose words change.

    `told` is how many people hear of it over each channel; None without a requests file.
    """

    entries: tuple[NewEntry, ...] = ()
    withdrawn: tuple[str, ...] = ()
    items: tuple[MovedItem, ...] = ()
    articles: tuple[TouchedArticle, ...] = ()
    edited: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    languages: int = 1
    redirects: tuple[tuple[str, str], ...] = ()
    dead: tuple[str, ...] = ()
    told: tuple[tuple[str, int], ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether readers would notice nothing."""
        pages = self.entries or self.withdrawn or self.items or self.articles or self.edited
        return not (pages or self.redirects or self.dead or self.told)


def compare_loops(before: Site, after: Site, told: tuple[tuple[str, int], ...] | None = None) -> LoopDiff:
    """What changes for readers when `after` takes the place of `before`."""
    new = _new_entries(before, after)
    items = tuple(_moved_items(before, after))
    redirects, dead = _addresses(before, after)
    live = [entry for entry in new if entry.date.date() <= after.today]
    return LoopDiff(
        entries=tuple(_new_entry(entry, after) for entry in new),
        withdrawn=tuple(_withdrawn(before, after)),
        items=items,
        articles=tuple(_touched(before, after)),
        edited=(*_edited_entries(before, after), *_edited_items(before, after)),
        feeds=tuple(sorted(_feeds(after, live, items))),
        languages=len(after.settings.languages),
        redirects=redirects,
        dead=dead,
        told=told,
    )


def _originals(site: Site) -> dict[str, Entry]:
    """Entries in the default language that are or will be public, by their keys."""
    default = site.settings.default_language
    everything = {**site.hidden_entries, **site.entries}
    return {key: entry for (key, tag), entry in everything.items() if tag == default and not entry.draft}


def _names(entry: Entry, site: Site) -> set[str]:
    """Every name an entry's file ever had, its id among them."""
    past = site.history.of(entry.path)
    former = past.former if past else ()
    return {entry.key, entry.id or entry.key, *(path.rpartition("/")[2].removesuffix(".md") for path in former)}


def _new_entries(before: Site, after: Site) -> list[Entry]:
    known = {name for entry in _originals(before).values() for name in (entry.key, entry.id) if name}
    new = [entry for entry in _originals(after).values() if not _names(entry, after) & known]
    return sorted(new, key=lambda entry: (entry.date, entry.key))


def _new_entry(entry: Entry, site: Site) -> NewEntry:
    day = entry.date.date()
    return NewEntry(entry.path, entry.title, day, day > site.today, entry.ships, not entry.notify)


def _withdrawn(before: Site, after: Site) -> Iterator[str]:
    """Public entries that are public no more."""
    kept = {name for entry in _originals(after).values() for name in _names(entry, after)}
    for key in sorted(before.entry_keys):
        entry = _originals(before).get(key)
        if entry and not {entry.key, entry.id or entry.key} & kept:
            yield entry.path


def _moved_items(before: Site, after: Site) -> Iterator[MovedItem]:
    old, new = shipping_of(before), shipping_of(after)
    known: dict[str, Item] = dict(before.roadmap.by_id) if before.roadmap else {}
    for item in after.roadmap.items if after.roadmap else ():
        was = known.get(item.id)
        stages = (old.stage(was) if was else "", new.stage(item))
        targets = (was.target if was else "", item.target)
        if stages[0] != stages[1] or targets[0] != targets[1]:
            yield MovedItem(item.id, item.title, *stages, *targets)


def _touched(before: Site, after: Site) -> Iterator[TouchedArticle]:
    old = {article.path: article for article in before.articles.values()}
    new = {article.path: article for article in after.articles.values()}
    moved = {name for path in new if (past := after.history.of(path)) for name in past.former}
    for path in sorted({*old, *new}):
        if path not in new:
            if path not in moved:
                yield TouchedArticle(path, "removed")
        elif path not in old:
            yield TouchedArticle(path, "added")
        elif (old[path].title, old[path].summary, old[path].body) != (
            new[path].title,
            new[path].summary,
            new[path].body,
        ):
            yield TouchedArticle(path, "changed")


def _edited_entries(before: Site, after: Site) -> Iterator[str]:
    """The files of public entries whose words change, or that are new translations of one."""
    known = {name: entry.key for entry in _originals(before).values() for name in (entry.key, entry.id) if name}
    for (key, tag), entry in sorted(after.entries.items()):
        original = _originals(after).get(key, entry)
        former = next((known[name] for name in (key, *sorted(_names(original, after))) if name in known), None)
        was = before.entries.get((former, tag)) if former else None
        if former and (was is None or _entry_words(was) != _entry_words(entry)):
            yield entry.path


def _entry_words(entry: Entry) -> tuple[object, ...]:
    facts = (entry.type, entry.labels, entry.articles, entry.breaking, entry.version, entry.author, entry.day)
    return (entry.title, entry.summary, entry.body.strip(), entry.image, entry.image_alt, *facts)


def _edited_items(before: Site, after: Site) -> Iterator[str]:
    """Roadmap items whose words change in some language."""
    known: dict[str, Item] = dict(before.roadmap.by_id) if before.roadmap else {}
    for item in after.roadmap.items if after.roadmap else ():
        was = known.get(item.id)
        if was is not None and _item_words(was) != _item_words(item):
            yield item_name(after.roadmap.path if after.roadmap else "", item.id)


def _item_words(item: Item) -> tuple[object, ...]:
    translated = [
        (tag, own.title, own.summary, own.body.strip(), own.reason, own.target)
        for tag, own in sorted(item.translations.items())
    ]
    facts = (item.tags, item.confidence, item.articles, item.links, item.asked)
    return (item.title, item.summary, item.body.strip(), item.reason, *facts, translated)


def _feeds(site: Site, live: list[Entry], items: tuple[MovedItem, ...]) -> Iterator[str]:
    """The folders of the feeds that gain an item in the default language."""
    settings, language = site.settings, site.settings.default_language
    found = set()
    for entry in live:
        parts = ["", f"type/{entry.type}", *(f"label/{label_slug(label)}" for label in entry.labels)]
        parts += ["breaking"] if entry.breaking else []
        found |= {changelog_address(settings, language, part) for part in parts}
    for moved in items:
        item = site.roadmap.by_id[moved.id] if site.roadmap else None
        tags = [f"tag/{label_slug(tag)}" for tag in item.tags] if item else []
        found |= {roadmap_address(settings, language, part) for part in ("", moved.id, *tags)}
    yield from found


def _addresses(before: Site, after: Site) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The old pages' addresses that lead to another page now, and those that lead nowhere."""
    gone = page_addresses(before) - page_addresses(after)
    leads = {redirect.source: redirect.target for redirect in effective_redirects(after)}
    redirects = tuple((source, leads[source]) for source in sorted(gone) if source in leads)
    return redirects, tuple(source for source in sorted(gone) if source not in leads)
