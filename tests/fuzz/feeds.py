"""Any text in every field of a feed: three documents that keep the rules, and a reader that reads back what was said.

Fields are parted by U+001E: title, summary, HTML, category, author, the feed's title, its description; then the next
item's, as far as they go.
"""

from __future__ import annotations

import datetime as dt
import json
from html import unescape

import feedparser

from fuzz.markup import check_quiet
from helploop.model.feed import Category, Feed, FeedFormat, FeedItem, tag_uri
from helploop.outputs.feeds.content import Rest, feed_html
from helploop.outputs.feeds.documents import render_feed
from helploop.outputs.feeds.text import feed_title
from outputs.feeds.feed_check import check_feed

SITE = "https://example.com/"
PAGE = f"{SITE}changelog/"
MOST_ITEMS = 3
FIELDS = ("title", "summary", "html", "category", "author", "name", "description")


def check(data: bytes) -> None:
    """Put the fields into a feed, render it three times, read it three times."""
    written = data.decode("utf-8", "surrogateescape").split("\x1e")
    groups = [dict(zip(FIELDS, group, strict=False)) for group in _groups(written)]
    feed = feed_of(groups[:MOST_ITEMS])
    titles = [feed_title(item.title, item.id) for item in feed.items]
    for item in feed.items:
        check_quiet(item.html)
    for form in FeedFormat:
        document = render_feed(feed, form)
        assert check_feed(document, feed.url(form)) == []
        if form is FeedFormat.JSON:
            assert [item["title"] for item in json.loads(document)["items"]] == titles
            continue
        read = feedparser.parse(document)
        assert not read.bozo
        assert [entry.id for entry in read.entries] == [item.id for item in feed.items]
        assert [_title(entry) for entry in read.entries] == titles


def _groups(written: list[str]) -> list[list[str]]:
    return [written[start : start + len(FIELDS)] for start in range(0, len(written), len(FIELDS))]


def feed_of(groups: list[dict[str, str]]) -> Feed:
    """A feed with an item for each group of fields."""
    items = tuple(_item(number, fields) for number, fields in enumerate(groups))
    first = groups[0]
    return Feed(
        id=tag_uri("example.com", 2026, "feed"), title=first.get("name", ""), language="en", site_url=SITE,
        description=first.get("description", ""), author=first.get("author", ""), folder="changelog/", page=PAGE,
        items=items,
    )  # fmt: skip


def _item(number: int, fields: dict[str, str]) -> FeedItem:
    moment = dt.datetime(2026, 1, 31 - number, tzinfo=dt.UTC)
    title = fields.get("title", "")
    return FeedItem(
        id=tag_uri("example.com", 2026, f"changelog/{number}/{title}".encode("utf-8", "replace").decode()),
        url=f"{PAGE}{number}/",
        title=title,
        summary=fields.get("summary", ""),
        html=feed_html(fields.get("html", ""), PAGE, Rest(PAGE, "Read the rest")) or "<p>x</p>",
        author=fields.get("author", ""),
        published=moment,
        updated=moment,
        categories=(Category("a", fields.get("category", "")),),
    )


def _title(entry: feedparser.FeedParserDict) -> str:
    """What a title says to a reader, which takes some for HTML."""
    return unescape(entry.title) if entry.title_detail.type == "text/html" else entry.title
