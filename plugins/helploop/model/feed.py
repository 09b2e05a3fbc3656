"""A feed as a value: what every format (RSS 2.0, Atom, JSON Feed 1.1) renders, whatever it tells of.

The changelog and the roadmap plan `Feed`s; `outputs.feeds` cuts them into documents and renders them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from helploop.model.address import quoted

if TYPE_CHECKING:
    from helploop.model.settings import Settings

#: The date of a feed without items: fixed, so that two builds give the same bytes.
NO_DATE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class FeedFormat(StrEnum):
    """The three formats, each a file of its own in a feed's folder."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"

    @property
    def file(self) -> str:
        """The file's name in the feed's folder."""
        return {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}[self.value]

    @property
    def mime(self) -> str:
        """The media type a host has to send and a page names in its autodiscovery link."""
        return {
            "rss": "application/rss+xml",
            "atom": "application/atom+xml",
            "json": "application/feed+json",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Category:
    """What a reader may filter by: a stable term (`new`, `api`) and its words in the feed's language."""

    term: str
    label: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same item or feed in another language: its tag and its absolute URL."""

    language: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item. `id` is a permanent `tag:` URI (`tag_uri()`), never the address; `url` is absolute and ASCII.

    `title` and `summary` are plain text, `html` is sanitised and holds absolute addresses only (see
    `outputs.feeds.content`). `published` and `updated` are aware; no two items of a feed share an `updated`
    (`outputs.feeds.moments` spreads them). `language` is the text's, where it is not the feed's.
    """

    id: str
    url: str
    title: str
    published: dt.datetime
    updated: dt.datetime
    summary: str = ""
    html: str = ""
    language: str = ""
    categories: tuple[Category, ...] = ()
    image: str = ""
    author: str = ""
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: items, the newest first, and where it stands.

    `folder` is an address below the site's root that ends with a slash (`de/changelog/type/new/`); the three
    files stand in it. `page` is the absolute URL of the page people read. `author` is the site's name, never
    a person. `archive` is 0 for the document people subscribe to and counts from 1 in the frozen documents of
    RFC 5005, whose `current`, `older` and `newer` are folders; `is_complete` says that nothing stands in an
    archive.
    """

    id: str
    title: str
    description: str
    language: str
    site_url: str
    folder: str
    page: str
    author: str
    items: tuple[FeedItem, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    label: str = ""
    """What it tells of in a word or two, for lists of feeds; empty for the feed of everything."""
    hub: str = ""
    icon: str = ""
    archive: int = 0
    current: str = ""
    older: str = ""
    newer: str = ""
    is_complete: bool = True
    is_listed: bool = True
    """Whether lists of feeds name it; the feed of a single item is offered on that item's page only."""

    def file(self, form: FeedFormat) -> str:
        """The output file of one format, relative to the site directory."""
        return self.folder + form.file

    def url(self, form: FeedFormat, folder: str = "") -> str:
        """The absolute URL of this feed, or of the same format in another folder."""
        return self.site_url + quoted((folder or self.folder) + form.file)

    @property
    def updated(self) -> dt.datetime:
        """The latest moment anything in it was updated: never the clock."""
        return max((item.updated for item in self.items), default=NO_DATE)


def authority(settings: Settings) -> str:
    """Who gives out our ids: the name fixed in the settings, else the site's host, which may change."""
    if settings.changelog and settings.changelog.tag_authority:
        return settings.changelog.tag_authority
    host = settings.host or urlsplit(settings.site_url).hostname or "localhost"
    with contextlib.suppress(UnicodeError):  # a name IDNA can't hold stays for `tag_uri` to encode
        host = host.encode("idna").decode("ascii")
    return host.strip("[]").replace(":", "-").replace("_", "-") or "localhost"


def site_tag(settings: Settings, path: str) -> str:
    """A permanent id of this site: `site_tag(settings, "changelog/csv-export/de")`."""
    year = settings.changelog.tag_year if settings.changelog else 2026
    return tag_uri(authority(settings), year, path)


def tag_uri(authority: str, year: int, path: str) -> str:
    """A permanent id by RFC 4151: `tag:example.com,2026:changelog/csv-export`. Always ASCII.

    >>> tag_uri("example.com", 2026, "changelog/ä b")
    'tag:example.com,2026:changelog/%C3%A4%20b'
    """
    return f"tag:{authority},{year}:{quote(path, safe='/:-._~')}"
