"""A planned page: its file and its view. What renders a view is found by the view's type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from helploop.outputs.pages.article import ArticleView, render_article
from helploop.outputs.pages.changelog import (
    ChangelogListView,
    ChangelogView,
    EntryView,
    render_changelog,
    render_changelog_list,
    render_entry,
)
from helploop.outputs.pages.changelog_subscribe import SubscribeView, render_subscribe
from helploop.outputs.pages.collection import CollectionView, render_collection
from helploop.outputs.pages.home import HomeView, render_home
from helploop.outputs.pages.not_found import NotFoundView, render_not_found
from helploop.outputs.pages.roadmap import RoadmapView, render_roadmap
from helploop.outputs.pages.roadmap_item import ItemView, render_item
from helploop.outputs.pages.search import SearchView, render_search
from helploop.outputs.pages.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

RENDERERS: dict[type, Callable[[Any, Theme], str]] = {
    ArticleView: render_article,
    ChangelogListView: render_changelog_list,
    ChangelogView: render_changelog,
    EntryView: render_entry,
    SubscribeView: render_subscribe,
    CollectionView: render_collection,
    HomeView: render_home,
    NotFoundView: render_not_found,
    RoadmapView: render_roadmap,
    ItemView: render_item,
    SearchView: render_search,
}


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """Where a page will stand (a file's path in the site) and what it will show."""

    file: str
    view: Any


@lru_cache(maxsize=2)
def _theme(overrides: tuple[tuple[str, str], ...], stamp: str) -> Theme:  # noqa: ARG001 - another stamp, another theme
    return Theme(overrides)


def render_page(view: Any, overrides: tuple[tuple[str, str], ...], stamp: str) -> bytes:
    """In a worker: a view to the bytes of its page. `stamp` changes with the templates."""
    return RENDERERS[type(view)](view, _theme(overrides, stamp)).encode("utf-8", "surrogatepass")
