"""What the sitemap lists: every planned page that may be indexed, and the pages of `docs/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.address import docs_address, quoted
from helploop.outputs.pages.article import ArticleView
from helploop.outputs.pages.changelog import EntryView
from helploop.outputs.pages.roadmap_item import ItemView
from helploop.outputs.sitemap import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from helploop.model.site import Site
    from helploop.pipeline.pages import PlannedPage


def site_locations(site: Site, pages: Iterable[PlannedPage]) -> Iterator[Location]:
    """The location of each page that a search engine may show."""
    for page in pages:
        shell = page.view.shell
        if not shell.noindex:
            written = tuple((each.tag, each.href) for each in shell.alternates if each.is_written)
            yield Location(shell.href, written, _updated(page))
    settings = site.settings
    for key, language in sorted(site.pages):
        written = tuple(
            (tag, quoted(docs_address(settings, key, tag))) for tag in settings.tags if (key, tag) in site.pages
        )
        yield Location(quoted(docs_address(settings, key, language)), written)


def _updated(page: PlannedPage) -> date | None:
    """The day a page last changed: from git for an article and an item, from its author for a release note."""
    if isinstance(page.view, ArticleView):
        return page.view.updated
    if isinstance(page.view, EntryView):
        return page.view.entry.updated or page.view.entry.date
    if isinstance(page.view, ItemView):
        return max((moment.day for moment in (*page.view.history, *page.view.shipped)), default=None)
    return None
