"""A `Feed` to Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from helploop.model.feed import FeedFormat
from helploop.outputs.feeds.generator import add_item, make_generator, plain_title
from helploop.outputs.feeds.text import feed_title

if TYPE_CHECKING:
    from helploop.model.feed import Feed


def render_atom(feed: Feed) -> bytes:
    """The document as UTF-8."""
    generator = make_generator(feed, FeedFormat.ATOM)
    if feed.icon:
        generator.icon(feed.icon)
    for item in feed.items:
        entry = add_item(generator, item)
        title = plain_title(item)
        entry.id(item.id)
        entry.title(title)
        entry.summary(feed_title(item.summary, title))
        if item.author:
            entry.author(name=feed_title(item.author, "helploop"))
        entry.content(item.html, type="html")
        for category in item.categories:
            entry.category(term=category.term, label=feed_title(category.label, category.term))
    return cast("bytes", generator.atom_str(pretty=True))
