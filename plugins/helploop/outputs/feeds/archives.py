"""A feed of any length to its documents: the one people subscribe to, and frozen archives (RFC 5005).

Archives are filled from the oldest item on, so a new item changes none of them:

    items  1 … 30 | 31 … 60 | 61 … 75    archive/1/  archive/2/  the newest 30 (46 … 75) to subscribe to
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.feed import Feed, FeedItem

#: Room for the items of one document; with its head it stays below 512 KB in every format.
MAX_BYTES = 480_000


def plan_documents(feed: Feed, count: int = 30) -> tuple[Feed, ...]:
    """The documents of a feed: the subscription first, then its archives, the oldest first."""
    chunks = list(_chunks(feed.items[::-1], count))
    if len(chunks) < 2:
        return (feed,)
    folders = [f"{feed.folder}archive/{number}/" for number in range(1, len(chunks))]
    newest = next(_chunks(feed.items, count))
    subscription = replace(feed, items=tuple(newest), older=folders[-1], current=feed.folder, is_complete=False)
    return (subscription, *(_archive(feed, chunks, folders, number) for number in range(len(folders))))


def _archive(feed: Feed, chunks: list[list[FeedItem]], folders: list[str], number: int) -> Feed:
    return replace(
        feed,
        id=f"{feed.id}/archive/{number + 1}",
        title=f"{feed.title} ({number + 1})",
        items=tuple(reversed(chunks[number])),
        folder=folders[number],
        archive=number + 1,
        current=feed.folder,
        older=folders[number - 1] if number else "",
        newer=folders[number + 1] if number + 1 < len(folders) else "",
        alternates=(),
        hub="",
        is_complete=False,
    )


def _chunks(items: tuple[FeedItem, ...], count: int) -> Iterator[list[FeedItem]]:
    """Items in groups of at most `count`, none larger than a document may be."""
    chunk: list[FeedItem] = []
    size = 0
    for item in items:
        cost = item_bytes(item)
        if chunk and (len(chunk) == count or size + cost > MAX_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += cost
    if chunk:
        yield chunk


def item_bytes(item: FeedItem) -> int:
    """What an item takes at most in the format that needs most room, in bytes."""
    html = len(escape(item.html).encode())
    words = 6 * len((item.title + item.summary).encode())
    marks = sum(len(c.label) + len(c.term) for c in item.categories) * 4 + 60 * len(item.categories)
    links = sum(len(other.url) + 80 for other in item.alternates)
    return html + words + marks + links + 3 * len(item.url) + 1000
