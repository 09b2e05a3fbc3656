"""A site with one article read again: what `load_site` would find, where nothing but that text has changed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from helploop.sources.article import Place
from helploop.sources.inherit import divided, inherited_articles
from helploop.sources.site import load_page

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.article import Article
    from helploop.model.site import Site
    from helploop.sources.kept import Kept
    from helploop.sources.site import Page


def load_again(root: Path, site: Site, path: str, kept: Kept[Page]) -> tuple[Site, Article] | None:
    """The site with the article of a file as it is now, and that article.

    None where that is not all there is to say: the file is no public article, has mistakes, or is somebody else now.
    """
    before = next((article for article in site.articles.values() if article.path == path), None)
    if before is None:
        return None
    settings, key = site.settings, before.key
    written: dict[tuple[str, str], Article] = {}
    for language in settings.tags:
        known = site.articles.get((key, language))
        if known is not None:
            place = Place(known.path, key, language)
            page = kept.value(root / known.path, repr(place), partial(load_page, root, place))
            if page.article is None or any(problem.is_error for problem in page.problems):
                return None
            written[key, language] = page.article
    shown, hidden = divided(inherited_articles(written, settings.default_language), site.today)
    after = shown.get((key, before.language))
    if hidden or after is None or after.id != before.id:
        return None
    return replace(site, articles={**site.articles, **shown}), after
