"""The page of an article that was just saved, made before anything that follows from it: lists, feeds, search."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from helploop.outputs.pages.outline import outline_again
from helploop.outputs.related import Neighbours
from helploop.pipeline.articles import article_page
from helploop.pipeline.bodies import Source, convert_bodies
from helploop.pipeline.jobs import start_pages
from helploop.pipeline.themes import theme_of
from helploop.pipeline.trees import machine_trees
from helploop.sources.again import load_again

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from helploop.model.article import Article
    from helploop.model.site import Site
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.checked import Checked, Tools
    from helploop.pipeline.output import Output
    from helploop.pipeline.pages import PlannedPage


@dataclass(frozen=True, slots=True)
class Saved:
    """A site in which one article is new, with the outline of each language."""

    checked: Checked
    outlines: Mapping[str, Outline]
    article: Article


def load_saved(root: Path, checked: Checked, outlines: Mapping[str, Outline], path: str, tools: Tools) -> Saved | None:
    """A site with one article as its file is now; None where more than its text may have changed."""
    found = load_again(root, checked.site, path, tools.memory.pages)
    if found is None:
        return None
    site, article = found
    source = Source(path, article.body_line, article.body, title=article.title)
    bodies, problems = convert_bodies([source], site.settings, tools)
    if not article.body.strip() or any(problem.is_error for problem in problems):
        return None
    again = {tag: _outline(outline, site, article) for tag, outline in outlines.items()}
    return Saved(replace(checked, site=site, bodies=checked.bodies.with_others(bodies)), again, article)


def make_saved(root: Path, saved: Saved, tools: Tools, output: Output, replaced: dict[str, bytes]) -> None:
    """Make the page of the article in every language, with its document and its Markdown.

    What stood in a file of Markdown goes to `replaced`, if none of it is there yet: it stands in longer files, too.
    """
    theme = theme_of(root, saved.checked.site.settings)
    pages = list(_pages(saved, tools))
    for path in [page.text.mirror[0] for page in pages if page.text and page.text.mirror]:
        with contextlib.suppress(OSError):  # it was not made yet
            replaced.setdefault(path, output.read(path))
    for made in start_pages(pages, saved.checked, theme, tools, output):
        output.made(made)


def _outline(outline: Outline, site: Site, article: Article) -> Outline:
    shown = site.article(article.key, outline.language)
    return outline_again(outline, site, shown) if shown else replace(outline, site=site)


def _pages(saved: Saved, tools: Tools) -> Iterator[PlannedPage]:
    trees = machine_trees(saved.checked)
    for tag, outline in saved.outlines.items():
        shown = saved.checked.site.article(saved.article.key, tag)
        if shown is not None:
            similar = tools.memory.neighbours.get(shown.language, Neighbours()).nearest.get(shown.key, ())
            yield article_page(saved.checked, outline, shown, trees.get(tag), similar)
