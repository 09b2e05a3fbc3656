"""Every file of a feed, as a build makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.feed import FeedFormat
from helploop.outputs.feeds.archives import plan_documents
from helploop.outputs.feeds.documents import render_feed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.feed import Feed


def render_documents(feed: Feed, count: int = 30) -> Iterator[tuple[str, bytes]]:
    """Archives included: the path of each below the site directory, and its bytes."""
    for document in plan_documents(feed, count):
        for form in FeedFormat:
            yield document.file(form), render_feed(document, form)
