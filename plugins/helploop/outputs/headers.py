"""A `_headers` file, as Netlify and Cloudflare Pages read it: a strict policy, and feeds with their media types.

What the widget reads and runs may be read from any origin, too: it works in apps on other hosts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.address import quoted
from helploop.model.feed import FeedFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helploop.model.feed import Feed
    from helploop.model.settings import Settings
    from helploop.outputs.security_headers import Header

#: Cloudflare Pages reads a hundred rules.
MAX_RULES = 90
#: Where an app on another host reads: the JSON, the search index with its client, and the widget.
OPEN = ("api/v1/*", "search/*", "widget.js", "widget/*")


def render_headers(feeds: Iterable[Feed], settings: Settings, everywhere: Iterable[Header] = ()) -> Mapping[str, bytes]:
    """The file, with what is sent with every file, and a rule for each feed of everything.

    Feeds of parts work with any XML type. What stands in two rules is sent twice, so `nosniff` is in one.
    """
    base = quoted(settings.base_path)
    lines = [f"  {each.name}: {each.value}" for each in everywhere]
    rules = ["\n".join([f"{base}*", *lines]) + "\n"] if lines else []
    sniff = not lines
    rules += [_rule(base + path, sniff=sniff) for path in OPEN] if settings.site_url else []
    rules += [
        _rule(base + quoted(feed.file(form)), form.mime, sniff=sniff)
        for feed in feeds
        if not feed.label and not feed.archive
        for form in FeedFormat
    ]
    return {"_headers": "\n".join(rules[:MAX_RULES]).encode()} if rules else {}


def _rule(path: str, mime: str = "", *, sniff: bool) -> str:
    # Only feeds may be kept for an hour: the files of an index belong together, and the host knows when they change.
    own = (f"Content-Type: {mime}; charset=utf-8", "Cache-Control: max-age=3600") if mime else ()
    lines = (*own, *(["X-Content-Type-Options: nosniff"] if sniff else []), "Access-Control-Allow-Origin: *")
    return "\n".join([path, *(f"  {line}" for line in lines)]) + "\n"
