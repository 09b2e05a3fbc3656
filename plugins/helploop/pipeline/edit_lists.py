"""What shows the titles of edited articles: lists, the changelog, the roadmap, feeds, what machines read.

All of it is planned, as by a whole build; what comes out as it was stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.outputs.pages.outline import outline_of
from helploop.outputs.texts import full_text
from helploop.pipeline.articles import plan_lists
from helploop.pipeline.changelog import changelog_feeds, feed_files, plan_changelog
from helploop.pipeline.machines import machine_files
from helploop.pipeline.roadmap import plan_roadmap, roadmap_feeds
from helploop.pipeline.search import plan_search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.feed import Feed
    from helploop.pipeline.edit import Work
    from helploop.pipeline.pages import PlannedPage
    from helploop.pipeline.search import EditedSearch


def make_lists(work: Work, index: EditedSearch) -> None:
    """Everything in which words of edited articles may stand."""
    checked, output = work.checked, work.output
    work.outlines = {tag: outline_of(checked.site, tag) for tag in checked.site.settings.tags}
    feeds = (*changelog_feeds(checked), *roadmap_feeds(checked))
    work.make_pages(_pages(work, index, feeds))
    output.add(machine_files(work.trees, work.outlines, work.root, work.tools.cache))
    output.add(feed_files(checked, feeds, work.tools))
    output.add_known(index.files)
    for tag in sorted({tag for _, tag in work.edited.articles} & work.trees.keys()):
        output.add_long(*full_text(work.trees[tag], work.outlines[tag], output.read))


def _pages(work: Work, index: EditedSearch, feeds: tuple[Feed, ...]) -> Iterator[PlannedPage]:
    yield from work.plan_articles(index.found)
    yield from plan_lists(work.checked, work.outlines)
    yield from plan_changelog(work.checked, work.outlines, feeds)
    yield from plan_roadmap(work.checked, work.outlines)
    yield from plan_search(work.checked, work.outlines)
