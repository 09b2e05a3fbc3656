"""Our own feeds, read back strictly before anybody else reads them: a broken feed is never written."""

from __future__ import annotations

import json
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree

from helploop.model.errors import HelploopError
from helploop.model.feed import FeedFormat
from helploop.outputs.feeds.generator import ATOM, plain_title
from helploop.outputs.feeds.text import rss_words

if TYPE_CHECKING:
    from helploop.model.feed import Feed

_STRICT = etree.XMLParser(recover=False, resolve_entities=False, no_network=True, load_dtd=False)
_A = f"{{{ATOM}}}"
#: The W3C validator refuses a larger document.
MAX_BYTES = 5_000_000


class BrokenFeedError(HelploopError):
    """A feed does not say what it should: our mistake, never the author's."""

    exit_code = 70


def check_document(feed: Feed, form: FeedFormat, document: bytes) -> None:
    """Compare a document with its feed: well-formed, every item in its order, ids and titles equal.

    Raises:
        BrokenFeedError: it differs.
    """
    try:
        found = _read_json(document) if form is FeedFormat.JSON else _read_xml(document, form)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenFeedError(f"{feed.file(form)} is not well-formed: {error}", "please report this") from error
    words = rss_words if form is FeedFormat.RSS else str
    expected = [(item.id, words(plain_title(item))) for item in feed.items]
    if found != expected:
        odd = next((pair for pair in zip(found, expected, strict=False) if pair[0] != pair[1]), ("count", ""))
        raise BrokenFeedError(f"{feed.file(form)} lost or changed an item: {odd[0]} for {odd[1]}", "please report this")
    if len({name for name, _ in found}) != len(found):
        raise BrokenFeedError(f"{feed.file(form)} holds an id twice", "please report this")
    if len(document) > MAX_BYTES:
        message = f"{feed.file(form)} has {len(document):,} bytes, readers refuse more than {MAX_BYTES:,}"
        raise BrokenFeedError(message, "lower `feed_items:` of helploop/changelog")


def _read_json(document: bytes) -> list[tuple[str, str]]:
    return [(item["id"], item["title"]) for item in json.loads(document)["items"]]


def _read_xml(document: bytes, form: FeedFormat) -> list[tuple[str, str]]:
    root = etree.fromstring(document, _STRICT)
    if form is FeedFormat.RSS:
        return [(_text(item.find("guid")), _text(item.find("title"))) for item in root.iter("item")]
    return [(_text(item.find(f"{_A}id")), _atom_title(item)) for item in root.iter(f"{_A}entry")]


def _atom_title(item: etree._Element) -> str:
    title = item.find(f"{_A}title")
    return unescape(_text(title)) if title is not None and title.get("type") == "html" else _text(title)


def _text(element: etree._Element | None) -> str:
    return (element.text or "") if element is not None else ""
