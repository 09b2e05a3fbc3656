"""The pages of the help center, planned: home, collections, articles in every language, the page for the lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helploop.model.address import article_address, home_address, markdown_address, page_file
from helploop.model.body import Body
from helploop.outputs.addresses import resolve
from helploop.outputs.api.articles import plan_document
from helploop.outputs.links import Viewpoint
from helploop.outputs.pages.article import plan_article
from helploop.outputs.pages.collection import collection_view
from helploop.outputs.pages.home import home_view
from helploop.outputs.pages.not_found import not_found_view
from helploop.pipeline.bodies import NO_FACTS
from helploop.pipeline.pages import Found, PlannedPage, Text
from helploop.pipeline.similar import similar_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from helploop.model.article import Article
    from helploop.model.collection import Collection
    from helploop.model.settings import Settings
    from helploop.outputs.api.tree import Tree
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.checked import Checked, Tools

NO_BODY = Body(html="")


def plan_articles(
    checked: Checked,
    outlines: Mapping[str, Outline],
    trees: Mapping[str, Tree],
    tools: Tools,
    found: Mapping[str, Mapping[str, Found]],
) -> Iterator[PlannedPage]:
    """Every page of the help center; `trees` are there when machines read it too.

    `found` is what search shows of the articles in each language.
    """
    settings = checked.site.settings
    similar = similar_articles(checked, tools)
    for tag, outline in outlines.items():
        yield from _lists(checked, outline)
        for key in checked.site.article_keys:
            article = checked.site.article(key, tag)
            if article is not None:
                near = similar[article.language].get(key, ())
                page = article_page(checked, outline, article, trees.get(tag), near)
                yield with_found(page, found.get(tag, {}).get(key))
    yield _not_found(settings, outlines)


def plan_lists(checked: Checked, outlines: Mapping[str, Outline]) -> Iterator[PlannedPage]:
    """Every page of the help center that is no article."""
    for outline in outlines.values():
        yield from _lists(checked, outline)
    yield _not_found(checked.site.settings, outlines)


def _lists(checked: Checked, outline: Outline) -> Iterator[PlannedPage]:
    yield _home(checked, outline)
    for key in checked.site.collection_keys:
        yield _collection(checked, outline, key)


def _not_found(settings: Settings, outlines: Mapping[str, Outline]) -> PlannedPage:
    frames = [outlines[tag].frame for tag in settings.tags]
    return PlannedPage("404.html", not_found_view(settings, frames))


def article_page(
    checked: Checked, outline: Outline, article: Article, tree: Tree | None, similar: Sequence[str]
) -> PlannedPage:
    """An article's page in the outline's language; `similar` are the keys of articles like it."""
    text = _text(checked, outline, article, tree)
    return PlannedPage(page_file(text.view.page), plan_article(outline, article.key, suggested=similar), text)


def with_found(page: PlannedPage, found: Found | None) -> PlannedPage:
    """An article's page that is made together with what search shows of it."""
    return replace(page, text=replace(page.text, found=found)) if found and page.text else page


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


def _text(checked: Checked, outline: Outline, article: Article, tree: Tree | None) -> Text:
    """What an article's page needs besides its view."""
    address = article_address(checked.site.settings, article.key, outline.language)
    view = Viewpoint(article.path, address, outline.language)
    facts = checked.bodies.facts.get(article.path, NO_FACTS)
    if tree is None or article.language != outline.language:
        return Text(view, facts)
    path, document = plan_document(tree, article)
    return Text(view, facts, (path, dict(document)), (markdown_address(address), article.title, article.summary))
