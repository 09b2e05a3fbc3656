"""The changelog as feeds: all, each kind, each label, breaking changes, a monthly digest; in every language.

An entry stands in every language's feeds, untranslated where it has to: its id there never changes, so that a
translation that comes later is an edit to readers and not a second announcement.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from helploop.model.address import absolute, article_address, changelog_address
from helploop.model.entry import EntryType, label_slug, permanent_id
from helploop.model.feed import Alternate, Category, Feed, FeedItem, site_tag
from helploop.model.rules.entries import image_path
from helploop.outputs.addresses import resolve
from helploop.outputs.changelog_words import BREAKING, author_name, entry_summary, type_word
from helploop.outputs.feeds.content import Rest, feed_html, in_direction
from helploop.outputs.feeds.moments import spread_moments
from helploop.outputs.links import Viewpoint
from helploop.outputs.strings import strings_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from helploop.model.body import Body
    from helploop.model.entry import Entry
    from helploop.model.site import Site
    from helploop.outputs.links import Links
    from helploop.outputs.strings import Strings


def plan_feeds(site: Site, body_of: Callable[[Entry], Body], links: Links) -> tuple[Feed, ...]:
    """Every feed of the changelog, without archives (`outputs.feeds.archives` cuts them off)."""
    if site.settings.changelog is None or not site.settings.site_url:
        return ()
    facts = _Facts(entry_ids(site), entry_moments(site), labels_of(site))
    feeds: list[Feed] = []
    for language in site.settings.tags:
        feeds.extend(_Language(site, language, body_of, links, facts).feeds())
    return tuple(feeds)


def entry_ids(site: Site) -> Mapping[str, str]:
    """The permanent id of every public entry, by its key."""
    default = site.settings.default_language
    return {
        key: permanent_id(entry, site.history)
        for key in site.entry_keys
        if (entry := site.entry(key, default)) is not None
    }


def entry_moments(site: Site) -> Mapping[str, dt.datetime]:
    """When each entry was last changed for readers, by its key: only its author moves it."""
    names = entry_ids(site)
    entries = {key: site.entries[key, site.settings.default_language] for key in names}
    spread = spread_moments((names[key], entry.updated or entry.date) for key, entry in entries.items())
    return {key: spread[name] for key, name in names.items()}


def feed_folders(site: Site) -> Iterator[tuple[str, str]]:
    """Every feed of a language: its part of the changelog's address, and the term it filters by."""
    kinds = {site.entries[key, site.settings.default_language].type for key in site.entry_keys}
    yield "", ""
    for kind in EntryType:
        if kind in kinds or kind is EntryType.SECURITY:
            yield f"type/{kind}", kind.value
    for slug in sorted(labels_of(site)):
        yield f"label/{slug}", f"label:{slug}"
    yield BREAKING, BREAKING
    yield "digest", "digest"


def labels_of(site: Site) -> Mapping[str, str]:
    """Every label of a public entry, by its part of an address."""
    default = site.settings.default_language
    found = {label_slug(name): name for key in site.entry_keys for name in site.entries[key, default].labels}
    return {slug: found[slug] for slug in sorted(found)}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is the same in every language: ids and last changes by key, labels by their part of an address."""

    ids: Mapping[str, str]
    updated: Mapping[str, dt.datetime]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Language:
    """The feeds of one language."""

    site: Site
    language: str
    body_of: Callable[[Entry], Body]
    links: Links
    facts: _Facts

    @property
    def strings(self) -> Strings:
        return strings_for(self.language)

    def feeds(self) -> Iterator[Feed]:
        items: dict[str, list[FeedItem]] = defaultdict(list)
        months: dict[tuple[int, int], list[tuple[Entry, FeedItem]]] = defaultdict(list)
        for key in self.site.entry_keys:
            entry = self.site.entry(key, self.language)
            if entry is None:
                continue
            item = self.item(entry)
            for term in _terms(entry):
                items[term].append(item)
            day = entry.date.astimezone(dt.UTC)
            months[day.year, day.month].append((entry, item))
        items["digest"] = list(self.digest(months))
        for part, term in feed_folders(self.site):
            yield self.feed(part, term, tuple(items[term]))

    def feed(self, part: str, term: str, items: tuple[FeedItem, ...]) -> Feed:
        settings = self.site.settings
        title = self.title(term)
        folder = changelog_address(settings, self.language, part)
        page = changelog_address(settings, self.language, "" if term == "digest" else part)
        others = [tag for tag in settings.tags if tag != self.language]
        words = self.strings.text("What’s new in {site}", site=settings.site_name)
        return Feed(
            id=site_tag(settings, f"feed/{self.language}/changelog{f'/{part}' if part else ''}"),
            title=title,
            label=self.label(term),
            description=words,
            language=self.language,
            site_url=settings.site_url,
            folder=folder,
            page=absolute(settings, page),
            author=settings.site_name,
            items=items,
            hub=settings.changelog.hub if settings.changelog else "",
            alternates=tuple(
                Alternate(tag, absolute(settings, changelog_address(settings, tag, part))) for tag in others
            ),
        )

    def title(self, term: str) -> str:
        """A feed's title says what stands in it."""
        name = self.strings.text("{site}: what’s new", site=self.site.settings.site_name)
        return f"{name} ({self.label(term)})" if term else name

    def label(self, term: str) -> str:
        """What a feed tells of, in a word or two."""
        if term == "digest":
            return self.strings.text("Monthly digest")
        if term == BREAKING:
            return self.strings.text("Breaking changes")
        if term.startswith("label:"):
            label = self.facts.labels[term.removeprefix("label:")]
            return self.site.settings.label_name(label, self.language)
        return type_word(EntryType(term), self.strings) if term else ""

    def item(self, entry: Entry) -> FeedItem:
        settings = self.site.settings
        address = changelog_address(settings, self.language, entry.key)
        url, body = absolute(settings, address), self.body_of(entry)
        html = resolve(body.html, self.links, Viewpoint(entry.path, address, self.language))
        rest = Rest(url, self.strings.text("Read the rest"))
        written = feed_html(self.picture(entry) + html, url, rest) or f"<p>{escape(entry.title, quote=False)}</p>"
        name = self.facts.ids[entry.key]
        return FeedItem(
            id=site_tag(settings, f"changelog/{name}/{self.language}"),
            url=url,
            title=entry.title,
            summary=entry_summary(entry, body),
            html=self.turned(written, entry.language) + self.turned(self.footer(entry, url)),
            published=entry.date,
            updated=self.facts.updated[entry.key],
            author=author_name(entry.author),
            language=entry.language if entry.language != self.language else "",
            categories=self.categories(entry),
            image=absolute(settings, image_path(entry)) if entry.image else "",
            alternates=tuple(
                Alternate(tag, absolute(settings, changelog_address(settings, tag, entry.key)))
                for tag in settings.tags
                if tag != self.language and (entry.key, tag) in self.site.entries
            ),
        )

    def turned(self, html: str, language: str = "") -> str:
        """Words of the feed's language, or of another one, in their direction."""
        return in_direction(html, self.site.settings, language or self.language, self.language)

    def picture(self, entry: Entry) -> str:
        if not entry.image:
            return ""
        source = escape(absolute(self.site.settings, image_path(entry)))
        return f'<p><img src="{source}" alt="{escape(entry.image_alt)}"></p>'

    def footer(self, entry: Entry, url: str) -> str:
        """The articles that explain the change."""
        found = []
        for name in entry.articles:
            key = self.site.articles_by_id.get(name)
            article = self.site.article(key, self.language) if key else None
            if article is not None:
                address = article_address(self.site.settings, article.key, self.language)
                href = escape(absolute(self.site.settings, address))
                found.append(f'<a href="{href}">{escape(article.title, quote=False)}</a>')
        return feed_html(f"<p>{escape(self.strings.text('Learn more'))}: {', '.join(found)}</p>", url) if found else ""

    def categories(self, entry: Entry) -> tuple[Category, ...]:
        found = [Category(entry.type.value, type_word(entry.type, self.strings))]
        if entry.breaking:
            found.append(Category(BREAKING, self.strings.text("Breaking")))
        name = self.site.settings.label_name
        found += [Category(label_slug(label), name(label, self.language)) for label in entry.labels]
        return tuple({category.term: category for category in found}.values())

    def digest(self, months: Mapping[tuple[int, int], list[tuple[Entry, FeedItem]]]) -> Iterator[FeedItem]:
        """One item for each month that is over, told on the first day after it."""
        for year, month in sorted(months, reverse=True):
            end = dt.datetime(year + month // 12, month % 12 + 1, 1, tzinfo=dt.UTC)
            if end.date() <= self.site.today:
                yield self.month(dt.date(year, month, 1), end, months[year, month])

    def month(self, first: dt.date, end: dt.datetime, entries: list[tuple[Entry, FeedItem]]) -> FeedItem:
        settings, name = self.site.settings, self.strings.date(first, "yMMMM")
        url = absolute(settings, changelog_address(settings, self.language, str(first.year)))
        lines = []
        for kind in EntryType:
            inner = [
                f'<li><a href="{escape(item.url)}">{escape(item.title, quote=False)}</a>'
                f"<br>{escape(item.summary, quote=False)}</li>"
                for entry, item in entries
                if entry.type is kind
            ]
            if inner:
                lines.append(f"<h3>{escape(type_word(kind, self.strings))}</h3><ul>{''.join(inner)}</ul>")
        return FeedItem(
            id=site_tag(settings, f"changelog/digest/{first:%Y-%m}/{self.language}"),
            url=f"{url}#m{first:%Y-%m}",
            title=self.strings.text("What’s new in {month}", month=name),
            summary=self.strings.plural("{n} change", "{n} changes", len(entries)),
            html=self.turned(feed_html("".join(lines), url, Rest(url, self.strings.text("Read the rest")))),
            published=end,
            updated=end,
        )


def _terms(entry: Entry) -> Iterator[str]:
    """Every feed an entry stands in but the digest."""
    yield ""
    yield entry.type.value
    yield from dict.fromkeys(f"label:{label_slug(label)}" for label in entry.labels)
    if entry.breaking:
        yield BREAKING
