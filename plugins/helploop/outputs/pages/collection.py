"""A collection's page: its own text, its articles, and its sub-collections with the first of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import article_address
from helploop.outputs.pages.shell import Shell, page_shell

if TYPE_CHECKING:
    from helploop.outputs.pages.outline import Card, Outline, Teaser
    from helploop.outputs.pages.theme import Theme

#: How many articles of a sub-collection stand on its parent's page.
MAX_PREVIEW = 6


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-collection on its parent's page, with its first articles."""

    card: Card
    articles: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionView:
    """`language` and `direction` are set when title and text are not in the page's language."""

    shell: Shell
    title: str
    summary: str
    icon: str
    count: int
    crumbs: tuple[Teaser, ...]
    articles: tuple[Teaser, ...]
    parts: tuple[Part, ...]
    html: str = ""
    language: str = ""
    direction: str = ""


def collection_view(outline: Outline, key: str, html: str = "") -> CollectionView:
    """The page of a collection; the top (an empty key) lists everything. `html` is its converted body."""
    site, settings = outline.site, outline.site.settings
    found = site.collection(key, outline.language) if key else None
    title = outline.title_of(key) if key else outline.strings.text("All articles")
    language, direction = outline.marks(found)
    card = outline.card(key)
    written = [tag for tag in settings.tags if (key, tag) in site.collections or not found]
    return CollectionView(
        shell=page_shell(
            settings,
            outline.frame,
            kind="collection",
            title=title,
            description=card.summary if key else "",
            addresses={tag: article_address(settings, key, tag) for tag in settings.tags},
            written=written if settings.default_language in written else None,
        ),
        title=title,
        summary=card.summary if key else "",
        icon=card.icon if key else "",
        count=card.count,
        crumbs=outline.crumbs_of(key.rpartition("/")[0]) if key else outline.crumbs_of(""),
        articles=tuple(outline.teasers[article] for article in outline.articles.get(key, ())),
        parts=tuple(_part(outline, sub, everything=not key) for sub in outline.collections.get(key, ())),
        html=html,
        language=language,
        direction=direction,
    )


def _part(outline: Outline, key: str, *, everything: bool) -> Part:
    """A sub-collection; on the page of everything with all articles in it and below it, as links only."""
    if not everything:
        shown = outline.articles.get(key, ())[:MAX_PREVIEW]
        return Part(outline.card(key), tuple(outline.teasers[article] for article in shown))
    return Part(outline.card(key), tuple(outline.links[article] for article in _below(outline, key)))


def _below(outline: Outline, key: str) -> tuple[str, ...]:
    found = outline.articles.get(key, ())
    for sub in outline.collections.get(key, ()):
        found += _below(outline, sub)
    return found


def render_collection(view: CollectionView, theme: Theme) -> str:
    """A collection's page as HTML."""
    return theme.render("collection.html", view.shell, page=view)
