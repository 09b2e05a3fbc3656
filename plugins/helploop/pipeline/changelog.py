"""The changelog, planned: its pages in every language, and its feeds as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.address import page_file
from helploop.model.body import Body
from helploop.model.feed import FeedFormat
from helploop.outputs.addresses import resolve
from helploop.outputs.changelog import plan_feeds
from helploop.outputs.feeds.archives import plan_documents
from helploop.outputs.links import Viewpoint
from helploop.outputs.pages.changelog import Pages, plan_changelog_pages
from helploop.outputs.pages.changelog_subscribe import plan_subscribe_pages
from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.pages import PlannedPage
from helploop.pipeline.stamp import engine_stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from helploop.model.entry import Entry
    from helploop.model.feed import Feed
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.checked import Checked, Tools

NO_BODY = Body(html="")
OPML = "feeds.opml"


def changelog_feeds(checked: Checked) -> tuple[Feed, ...]:
    """Every feed of the changelog, as values."""
    return plan_feeds(checked.site, lambda entry: checked.bodies.get(entry.path, NO_BODY), checked.links)


def plan_changelog(checked: Checked, outlines: Mapping[str, Outline], feeds: Sequence[Feed]) -> Iterator[PlannedPage]:
    """Every page of the changelog; `feeds` are offered on the page about subscribing."""
    if checked.site.settings.changelog is None:
        return
    for outline in outlines.values():
        pages = Pages(
            outline,
            lambda entry: checked.bodies.get(entry.path, NO_BODY),
            _html_on(checked, outline.language),
        )
        for address, view in plan_changelog_pages(pages):
            yield PlannedPage(page_file(address), view)
    for address, subscribe in plan_subscribe_pages(tuple(outlines.values()), feeds):
        yield PlannedPage(page_file(address), subscribe)


def _html_on(checked: Checked, language: str) -> Callable[[Entry, str], str]:
    """What gives an entry's HTML with addresses that work on a page of one language."""

    def html_on(entry: Entry, page: str) -> str:
        body = checked.bodies.get(entry.path, NO_BODY)
        return resolve(body.html, checked.links, Viewpoint(entry.path, page, language))

    return html_on


def feed_files(checked: Checked, feeds: Sequence[Feed], tools: Tools) -> Mapping[str, bytes]:
    """Every document of every feed, whoever planned it, and the list of them.

    Archives hardly ever change: they come from the cache, and what is new is rendered on all cores.
    """
    settings = checked.site.settings
    count = settings.changelog.feed_items if settings.changelog else 30
    documents = [document for feed in feeds for document in plan_documents(feed, count)]
    stamps = {document.folder: content_key(str(FORMAT), engine_stamp(), repr(document)) for document in documents}
    wanted = {f"{stamps[document.folder]}-{form}": (document, form) for document in documents for form in FeedFormat}
    known = tools.cache.get_many("feed", wanted)
    missing = [key for key in wanted if key not in known]
    made = tools.workers.map(_render, [wanted[key] for key in missing])
    fresh = dict(zip(missing, made, strict=True))
    tools.cache.put_many("feed", fresh)
    files = {document.file(form): known.get(key) or fresh[key] for key, (document, form) in wanted.items()}
    if feeds:
        from helploop.outputs.feeds.opml import render_opml  # noqa: PLC0415 - lxml is for sites with news only

        files[OPML] = render_opml(settings.site_name, [feed for feed in feeds if feed.is_listed])
    return files


def _render(wanted: tuple[Feed, FeedFormat]) -> bytes:
    """In a worker: one document in one format."""
    from helploop.outputs.feeds.documents import render_feed  # noqa: PLC0415 - long to import, and most are known

    return render_feed(*wanted)
