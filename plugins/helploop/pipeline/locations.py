"""What the sitemap lists: every page in the languages it is written in, with the day its source last changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.address import (
    article_address,
    changelog_address,
    docs_address,
    home_address,
    roadmap_address,
    search_address,
)
from helploop.outputs.sitemap import Location

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from helploop.model.site import Site


def site_locations(site: Site) -> Iterator[Location]:
    """All locations, in a fixed order."""
    settings = site.settings
    tags = settings.tags
    yield Location({tag: home_address(settings, tag) for tag in tags}, {})
    for key in site.collection_keys:
        yield Location(
            {tag: article_address(settings, key, tag) for tag in tags if _has_collection(site, key, tag)}, {}
        )
    for key in site.article_keys:
        written = {tag: site.articles[key, tag] for tag in tags if (key, tag) in site.articles}
        updated = {tag: day for tag, article in written.items() if (day := _day(site, article.path))}
        yield Location({tag: article_address(settings, key, tag) for tag in written}, updated)
    for key in sorted({key for key, _ in site.pages}):
        yield Location({tag: docs_address(settings, key, tag) for tag in tags if (key, tag) in site.pages}, {})
    if settings.changelog is not None:
        yield Location({tag: changelog_address(settings, tag) for tag in tags}, {})
        for key in site.entry_keys:
            entries = {tag: site.entries[key, tag] for tag in tags if (key, tag) in site.entries}
            days = {tag: (entry.updated or entry.date).date() for tag, entry in entries.items()}
            yield Location({tag: changelog_address(settings, tag, key) for tag in entries}, days)
    if settings.search is not None:
        yield Location({tag: search_address(settings, tag) for tag in tags}, {})
    if site.roadmap is not None:
        yield Location({tag: roadmap_address(settings, tag) for tag in tags}, {})
        for item in site.roadmap.items:
            yield Location({tag: roadmap_address(settings, tag, item.id) for tag in tags}, {})


def _has_collection(site: Site, key: str, tag: str) -> bool:
    return not key or (key, tag) in site.collections or tag == site.settings.default_language


def _day(site: Site, path: str) -> date | None:
    history = site.history.of(path)
    return history.updated.date() if history else None
