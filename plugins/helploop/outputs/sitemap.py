"""`sitemap.xml` with the same page in other languages (hreflang) and true dates, and `robots.txt` that names it.

Format: sitemaps.org 0.9 with the xhtml:link extension for alternates.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from helploop.model.address import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from helploop.model.settings import Settings

#: What one file may hold (sitemaps.org: 50,000 addresses and 50 MB), with room to spare.
MOST_PAGES, MOST_BYTES = 45_000, 45_000_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Location:
    """A page for the sitemap, by its quoted address.

    `alternates` says where it is in every language it is written in, its own among them; `updated` is the day it last
    changed, when that is known.
    """

    href: str
    alternates: tuple[tuple[str, str], ...] = ()
    updated: date | None = None


def render_sitemaps(locations: Iterable[Location], settings: Settings) -> dict[str, bytes]:
    """The sitemap of all pages that may be indexed, by its path; a large one is cut, and `sitemap.xml` lists its parts.

    Needs `site_url`: a sitemap holds absolute addresses only.
    """
    parts = list(_parts(sorted(_entry(location, settings) for location in locations)))
    if len(parts) < 2:
        return {"sitemap.xml": _set("".join(parts))}
    files = {f"sitemap-{number}.xml": _set(part) for number, part in enumerate(parts, 1)}
    lines = "".join(
        f"  <sitemap><loc>{escape(absolute(settings, name), quote=False)}</loc></sitemap>\n" for name in files
    )
    index = f'{_XML}<sitemapindex xmlns="{_NAMESPACE}">\n{lines}</sitemapindex>\n'
    return {"sitemap.xml": index.encode(), **files}


def _parts(entries: Iterable[str]) -> Iterator[str]:
    """Entries joined, as many as one file may hold."""
    part: list[str] = []
    size = 0
    for entry in entries:
        cost = len(entry.encode())
        if part and (len(part) == MOST_PAGES or size + cost > MOST_BYTES):
            yield "".join(part)
            part, size = [], 0
        part.append(entry)
        size += cost
    yield "".join(part)


def _set(entries: str) -> bytes:
    xhtml = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f'{_XML}<urlset xmlns="{_NAMESPACE}" {xhtml}>\n{entries}</urlset>\n'.encode()


def _entry(location: Location, settings: Settings) -> str:
    day = f"    <lastmod>{location.updated}</lastmod>\n" if location.updated else ""
    links = ""
    if len(location.alternates) > 1:
        default = [("x-default", href) for tag, href in location.alternates if tag == settings.default_language]
        for tag, href in (*location.alternates, *default):
            url = _attribute(settings.site_url + href)
            links += f'    <xhtml:link rel="alternate" hreflang={_attribute(tag)} href={url}/>\n'
    return f"  <url>\n    <loc>{escape(settings.site_url + location.href, quote=False)}</loc>\n{day}{links}  </url>\n"


def _attribute(value: str) -> str:
    return '"' + escape(value, quote=False).replace('"', "&quot;") + '"'


def render_robots(settings: Settings) -> bytes:
    """A `robots.txt` that allows everything and names the sitemap."""
    sitemap = f"\nSitemap: {absolute(settings, 'sitemap.xml')}\n" if settings.site_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}".encode()
