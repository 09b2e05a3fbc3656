"""A checked site to every output file. The same site gives the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.pictures import without_metadata
from helploop.model.redirects import effective_redirects
from helploop.outputs.headers import render_headers
from helploop.outputs.pages.assets import theme_assets
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.redirects import render_redirects
from helploop.outputs.sitemap import render_robots, render_sitemaps
from helploop.outputs.texts import full_text
from helploop.outputs.tombstones import render_tombstones
from helploop.pipeline.articles import plan_articles
from helploop.pipeline.cards import card_files
from helploop.pipeline.changelog import changelog_feeds, feed_files, plan_changelog
from helploop.pipeline.headers import site_headers
from helploop.pipeline.jobs import start_pages
from helploop.pipeline.locations import site_locations
from helploop.pipeline.machines import machine_files
from helploop.pipeline.roadmap import plan_roadmap, roadmap_feeds
from helploop.pipeline.search import SearchFiles, plan_search
from helploop.pipeline.themes import theme_of
from helploop.pipeline.trees import machine_trees

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from helploop.model.site import Site
    from helploop.outputs.api.tree import Tree
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.checked import Checked, Tools
    from helploop.pipeline.make import Made
    from helploop.pipeline.output import Output
    from helploop.pipeline.pages import PlannedPage
    from helploop.pipeline.search_index import File


def build_site(
    root: Path, checked: Checked, tools: Tools, output: Output, *, for_machines: bool = True
) -> Mapping[str, Outline]:
    """All pages, the redirects, the sitemap, the theme's assets and the files that stand beside articles.

    `for_machines` adds what no page shows at once: the search index, the API and the texts for language models.
    What comes back is the outline of each language, for who makes single pages afterwards.
    """
    site, settings = checked.site, checked.site.settings
    search = SearchFiles(checked, tools)
    if for_machines:
        search.say_where(output)
    outlines = {tag: outline_of(site, tag) for tag in settings.tags}
    trees = machine_trees(checked)
    feeds = (*changelog_feeds(checked), *roadmap_feeds(checked))
    pages = [
        *plan_articles(checked, outlines, trees, tools, search.articles() if for_machines else {}),
        *plan_changelog(checked, outlines, feeds),
        *plan_roadmap(checked, outlines),
        *plan_search(checked, outlines),
    ]
    made = start_pages(pages, checked, theme_of(root, settings), tools, output)
    _add_files(root, site, output)
    output.add(feed_files(checked, feeds, tools))
    output.add(render_headers(feeds, settings, site_headers(root, checked)))
    _add_addresses(site, pages, output)
    if for_machines:
        _add_cards(pages, tools, output)
        output.add(machine_files(trees, outlines, root, tools.cache))
    _take_in(made, search.shards(output) if for_machines else iter(()), tools, output)
    if for_machines:
        output.add_known(search.rest())
        _add_texts(trees, outlines, output)
    return outlines


def _take_in(made: Iterable[Made], shards: Iterable[File], tools: Tools, output: Output) -> None:
    """Pages as they are made, and the shards as soon as nobody counts any more: long work, beside that of others."""
    waiting = [shards]
    if not tools.ahead.is_working:
        output.add_known(waiting.pop())
    for each in made:
        output.made(each)
        if waiting and not tools.ahead.is_working:
            output.add_known(waiting.pop())
    for last in waiting:
        output.add_known(last)


def _add_files(root: Path, site: Site, output: Output) -> None:
    """What stands beside articles, and the look."""
    output.add((path, without_metadata((root / path).read_bytes())) for path in sorted(site.files))
    output.add(theme_assets())


def _add_cards(pages: Sequence[PlannedPage], tools: Tools, output: Output) -> None:
    cards, problems = card_files(pages, tools)
    output.add(cards)
    output.report(problems)


def _add_texts(trees: Mapping[str, Tree], outlines: Mapping[str, Outline], output: Output) -> None:
    """All texts of a language in one file, made of those that stand beside the pages."""
    for tag, tree in trees.items():
        output.add_long(*full_text(tree, outlines[tag], output.read))


def _add_addresses(site: Site, pages: Sequence[PlannedPage], output: Output) -> None:
    """What leads to pages: from old addresses and gone ones, and for search engines."""
    output.add(render_redirects(effective_redirects(site), site.settings))
    output.add(render_tombstones(site))
    output.add({"robots.txt": render_robots(site.settings)})
    if site.settings.site_url:
        output.add(render_sitemaps(site_locations(site, pages), site.settings))
