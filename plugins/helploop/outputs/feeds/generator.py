"""What RSS and Atom share: a feedgen generator set from a `Feed`, and what feedgen leaves out.

feedgen 1.0 drops every link but `self` from RSS and `hreflang` from an entry's links, and knows no RFC 5005.
"""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import TYPE_CHECKING, Any, TypeAlias

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from helploop.model.feed import FeedFormat
from helploop.outputs.feeds.text import feed_title, is_markup

if TYPE_CHECKING:
    from helploop.model.feed import Feed, FeedItem

#: feedgen and lxml have no types of their own.
Element: TypeAlias = Any
Generator: TypeAlias = Any

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _FeedExtension(BaseExtension):  # type: ignore[misc]
    """Links and marks of a whole feed."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        return {"fh": HISTORY, "dc": DUBLIN_CORE}

    def extend_rss(self, feed: Element) -> Element:
        channel = feed[0]
        for attributes in _links(self.feed, FeedFormat.RSS):
            etree.SubElement(channel, f"{{{ATOM}}}link", attributes)
        _mark(channel, self.feed)
        return feed

    def extend_atom(self, feed: Element) -> Element:
        for attributes in _links(self.feed, FeedFormat.ATOM):
            etree.SubElement(feed, "link", attributes)
        _mark(feed, self.feed)
        for name in ("title", "subtitle"):
            _declare(feed.find(name))
        return feed


class _ItemExtension(BaseEntryExtension):  # type: ignore[misc]
    """Languages, links and the author of one item."""

    item: FeedItem

    def extend_rss(self, feed: Element) -> Element:
        if self.item.author:  # RSS itself wants an e-mail address
            etree.SubElement(feed, f"{{{DUBLIN_CORE}}}creator").text = feed_title(self.item.author)
        if self.item.language:
            feed.set(XML_LANG, self.item.language)
        return feed

    def extend_atom(self, feed: Element) -> Element:
        if self.item.language:
            feed.set(XML_LANG, self.item.language)
        own = feed.find("link")  # readers take the last alternate for the item's own
        for other in self.item.alternates:
            own.addprevious(etree.Element("link", {"rel": "alternate", "hreflang": other.language, "href": other.url}))
        for name in ("title", "summary"):
            _declare(feed.find(name))
        return feed


def _links(feed: Feed, form: FeedFormat) -> list[dict[str, str]]:
    links = [{"rel": "hub", "href": feed.hub}] if feed.hub else []
    ways = {"current": feed.current, "prev-archive": feed.older, "next-archive": feed.newer}
    links += [{"rel": rel, "type": form.mime, "href": feed.url(form, folder)} for rel, folder in ways.items() if folder]
    links += [
        {"rel": "alternate", "type": form.mime, "hreflang": other.language, "href": other.url + form.file}
        for other in feed.alternates
    ]
    return links


def _mark(parent: Element, feed: Feed) -> None:
    if feed.archive:
        etree.SubElement(parent, f"{{{HISTORY}}}archive")
    elif feed.is_complete:
        etree.SubElement(parent, f"{{{HISTORY}}}complete")


def _declare(element: Element) -> None:
    """Plain text that looks like markup says that it is escaped HTML (RFC 4287, section 3.1.1.2)."""
    if element is not None and is_markup(element.text or ""):
        element.text = escape(element.text, quote=False)
        element.set("type", "html")


def make_generator(feed: Feed, form: FeedFormat) -> Generator:
    """A generator with everything of the feed but its items. One generator a format: their traps differ."""
    generator = FeedGenerator()
    generator.register_extension("helploop", _FeedExtension, _ItemExtension)
    generator.helploop.feed = feed
    generator.id(feed.id)
    generator.title(feed_title(feed.title, feed.id))
    generator.subtitle(feed_title(feed.description, feed_title(feed.title, feed.id)))
    generator.language(feed.language)
    generator.generator("helploop")
    generator.author(name=feed_title(feed.author, "helploop"))
    # The last link becomes the channel's link in RSS.
    generator.link(href=feed.url(form), rel="self", type=form.mime)
    generator.link(href=feed.page, rel="alternate", type="text/html")
    generator.updated(feed.updated)
    return generator


def add_item(generator: Generator, item: FeedItem) -> Generator:
    """An item with what both formats say the same way."""
    entry = generator.add_entry(order="append")
    entry.helploop.item = item
    entry.link(href=item.url)
    entry.published(item.published.astimezone(dt.UTC))
    entry.updated(item.updated.astimezone(dt.UTC))
    return entry


def plain_title(item: FeedItem) -> str:
    """An item's title as every format carries it."""
    return feed_title(item.title, item.id)
