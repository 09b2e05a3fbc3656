"""A `Feed` to JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from helploop.model.feed import FeedFormat
from helploop.outputs.feeds.generator import plain_title
from helploop.outputs.feeds.text import feed_title

if TYPE_CHECKING:
    from helploop.model.feed import Feed, FeedItem

VERSION = "https://jsonfeed.org/version/1.1"


def render_json_feed(feed: Feed) -> bytes:
    """The document as UTF-8. What is empty is left out, as the format asks."""
    document = {
        "version": VERSION,
        "title": feed_title(feed.title, feed.id),
        "home_page_url": feed.page,
        "feed_url": feed.url(FeedFormat.JSON),
        "description": feed_title(feed.description),
        "next_url": feed.url(FeedFormat.JSON, feed.older) if feed.older else "",
        "icon": feed.icon,
        "authors": [{"name": feed_title(feed.author, "helploop"), "url": feed.page}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
    }
    items = [_item(item) for item in feed.items]
    written = {name: value for name, value in document.items() if value} | {"items": items}
    # No raw tag in the file, whatever serves or shows it; readers see the same text.
    text = json.dumps(written, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return f"{text}\n".encode()


def _item(item: FeedItem) -> dict[str, Any]:
    title = plain_title(item)
    written = {
        "id": item.id,
        "url": item.url,
        "title": title,
        "summary": feed_title(item.summary, title),
        "content_html": item.html,
        "image": item.image,
        "date_published": _rfc3339(item.published),
        "date_modified": _rfc3339(item.updated),
        "authors": [{"name": feed_title(item.author)}] if item.author else [],
        "language": item.language,
        "tags": [feed_title(category.label, category.term) for category in item.categories],
    }
    return {name: value for name, value in written.items() if value}


def _rfc3339(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
