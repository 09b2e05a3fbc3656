"""The roadmap as feeds: all of it, each tag, and each item until it ships with its entry's text.

To follow an item is to read its feed: nobody's address is asked for. A merged id keeps its feed, which
goes on with the item that stands for it now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from helploop.model.address import absolute, changelog_address, roadmap_address
from helploop.model.entry import label_slug
from helploop.model.feed import Alternate, Category, Feed, FeedItem, site_tag
from helploop.model.roadmap import roadmap_tags
from helploop.model.shipping import shipping_of
from helploop.model.timeline import timeline
from helploop.outputs.addresses import resolve
from helploop.outputs.feeds.content import Rest, feed_html, in_direction
from helploop.outputs.feeds.moments import spread_moments
from helploop.outputs.feeds.text import feed_text
from helploop.outputs.links import Viewpoint
from helploop.outputs.roadmap_words import ItemWords, event_words, item_words
from helploop.outputs.strings import strings_for

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping

    from helploop.model.body import Body
    from helploop.model.entry import Entry
    from helploop.model.roadmap import Item, Roadmap
    from helploop.model.shipping import Shipping
    from helploop.model.site import Site
    from helploop.model.timeline import Event
    from helploop.outputs.links import Links
    from helploop.outputs.strings import Strings


def plan_roadmap_feeds(site: Site, entry_body: Callable[[Entry], Body], links: Links) -> tuple[Feed, ...]:
    """Every feed of the roadmap in every language; none where the site's URL is unknown."""
    if site.roadmap is None or not site.settings.site_url:
        return ()
    shipping = shipping_of(site)
    names = [name for item in site.roadmap.items for name in (item.id, *item.merged)]
    told = {name: timeline(name, shipping) for name in names}
    moments = spread_moments({event.id: event.when for events in told.values() for event in events}.items())
    facts = _Facts(site.roadmap, shipping, told, moments)
    return tuple(feed for tag in site.settings.tags for feed in _Language(site, tag, entry_body, links, facts).feeds())


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is the same in every language: what happened to each id, and when it counts as updated."""

    roadmap: Roadmap
    shipping: Shipping
    told: Mapping[str, tuple[Event, ...]]
    moments: Mapping[str, dt.datetime]


@dataclass(frozen=True, slots=True)
class _Language:
    """The feeds of one language."""

    site: Site
    language: str
    entry_body: Callable[[Entry], Body]
    links: Links
    facts: _Facts

    @property
    def strings(self) -> Strings:
        return strings_for(self.language)

    def feeds(self) -> Iterator[Feed]:
        roadmap = self.facts.roadmap
        made = {event.id: self.item(event) for events in self.facts.told.values() for event in events}
        name = self.strings.text("{site}: roadmap", site=self.site.settings.site_name)
        yield self.feed("", name, self.of(roadmap.items, made))
        for slug, tag in roadmap_tags(roadmap).items():
            tagged = [item for item in roadmap.items if slug in {label_slug(name) for name in item.tags}]
            label = self.site.settings.label_name(tag, self.language)
            tag_feed = self.feed(f"tag/{slug}", f"{name} ({label})", self.of(tagged, made))
            yield replace(tag_feed, label=label)
        for item_id, events in self.facts.told.items():
            item = roadmap.item(item_id)
            title = self.words(item).title if item else item_id
            heading = f"{self.site.settings.site_name}: {title}"
            page = item.id if item else item_id
            yield replace(self.feed(item_id, heading, self.ordered(events, made), page), is_listed=False)

    def of(self, items: tuple[Item, ...] | list[Item], made: Mapping[str, FeedItem]) -> tuple[FeedItem, ...]:
        """What happened to some items, the ids merged into them included; each thing once."""
        names = [name for item in items for name in (item.id, *item.merged)]
        return self.ordered([event for name in names for event in self.facts.told[name]], made)

    def ordered(self, events: tuple[Event, ...] | list[Event], made: Mapping[str, FeedItem]) -> tuple[FeedItem, ...]:
        found = {event.id: made[event.id] for event in events}
        return tuple(sorted(found.values(), key=lambda item: item.updated, reverse=True))

    def feed(self, part: str, title: str, items: tuple[FeedItem, ...], page: str | None = None) -> Feed:
        settings = self.site.settings
        others = [tag for tag in settings.tags if tag != self.language]
        return Feed(
            id=site_tag(settings, f"feed/{self.language}/roadmap{f'/{part}' if part else ''}"),
            title=title,
            description=self.strings.text("What we think about, plan and build, and what has shipped."),
            language=self.language,
            site_url=settings.site_url,
            folder=roadmap_address(settings, self.language, part),
            page=absolute(settings, roadmap_address(settings, self.language, part if page is None else page)),
            author=settings.site_name,
            items=items,
            hub=settings.changelog.hub if settings.changelog else "",
            alternates=tuple(
                Alternate(tag, absolute(settings, roadmap_address(settings, tag, part))) for tag in others
            ),
        )

    def words(self, item: Item) -> ItemWords:
        return item_words(item, self.language, self.site.settings.default_language, self.facts.roadmap.path)

    def item(self, event: Event) -> FeedItem:
        """One thing that happened."""
        settings, roadmap = self.site.settings, self.facts.roadmap
        item = roadmap.item(event.item)
        words = self.words(item) if item else None
        happened = event_words(event, roadmap, self.strings)
        url = absolute(settings, roadmap_address(settings, self.language, item.id if item else event.item))
        language = words.language if words else ""
        html = self.turned(_paragraph(happened)) + self.turned(_paragraph(words.summary if words else ""), language)
        if event.entry is not None:
            entry = self.site.entry(event.entry.key, self.language) or event.entry
            html, url = self.entry_text(entry)
            html = self.turned(html, entry.language)
            language = entry.language if entry.language != self.language else ""
        return FeedItem(
            id=site_tag(settings, f"roadmap/{event.id}/{self.language}"),
            url=url,
            title=f"{self.title(event)}: {happened}",
            summary=happened,
            html=html,
            published=event.when,
            updated=self.facts.moments[event.id],
            language=language,
            categories=tuple(self.categories(item)) if item else (),
        )

    def turned(self, html: str, language: str = "") -> str:
        """Words of the feed's language, or of another one, in their direction."""
        return in_direction(html, self.site.settings, language or self.language, self.language)

    def categories(self, item: Item) -> Iterator[Category]:
        """The item's tags, as readers of the feed call them."""
        for tag in item.tags:
            if label_slug(tag):
                yield Category(label_slug(tag), self.site.settings.label_name(tag, self.language))

    def title(self, event: Event) -> str:
        """The item's title; what was merged keeps the last one it had."""
        item, seen = self.facts.roadmap.by_id.get(event.item), self.facts.roadmap.history.seen.get(event.item)
        return self.words(item).title if item else seen.title if seen else event.item

    def entry_text(self, entry: Entry) -> tuple[str, str]:
        """The text of the entry that shipped the item, and its page."""
        address = changelog_address(self.site.settings, self.language, entry.key)
        url = absolute(self.site.settings, address)
        html = resolve(self.entry_body(entry).html, self.links, Viewpoint(entry.path, address, self.language))
        rest = Rest(url, self.strings.text("Read the rest"))
        title = f'<p><a href="{escape(url)}">{escape(entry.title, quote=False)}</a></p>'
        return feed_html(title + html, url, rest), url


def _paragraph(text: str) -> str:
    """Plain words as the HTML of a feed: there is nothing to clean in them, only characters to replace."""
    return f"<p>{escape(feed_text(text), quote=False)}</p>" if text else ""
