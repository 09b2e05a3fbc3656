"""The outline of a language as far as it is asked for: what one page shows of a large site, and nothing of the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helploop.outputs.pages.outline import Outline, Teaser, changes_of, empty_outline, rank, teasers_of

if TYPE_CHECKING:
    from helploop.model.site import Site


class _Order(dict[str, tuple[str, ...]]):
    """The articles of a folder, in order."""

    def __init__(self, site: Site, language: str) -> None:
        super().__init__()
        self._site = site
        self._language = language
        self._keys: dict[str, list[str]] = {}
        for key in site.article_keys:
            self._keys.setdefault(key.rpartition("/")[0], []).append(key)

    def __missing__(self, folder: str) -> tuple[str, ...]:
        shown = {key: self._site.article(key, self._language) for key in self._keys.get(folder, ())}
        ranks = {key: rank(article, article.title, key) for key, article in shown.items() if article}
        found = self[folder] = tuple(sorted(ranks, key=ranks.__getitem__))
        return found


class _Places(dict[str, int]):
    """An article's place in its folder."""

    def __init__(self, order: _Order) -> None:
        super().__init__()
        self._order = order

    def __missing__(self, key: str) -> int:
        for place, near in enumerate(self._order[key.rpartition("/")[0]]):
            self[near] = place
        return self[key]


class _Links(dict[str, Teaser]):
    """An article's title and address."""

    def __init__(self, outline: Outline) -> None:
        super().__init__()
        self._outline = outline

    def __contains__(self, key: object) -> bool:
        return self._outline.site.article(str(key), self._outline.language) is not None

    def __missing__(self, key: str) -> Teaser:
        article = self._outline.site.article(key, self._outline.language)
        if article is None:
            raise KeyError(key)
        found = self[key] = teasers_of(self._outline, article)[0]
        return found


def outline_part(site: Site, language: str) -> Outline:
    """What pages of articles need of an outline."""
    order = _Order(site, language)
    outline = replace(empty_outline(site, language), articles=order, places=_Places(order), changes=changes_of(site))
    return replace(outline, links=_Links(outline))
