"""A `_headers` file, as Netlify and Cloudflare Pages read it: feeds with their media types, readable from any app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.address import quoted
from helploop.model.feed import FeedFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helploop.model.feed import Feed
    from helploop.model.settings import Settings

#: Cloudflare Pages reads a hundred rules.
MAX_RULES = 90


def render_headers(feeds: Iterable[Feed], settings: Settings) -> Mapping[str, bytes]:
    """The file, with a rule for each feed of everything; feeds of parts work with any XML type."""
    base = quoted(settings.base_path)
    rules = [
        _rule(base + quoted(feed.file(form)), form.mime)
        for feed in feeds
        if not feed.label and not feed.archive
        for form in FeedFormat
    ]
    return {"_headers": "\n".join(rules[:MAX_RULES]).encode()} if rules else {}


def _rule(path: str, mime: str) -> str:
    lines = (
        f"Content-Type: {mime}; charset=utf-8",
        "Cache-Control: max-age=3600",
        "X-Content-Type-Options: nosniff",
        "Access-Control-Allow-Origin: *",
    )
    return "\n".join([path, *(f"  {line}" for line in lines)]) + "\n"
