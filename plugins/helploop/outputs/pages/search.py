"""The page of search results. Its script fills it; without scripts it lists the articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import search_address
from helploop.outputs.pages.shell import Shell, page_shell

if TYPE_CHECKING:
    from helploop.outputs.pages.outline import Outline, Teaser
    from helploop.outputs.pages.theme import Theme

#: More articles than this are a page of their own, which this one links to.
MAX_LISTED = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """`articles` is empty where there are too many to list here."""

    shell: Shell
    articles: tuple[Teaser, ...]
    count: int


def search_view(outline: Outline) -> SearchView:
    """The results page of a language."""
    settings = outline.site.settings
    few = len(outline.links) <= MAX_LISTED
    return SearchView(
        shell=page_shell(
            settings,
            outline.frame,
            kind="search",
            title=outline.strings.text("Search"),
            addresses={tag: search_address(settings, tag) for tag in settings.tags},
        ),
        articles=tuple(sorted(outline.links.values(), key=lambda link: link.title.casefold())) if few else (),
        count=len(outline.links),
    )


def render_search(view: SearchView, theme: Theme) -> str:
    """The page as HTML."""
    return theme.render("search.html", view.shell, page=view)
