"""A checked site to every output file, as a mapping from path to bytes. The same site gives the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from helploop.model.problem import Problem
from helploop.model.redirects import effective_redirects
from helploop.outputs.headers import render_headers
from helploop.outputs.pages.assets import theme_assets
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.theme import Theme
from helploop.outputs.redirects import render_redirects
from helploop.outputs.sitemap import render_robots, render_sitemap
from helploop.pipeline.articles import plan_articles
from helploop.pipeline.audit import audit_files
from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.cards import card_files
from helploop.pipeline.changelog import changelog_feeds, feed_files, plan_changelog
from helploop.pipeline.locations import site_locations
from helploop.pipeline.machines import machine_files
from helploop.pipeline.pages import PlannedPage, render_page
from helploop.pipeline.roadmap import plan_roadmap, roadmap_feeds
from helploop.pipeline.search import plan_search, search_files
from helploop.pipeline.similar import similar_articles
from helploop.pipeline.stamp import engine_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from helploop.model.settings import Settings
    from helploop.pipeline.check import Checked, Tools


@dataclass(frozen=True, slots=True)
class Rendered:
    """Every output file by its path in the site, and what was found wrong while making them."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()


def theme_of(root: Path, settings: Settings) -> Theme:  # noqa: ARG001 - a site's own templates will be looked up by it
    """The templates of a project, made once a process."""
    overrides = root / "overrides"
    files = sorted(path for path in overrides.rglob("*") if path.is_file())
    return _theme(overrides, tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files))


@lru_cache(maxsize=4)
def _theme(overrides: Path, files: tuple[tuple[Path, int, int], ...]) -> Theme:
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path, *_ in files)
    return Theme(tuple((path.relative_to(overrides).as_posix(), text) for path, text in texts))


def render_site(root: Path, checked: Checked, tools: Tools, *, for_machines: bool = True) -> Rendered:
    """All pages, the redirects, the sitemap, the theme's assets and the files that stand beside articles.

    `for_machines` adds what no page shows at once: the search index, the API and the texts for language models.
    """
    site, settings = checked.site, checked.site.settings
    outlines = {tag: outline_of(site, tag) for tag in settings.tags}
    feeds = (*changelog_feeds(checked), *roadmap_feeds(checked))
    pages = [
        *plan_articles(checked, outlines, similar_articles(checked.site, tools)),
        *plan_changelog(checked, outlines, feeds),
        *plan_roadmap(checked, outlines),
        *plan_search(checked, outlines),
    ]
    files = _Files()
    files.add(_render_pages(root, pages, settings, tools))
    files.add({path: (root / path).read_bytes() for path in sorted(site.files)})
    files.add(feed_files(checked, feeds, tools))
    files.add(render_headers(feeds, settings))
    if for_machines:
        cards, card_problems = card_files(pages, tools)
        files.add(cards)
        files.problems += card_problems
        files.add(search_files(checked, tools))
        files.add(machine_files(checked, outlines, tools, root))
    files.add(theme_assets())
    files.add(render_redirects(effective_redirects(site), settings))
    files.add({"robots.txt": render_robots(settings)})
    if settings.site_url:
        files.add({"sitemap.xml": render_sitemap(site_locations(site, pages), settings)})
    return Rendered(files.files, (*files.problems, *audit_files(files.files, site)))


class _Files:
    """Outputs gathered before anything is written: two with one path are a mistake, never a race."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.problems: list[Problem] = []

    def add(self, files: Mapping[str, bytes]) -> None:
        for path, content in files.items():
            if path in self.files and self.files[path] != content:
                message = f"two sources make the output `{path}`"
                self.problems.append(Problem(path, 0, "reserved-slug", message, "rename one of the two"))
            self.files.setdefault(path, content)


def _render_pages(root: Path, pages: Iterable[PlannedPage], settings: Settings, tools: Tools) -> Mapping[str, bytes]:
    """Pages from the cache where nothing they show has changed, the others rendered on all cores."""
    theme = theme_of(root, settings)
    stamp = f"{FORMAT} {engine_stamp()} {theme.fingerprint()}"
    keys = {content_key(stamp, repr(page.view)): page for page in pages}
    known = tools.cache.get_many("page", keys)
    missing = [key for key in keys if key not in known]
    made = tools.workers.map(render_page, [keys[key].view for key in missing], theme.overrides, stamp)
    fresh = dict(zip(missing, made, strict=True))
    tools.cache.put_many("page", fresh)
    return {page.file: known.get(key) or fresh[key] for key, page in keys.items()}
