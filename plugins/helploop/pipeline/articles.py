"""The pages of the help center, planned: home, collections, articles in every language, the page for the lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helploop.model.address import article_address, home_address, page_file
from helploop.model.body import Body
from helploop.outputs.links import Viewpoint, resolve
from helploop.outputs.pages.article import article_view
from helploop.outputs.pages.collection import collection_view
from helploop.outputs.pages.home import home_view
from helploop.outputs.pages.not_found import not_found_view
from helploop.pipeline.pages import PlannedPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from helploop.model.article import Article
    from helploop.model.collection import Collection
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.check import Checked

NO_BODY = Body(html="")


def plan_articles(
    checked: Checked, outlines: Mapping[str, Outline], similar: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Iterator[PlannedPage]:
    """Every page of the help center; `similar` names, for each language, the articles most like each article."""
    settings = checked.site.settings
    for tag, outline in outlines.items():
        yield _home(checked, outline)
        for key in checked.site.collection_keys:
            yield _collection(checked, outline, key)
        for key in checked.site.article_keys:
            article = checked.site.article(key, tag)
            if article is not None:
                yield _article(checked, outline, article, similar[article.language].get(key, ()))
    frames = [outlines[tag].frame for tag in settings.tags]
    yield PlannedPage("404.html", not_found_view(settings, frames))


def resolved(checked: Checked, thing: Article | Collection, page: str, language: str) -> Body:
    """A thing's body with its addresses made to work on the page it is shown on."""
    body = checked.bodies.get(thing.path, NO_BODY)
    if not body.html:
        return body
    return replace(body, html=resolve(body.html, checked.links, Viewpoint(thing.path, page, language)))


def _home(checked: Checked, outline: Outline) -> PlannedPage:
    address = home_address(checked.site.settings, outline.language)
    top = checked.site.collection("", outline.language)
    html = resolved(checked, top, address, outline.language).html if top else ""
    return PlannedPage(page_file(address), home_view(outline, html))


def _collection(checked: Checked, outline: Outline, key: str) -> PlannedPage:
    address = article_address(checked.site.settings, key, outline.language)
    found = checked.site.collection(key, outline.language) if key else None
    html = resolved(checked, found, address, outline.language).html if found else ""
    return PlannedPage(page_file(address), collection_view(outline, key, html))


def _article(checked: Checked, outline: Outline, article: Article, suggested: tuple[str, ...]) -> PlannedPage:
    address = article_address(checked.site.settings, article.key, outline.language)
    body = resolved(checked, article, address, outline.language)
    return PlannedPage(page_file(address), article_view(outline, article.key, body, suggested=suggested))
