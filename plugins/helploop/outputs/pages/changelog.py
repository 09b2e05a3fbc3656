"""The changelog's pages: the newest entries in full, lists by year, kind and label, and each entry alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import absolute, changelog_address, quoted
from helploop.model.entry import EntryType, label_slug
from helploop.model.feed import FeedFormat
from helploop.outputs.changelog_words import BREAKING, type_word
from helploop.outputs.pages.changelog_cards import EntryCard, entry_card, part_href, with_own_ids
from helploop.outputs.pages.changelog_subscribe import subscribe_href
from helploop.outputs.pages.outline import Teaser
from helploop.outputs.pages.shell import Feed, Shell, page_shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from helploop.model.body import Body
    from helploop.model.entry import Entry
    from helploop.outputs.pages.outline import Outline
    from helploop.outputs.pages.theme import Theme


#: How many entries the first page shows in full.
NEWEST = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: a link to the list of entries it leaves, and how many these are."""

    text: str
    href: str
    count: int
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of a month, the newest first."""

    anchor: str
    first: dt.date
    entries: tuple[EntryCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangelogView:
    """The first page. `more` is the newest year that holds entries the page does not show."""

    shell: Shell
    entries: tuple[EntryCard, ...]
    kinds: tuple[Choice, ...]
    labels: tuple[Choice, ...]
    years: tuple[Choice, ...]
    subscribe: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangelogListView:
    """The entries of a year, of a kind or with a label."""

    shell: Shell
    heading: str
    count: int
    months: tuple[Month, ...]
    kinds: tuple[Choice, ...]
    labels: tuple[Choice, ...]
    years: tuple[Choice, ...]
    crumbs: tuple[Teaser, ...]
    subscribe: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry's own page."""

    shell: Shell
    entry: EntryCard
    crumbs: tuple[Teaser, ...]
    original: str = ""
    previous: Teaser | None = None
    next: Teaser | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages of one language are made from.

    `body_of` gives an entry's body, `html_on` its HTML with addresses for the page at an address.
    """

    outline: Outline
    body_of: Callable[[Entry], Body]
    html_on: Callable[[Entry, str], str]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries a reader of this language sees, the newest first."""
        site = self.outline.site
        found = (site.entry(key, self.outline.language) for key in site.entry_keys)
        return tuple(entry for entry in found if entry is not None)


def plan_changelog_pages(pages: Pages) -> Iterator[tuple[str, object]]:
    """Every page of the changelog in one language: its address, and its view."""
    entries, settings = pages.entries, pages.outline.site.settings
    cards = tuple(entry_card(pages.outline, entry, pages.body_of(entry)) for entry in entries)
    lists = _lists(pages.outline, entries, cards)
    address = changelog_address(settings, pages.outline.language)
    yield address, _first_page(pages, entries, lists, address)
    for part in lists.parts:
        yield (
            changelog_address(settings, pages.outline.language, part),
            _list_page(pages.outline, lists, part),
        )
    for place, entry in enumerate(entries):
        newer = cards[place - 1] if place else None
        older = cards[place + 1] if place + 1 < len(entries) else None
        address = changelog_address(settings, pages.outline.language, entry.key)
        yield address, _entry_page(pages, entry, address, newer, older)


@dataclass(frozen=True, slots=True)
class _Lists:
    """Which entries stand on which list, and the words of each list."""

    parts: dict[str, list[EntryCard]]
    words: dict[str, str]
    total: int

    def choices(self, outline: Outline, prefix: str, current: str = "") -> tuple[Choice, ...]:
        return tuple(
            Choice(self.words[part], part_href(outline, part), len(cards), part == current)
            for part, cards in self.parts.items()
            if _group_of(part) == prefix and (cards or part == current)
        )


def _group_of(part: str) -> str:
    if part == BREAKING:
        return "type"
    return part.partition("/")[0] if "/" in part else "year"


def _lists(outline: Outline, entries: tuple[Entry, ...], cards: tuple[EntryCard, ...]) -> _Lists:
    strings = outline.strings
    words: dict[str, str] = {}
    used = {entry.type for entry in entries}
    for kind in EntryType:
        if kind in used or kind is EntryType.SECURITY:
            words[f"type/{kind}"] = type_word(kind, strings)
    words[BREAKING] = strings.text("Breaking changes")
    labels = {label_slug(label): label for entry in entries for label in entry.labels}
    name = outline.site.settings.label_name
    words |= {f"label/{slug}": name(labels[slug], outline.language) for slug in sorted(labels)}
    years = sorted({entry.day.year for entry in entries}, reverse=True)
    words |= {str(year): strings.date(dt.date(year, 1, 1), "y") for year in years}
    parts: dict[str, list[EntryCard]] = {part: [] for part in words}
    for entry, card in zip(entries, cards, strict=True):
        parts[f"type/{entry.type}"].append(card)
        parts[str(entry.day.year)].append(card)
        for slug in dict.fromkeys(label_slug(label) for label in entry.labels):
            parts[f"label/{slug}"].append(card)
        if entry.breaking:
            parts[BREAKING].append(card)
    return _Lists(parts, words, len(entries))


def _all(outline: Outline, lists: _Lists, *, is_current: bool) -> Choice:
    return Choice(outline.strings.text("All"), part_href(outline), lists.total, is_current)


def _years(outline: Outline, lists: _Lists, current: str = "") -> tuple[Choice, ...]:
    """The years, where there is a choice."""
    years = lists.choices(outline, "year", current)
    return years if len(years) > 1 else ()


def _first_page(pages: Pages, entries: tuple[Entry, ...], lists: _Lists, address: str) -> ChangelogView:
    outline = pages.outline
    settings, strings = outline.site.settings, outline.strings
    shown = []
    for entry in entries[:NEWEST]:
        html = with_own_ids(pages.html_on(entry, address), entry.key)
        shown.append(entry_card(outline, entry, pages.body_of(entry), html))
    shell = page_shell(
        settings,
        outline.frame,
        kind="changelog",
        title=strings.text("What’s new"),
        description=strings.text("What’s new in {site}", site=settings.site_name),
        addresses={tag: changelog_address(settings, tag) for tag in settings.tags},
        styles=("changelog",),
    )
    more = str(entries[NEWEST].day.year) if len(entries) > NEWEST else ""
    return ChangelogView(
        shell=shell,
        entries=tuple(shown),
        kinds=(_all(outline, lists, is_current=True), *lists.choices(outline, "type")),
        labels=lists.choices(outline, "label"),
        years=_years(outline, lists),
        subscribe=subscribe_href(outline),
        more=part_href(outline, more) if more else "",
    )


def _list_page(outline: Outline, lists: _Lists, part: str) -> ChangelogListView:
    settings, strings = outline.site.settings, outline.strings
    words = lists.words[part]
    is_year = _group_of(part) == "year"
    heading = strings.text("What’s new in {month}", month=words) if is_year else words
    folder = quoted(changelog_address(settings, outline.language, part))
    title = f"{heading} · {strings.text('What’s new')}" if not is_year else heading
    feeds = () if is_year else tuple(Feed(folder + form.file, form.mime, title) for form in FeedFormat)
    shell = page_shell(
        settings,
        outline.frame,
        kind="changelog",
        title=title,
        addresses={tag: changelog_address(settings, tag, part) for tag in settings.tags},
        styles=("changelog",),
        feeds=feeds,
    )
    return ChangelogListView(
        shell=shell,
        heading=heading,
        count=len(lists.parts[part]),
        months=tuple(_months(lists.parts[part])),
        kinds=(_all(outline, lists, is_current=False), *lists.choices(outline, "type", part)),
        labels=lists.choices(outline, "label", part),
        years=_years(outline, lists, part),
        crumbs=_crumbs(outline),
        subscribe=subscribe_href(outline, "" if is_year else part),
    )


def _months(cards: list[EntryCard]) -> Iterator[Month]:
    """By the day people read, which may be another month than that of publication."""
    months: dict[dt.date, list[EntryCard]] = {}
    for card in cards:
        months.setdefault(card.date.replace(day=1), []).append(card)
    for first in sorted(months, reverse=True):
        yield Month(f"m{first:%Y-%m}", first, tuple(months[first]))


def _crumbs(outline: Outline) -> tuple[Teaser, ...]:
    return (Teaser(outline.strings.text("What’s new"), part_href(outline)),)


def _entry_page(
    pages: Pages, entry: Entry, address: str, newer: EntryCard | None, older: EntryCard | None
) -> EntryView:
    outline, settings = pages.outline, pages.outline.site.settings
    body = pages.body_of(entry)
    card = entry_card(outline, entry, body, pages.html_on(entry, address))
    shell = page_shell(
        settings,
        outline.frame,
        kind="entry",
        title=entry.title,
        description=card.summary,
        addresses={tag: changelog_address(settings, tag, entry.key) for tag in settings.tags},
        written=[tag for tag in settings.tags if (entry.key, tag) in outline.site.entries],
        styles=("changelog",),
        image=absolute(settings, card.image) if card.image and settings.site_url else "",
    )
    original = changelog_address(settings, settings.default_language, entry.key)
    return EntryView(
        shell=shell,
        entry=card,
        crumbs=_crumbs(outline),
        original=quoted(original) if card.language else "",
        previous=_teaser(older),
        next=_teaser(newer),
    )


def _teaser(card: EntryCard | None) -> Teaser | None:
    return Teaser(card.title, card.href, "", card.language, card.direction) if card else None


def render_changelog(view: ChangelogView, theme: Theme) -> str:
    """The first page as HTML."""
    return theme.render("changelog.html", view.shell, page=view)


def render_changelog_list(view: ChangelogListView, theme: Theme) -> str:
    """A list as HTML."""
    return theme.render("changelog_list.html", view.shell, page=view)


def render_entry(view: EntryView, theme: Theme) -> str:
    """An entry's page as HTML."""
    return theme.render("changelog_entry.html", view.shell, page=view)
