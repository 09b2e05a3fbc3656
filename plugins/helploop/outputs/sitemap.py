"""`sitemap.xml` with the same page in other languages (hreflang) and true dates, and `robots.txt` that names it.

Format: sitemaps.org 0.9 with the xhtml:link extension for alternates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from helploop.model.address import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from helploop.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Location:
    """A page for the sitemap: its address in each language it is written in, and when it last changed in each."""

    addresses: Mapping[str, str]
    updated: Mapping[str, date]


def render_sitemap(locations: Iterable[Location], settings: Settings) -> bytes:
    """The sitemap of all written pages. Needs `site_url`: a sitemap may hold absolute addresses only."""
    default = settings.default_language
    entries = []
    for location in locations:
        alternates = "".join(
            f'    <xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(absolute(settings, address))}/>\n'
            for tag, address in [*location.addresses.items(), *_default(location, default)]
        )
        for tag, address in location.addresses.items():
            day = f"    <lastmod>{location.updated[tag]}</lastmod>\n" if tag in location.updated else ""
            several = alternates if len(location.addresses) > 1 else ""
            entries.append(
                f"  <url>\n    <loc>{escape(absolute(settings, address))}</loc>\n{day}{several}  </url>\n"
            )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{''.join(entries)}</urlset>\n"
    ).encode()


def _default(location: Location, default: str) -> list[tuple[str, str]]:
    return [("x-default", location.addresses[default])] if default in location.addresses else []


def render_robots(settings: Settings) -> bytes:
    """A `robots.txt` that allows everything and names the sitemap."""
    sitemap = f"\nSitemap: {absolute(settings, 'sitemap.xml')}\n" if settings.site_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}".encode()
