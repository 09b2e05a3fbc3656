"""An entry as pages show it: its facts in the reader's language, and what it ships and explains."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import article_address, changelog_address, quoted, roadmap_address
from helploop.model.entry import EntryType, label_slug
from helploop.model.rules.entries import image_path
from helploop.outputs.changelog_words import BREAKING, author_name, entry_summary, type_word
from helploop.outputs.pages.outline import Teaser

if TYPE_CHECKING:
    import datetime as dt

    from helploop.model.body import Body
    from helploop.model.entry import Entry
    from helploop.model.roadmap import Item
    from helploop.outputs.pages.outline import Outline

#: The colour of a kind of change, in the words of the macro `pill`.
TONES = {
    EntryType.NEW: "accent",
    EntryType.IMPROVED: "good",
    EntryType.FIXED: "good",
    EntryType.CHANGED: "plain",
    EntryType.DEPRECATED: "warn",
    EntryType.REMOVED: "warn",
    EntryType.SECURITY: "bad",
}
_TAG = re.compile(r"<[a-z][^<>]*>")
_NAMED = re.compile(r'\s(id|for)="([^"]*)"')
_HERE = re.compile(r'\shref="#([^"]*)"')


@dataclass(frozen=True, slots=True)
class Mark:
    """A word about an entry that leads to all entries like it."""

    text: str
    href: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A roadmap item an entry ships; `asked` is 0 when too few asked to say so."""

    title: str
    href: str
    asked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCard:
    """One entry in one language. `html` is empty where only its beginning is shown.

    `language` and `direction` are set when the text is not in the page's language.
    """

    key: str
    title: str
    href: str
    date: dt.date
    kind: Mark
    summary: str = ""
    html: str = ""
    breaking: Mark | None = None
    labels: tuple[Mark, ...] = ()
    version: str = ""
    author: str = ""
    image: str = ""
    image_alt: str = ""
    image_size: tuple[int, int] | None = None
    updated: dt.date | None = None
    articles: tuple[Teaser, ...] = ()
    shipped: tuple[Shipped, ...] = ()
    language: str = ""
    direction: str = ""
    id: str = ""
    """The entry's permanent id, which its page carries so that `notify` can tell it from any other page."""


def entry_card(outline: Outline, entry: Entry, body: Body, html: str = "") -> EntryCard:
    """An entry's card. `html` is its body with addresses that work on the page the card is shown on."""
    settings, strings = outline.site.settings, outline.strings
    away = entry.language != outline.language
    return EntryCard(
        key=entry.key,
        id=entry.id or entry.key,
        title=entry.title,
        href=quoted(changelog_address(settings, outline.language, entry.key)),
        date=entry.day,
        kind=Mark(type_word(entry.type, strings), part_href(outline, f"type/{entry.type}"), TONES[entry.type]),
        summary=entry_summary(entry, body, 200),
        html=html,
        breaking=Mark(strings.text("Breaking"), part_href(outline, BREAKING), "bad") if entry.breaking else None,
        labels=tuple(label_mark(outline, label) for label in entry.labels),
        version=entry.version,
        author=author_name(entry.author),
        image=quoted(image_path(entry)) if entry.image else "",
        image_alt=entry.image_alt,
        image_size=outline.site.image_sizes.get(image_path(entry)) if entry.image else None,
        updated=entry.updated.date() if entry.updated else None,
        articles=_articles(outline, entry),
        shipped=tuple(_shipped(outline, entry)),
        language=entry.language if away else "",
        direction=settings.language(entry.language).direction if away else "",
    )


def label_mark(outline: Outline, label: str) -> Mark:
    """A label as its readers call it, leading to the entries that carry it."""
    name = outline.site.settings.label_name(label, outline.language)
    return Mark(name, part_href(outline, f"label/{label_slug(label)}"))


def part_href(outline: Outline, part: str = "") -> str:
    """The quoted address of a part of the changelog."""
    return quoted(changelog_address(outline.site.settings, outline.language, part))


def _articles(outline: Outline, entry: Entry) -> tuple[Teaser, ...]:
    site, found = outline.site, []
    for name in dict.fromkeys(entry.articles):
        key = site.articles_by_id.get(name)
        article = site.article(key, outline.language) if key else None
        if article is not None:
            href = quoted(article_address(site.settings, article.key, outline.language))
            found.append(Teaser(article.title, href, "", *outline.marks(article)))
    return tuple(found)


def _shipped(outline: Outline, entry: Entry) -> list[Shipped]:
    site = outline.site
    if site.roadmap is None or site.settings.changelog is None:
        return []
    items = {name: item for item in site.roadmap.items for name in (*item.merged, item.id)}
    found = {items[name].id: items[name] for name in entry.ships if name in items}
    return [
        Shipped(
            _item_title(item, outline.language),
            quoted(roadmap_address(site.settings, outline.language, item.id)),
            item.asked if item.asked >= site.settings.changelog.min_asked else 0,
        )
        for item in found.values()
    ]


def _item_title(item: Item, language: str) -> str:
    translation = item.translations.get(language)
    return translation.title if translation else item.title


def with_own_ids(html: str, key: str) -> str:
    """HTML for a page of many entries: every id, and every link to one, begins with the entry's key."""
    prefix = re.sub(r"[^\w-]", "-", key)

    def own(match: re.Match[str]) -> str:
        tag = _NAMED.sub(rf' \1="{prefix}-\2"', match.group())
        return _HERE.sub(rf' href="#{prefix}-\1"', tag)

    return _TAG.sub(own, html)
