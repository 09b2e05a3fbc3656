"""A planned page: its file and its view. What renders a view is found by the view's type."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.outputs.pages.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from helploop.model.search_document import SearchDocument
    from helploop.outputs.links import Viewpoint
    from helploop.pipeline.bodies import Facts

#: What renders a view stands in the view's module: who makes one kind of page needs no other.
RENDERERS = {
    "ArticleView": "render_article",
    "ChangelogListView": "render_changelog_list",
    "ChangelogView": "render_changelog",
    "EntryView": "render_entry",
    "SubscribeView": "render_subscribe",
    "CollectionView": "render_collection",
    "HomeView": "render_home",
    "NotFoundView": "render_not_found",
    "RoadmapView": "render_roadmap",
    "ItemView": "render_item",
    "SearchView": "render_search",
}


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an article on its page: where it was written and where it stands, and what is known of it.

    `document` is its file in the API with all but the HTML; `mirror` the file, title and summary of its Markdown. A
    text shown in place of a translation has neither. `found` is what search knows of it.
    """

    view: Viewpoint
    facts: Facts
    document: tuple[str, dict[str, Any]] | None = None
    mirror: tuple[str, str, str] | None = None
    found: Found | None = None


class Found(NamedTuple):
    """What search shows of an article: how its files begin, and all of its document but the text."""

    place: str
    document: SearchDocument


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """Where a page will stand (a file's path in the site) and what it will show: an article gets its text later."""

    file: str
    view: Any
    text: Text | None = None

    @property
    def paths(self) -> list[str]:
        """All files that are made with it."""
        paths = [self.file]
        if self.text and self.text.document:
            paths.append(self.text.document[0])
        if self.text and self.text.mirror:
            paths.append(self.text.mirror[0])
        return paths


@lru_cache(maxsize=2)
def _theme(overrides: tuple[tuple[str, str], ...], stamp: str) -> Theme:  # noqa: ARG001 - another stamp, another theme
    return Theme(overrides)


def render_page(view: Any, overrides: tuple[tuple[str, str], ...], stamp: str) -> bytes:
    """In a worker: a view to the bytes of its page. `stamp` changes with the templates."""
    kind = type(view)
    render: Callable[[Any, Theme], str] = getattr(sys.modules[kind.__module__], RENDERERS[kind.__name__])
    return render(view, _theme(overrides, stamp)).encode("utf-8", "surrogatepass")
