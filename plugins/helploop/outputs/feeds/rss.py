"""A `Feed` to RSS 2.0, by the advice of the RSS Board's profile."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, cast

from helploop.model.feed import FeedFormat
from helploop.outputs.feeds.generator import add_item, make_generator, plain_title
from helploop.outputs.feeds.text import feed_title, rss_words

if TYPE_CHECKING:
    from helploop.model.feed import Feed

#: Elements of plain text: readers and validators take `&lt;` in them for markup, `&#x3C;` for the character.
_PLAIN = re.compile(rb"<(title|category)>([^<]*)</\1>")
_DESCRIPTION = re.compile(rb"<description>([^<]*)</description>")
_HEX = ((b"&amp;", b"&#x26;"), (b"&lt;", b"&#x3C;"), (b"&gt;", b"&#x3E;"))


def render_rss(feed: Feed) -> bytes:
    """The document as UTF-8."""
    generator = make_generator(feed, FeedFormat.RSS)
    generator.title(rss_words(feed_title(feed.title, feed.id)))
    generator.description(rss_words(feed_title(feed.description, feed_title(feed.title, feed.id))))
    generator.lastBuildDate(feed.updated)
    for item in feed.items:
        entry = add_item(generator, item)
        title = plain_title(item)
        entry.guid(item.id, permalink=False)
        entry.title(rss_words(title))
        # A description is HTML by custom, so plain text is escaped once more; it stands before the content.
        entry.description(escape(feed_title(item.summary, title), quote=False))
        entry.content(item.html)
        for category in item.categories:
            entry.category(term=rss_words(feed_title(category.label, category.term)))
    return _with_hex(cast("bytes", generator.rss_str(pretty=True)))


def _with_hex(document: bytes) -> bytes:
    """The same document with hexadecimal references in titles, categories and the channel's description."""
    document = _DESCRIPTION.sub(lambda match: _hex(match.group()), document, count=1)
    return _PLAIN.sub(lambda match: _hex(match.group()), document)


def _hex(element: bytes) -> bytes:
    for name, number in _HEX:
        element = element.replace(name, number)
    return element
