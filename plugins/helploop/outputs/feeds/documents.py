"""A document of a feed in each format, read back before it is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.feed import FeedFormat
from helploop.outputs.feeds.atom import render_atom
from helploop.outputs.feeds.json_feed import render_json_feed
from helploop.outputs.feeds.reread import check_document
from helploop.outputs.feeds.rss import render_rss

if TYPE_CHECKING:
    from helploop.model.feed import Feed

RENDERERS = {FeedFormat.RSS: render_rss, FeedFormat.ATOM: render_atom, FeedFormat.JSON: render_json_feed}


def render_feed(feed: Feed, form: FeedFormat) -> bytes:
    """One document in one format, read back.

    Raises:
        BrokenFeedError: what was written is not what the feed says.
    """
    document = RENDERERS[form](feed)
    check_document(feed, form, document)
    return document
