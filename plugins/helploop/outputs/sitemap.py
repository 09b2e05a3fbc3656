"""`sitemap.xml` with the same page in other languages (hreflang) and true dates, and `robots.txt` that names it.

Format: sitemaps.org 0.9 with the xhtml:link extension for alternates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from helploop.model.address import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from helploop.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Location:
    """A page for the sitemap, by its quoted address.

    `alternates` says where it is in every language it is written in, its own among them; `updated` is the day it last
    changed, when that is known.
    """

    href: str
    alternates: tuple[tuple[str, str], ...] = ()
    updated: date | None = None


def render_sitemap(locations: Iterable[Location], settings: Settings) -> bytes:
    """The sitemap of all pages that may be indexed. Needs `site_url`: a sitemap holds absolute addresses only."""
    entries = sorted(_entry(location, settings) for location in locations)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{''.join(entries)}</urlset>\n"
    ).encode()


def _entry(location: Location, settings: Settings) -> str:
    day = f"    <lastmod>{location.updated}</lastmod>\n" if location.updated else ""
    links = ""
    if len(location.alternates) > 1:
        default = [("x-default", href) for tag, href in location.alternates if tag == settings.default_language]
        for tag, href in (*location.alternates, *default):
            url = quoteattr(settings.site_url + href)
            links += f'    <xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={url}/>\n'
    return f"  <url>\n    <loc>{escape(settings.site_url + location.href)}</loc>\n{day}{links}  </url>\n"


def render_robots(settings: Settings) -> bytes:
    """A `robots.txt` that allows everything and names the sitemap."""
    sitemap = f"\nSitemap: {absolute(settings, 'sitemap.xml')}\n" if settings.site_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}".encode()
