"""A list of feeds as OPML 2.0: one file that hands all of them to a feed reader."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from lxml import etree

from helploop.model.feed import NO_DATE, FeedFormat
from helploop.outputs.feeds.text import feed_title, is_markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.model.feed import Feed


def render_opml(title: str, feeds: Sequence[Feed]) -> bytes:
    """The document as UTF-8, a group for each language. Archives are not listed: readers find them."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _words(title)
    latest = max((feed.updated for feed in feeds), default=NO_DATE)
    etree.SubElement(head, "dateModified").text = format_datetime(latest)
    body = etree.SubElement(root, "body")
    for language in dict.fromkeys(feed.language for feed in feeds):
        group = etree.SubElement(body, "outline", text=language)
        for feed in feeds:
            if feed.language == language and not feed.archive:
                _add(group, feed)
    document: bytes = etree.tostring(root, pretty_print=True, encoding="UTF-8", xml_declaration=True)
    return document


def _add(group: etree._Element, feed: Feed) -> None:
    words = _words(feed_title(feed.title, feed.id))
    etree.SubElement(
        group,
        "outline",
        type="rss",
        text=words,
        title=words,
        language=feed.language,
        htmlUrl=feed.page,
        xmlUrl=feed.url(FeedFormat.ATOM),
    )


def _words(text: str) -> str:
    """Outlines may hold HTML: plain text that looks like it is escaped."""
    return escape(text, quote=False) if is_markup(text) else text
