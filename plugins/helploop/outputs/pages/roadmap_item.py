"""An item's page: what it is, where it stands, what happened to it, and how to follow it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from helploop.model.address import article_address, changelog_address, quoted, roadmap_address
from helploop.model.roadmap import SHIPPED
from helploop.model.rules.roadmap import last_reviewed
from helploop.model.timeline import timeline
from helploop.outputs.addresses import resolve
from helploop.outputs.links import Viewpoint
from helploop.outputs.pages.outline import Teaser
from helploop.outputs.pages.roadmap import board_of, feed_links, roadmap_parts, roadmap_view
from helploop.outputs.pages.shell import Feed, Shell, page_shell
from helploop.outputs.roadmap_words import confidence_word, event_words, item_words, target_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from helploop.model.body import Body
    from helploop.model.roadmap import Item
    from helploop.outputs.links import Links
    from helploop.outputs.pages.outline import Outline
    from helploop.outputs.pages.roadmap import Board, RoadmapView, StageMark, TagLink
    from helploop.outputs.pages.theme import Theme
    from helploop.outputs.roadmap_words import ItemWords

    #: The converted body of an item in a language.
    BodyOf = Callable[[Item, str], Body]


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the history: the day, what happened, and the entry that tells more."""

    day: date
    text: str
    entry: Teaser | None = None


@dataclass(frozen=True, slots=True)
class FormerItem:
    """An id that was folded into the item, with the title it had, if git knows it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """What an item's page shows.

    `language` and `direction` are set when the text is not in the page's language; `is_outdated` when the
    original has changed since it was translated. `is_history_unknown` says that the clone was shallow.
    """

    shell: Shell
    id: str
    title: str
    stage: StageMark
    crumbs: tuple[Teaser, ...]
    summary: str = ""
    html: str = ""
    reason: str = ""
    language: str = ""
    direction: str = ""
    is_outdated: bool = False
    original: str = ""
    tags: tuple[TagLink, ...] = ()
    asked: int = 0
    target: str = ""
    confidence: str = ""
    reviewed: date | None = None
    shipped: tuple[Moment, ...] = ()
    articles: tuple[Teaser, ...] = ()
    links: tuple[str, ...] = ()
    merged: tuple[FormerItem, ...] = ()
    history: tuple[Moment, ...] = ()
    is_history_unknown: bool = False
    feeds: tuple[Feed, ...] = ()


def plan_roadmap_pages(outline: Outline, body_of: BodyOf, links: Links) -> Iterator[tuple[str, RoadmapView | ItemView]]:
    """Every page of the roadmap in a language: address and view. Nothing when the site has no roadmap."""
    if outline.site.roadmap is None:
        return
    board = board_of(outline)
    settings, language = outline.site.settings, outline.language
    for part, slug, is_list in roadmap_parts(board.roadmap):
        yield roadmap_address(settings, language, part), roadmap_view(board, part, slug, is_list=is_list)
    for item in board.roadmap.items:
        address = roadmap_address(settings, language, item.id)
        yield address, item_view(board, item, body_of(item, language), links)


def item_view(board: Board, item: Item, body: Body, links: Links) -> ItemView:
    """The page of an item in the board's language."""
    settings, strings, language = board.site.settings, board.outline.strings, board.outline.language
    words = item_words(item, language, settings.default_language, board.roadmap.path)
    address = roadmap_address(settings, language, item.id)
    feeds = feed_links(board, item.id, words.title)
    history = tuple(_history(board, item))
    return ItemView(
        shell=_shell(board, item, words, feeds),
        id=item.id,
        title=words.title,
        stage=board.mark(item),
        crumbs=(Teaser(strings.text("Roadmap"), quoted(roadmap_address(settings, language))),),
        summary=words.summary,
        html=resolve(body.html, links, Viewpoint(words.path, address, language)) if body.html else "",
        reason=words.reason,
        language=words.language,
        direction=settings.language(words.language).direction if words.language else "",
        is_outdated=words.is_outdated,
        original=quoted(roadmap_address(settings, settings.default_language, item.id)),
        tags=tuple(board.tag_link(tag) for tag in item.tags),
        asked=board.asked(item),
        target=target_word(words.target, strings),
        confidence=confidence_word(item.confidence, strings),
        reviewed=last_reviewed(board.roadmap, item),
        shipped=tuple(moment for moment in history if moment.entry) if board.mark(item).id == SHIPPED else (),
        articles=tuple(_articles(board, item)),
        links=tuple(each for each in item.links if links.target(each, board.roadmap.path).kind != "hidden"),
        merged=tuple(_former(board, item)),
        history=history,
        is_history_unknown=board.roadmap.history.is_shallow,
        feeds=feeds,
    )


def _shell(board: Board, item: Item, words: ItemWords, feeds: tuple[Feed, ...]) -> Shell:
    """The outside of the page: it stands in every language, and is written in those of the item."""
    settings = board.site.settings
    return page_shell(
        settings,
        board.outline.frame,
        kind="item",
        title=words.title,
        description=words.summary,
        addresses={tag: roadmap_address(settings, tag, item.id) for tag in settings.tags},
        written=[tag for tag in settings.tags if tag == settings.default_language or tag in item.translations],
        feeds=feeds,
        styles=("roadmap",),
    )


def _history(board: Board, item: Item) -> Iterator[Moment]:
    """What happened, the newest first."""
    for event in reversed(timeline(item.id, board.shipping)):
        text = event_words(event, board.roadmap, board.outline.strings)
        entry = _entry(board, event.entry.key) if event.entry else None
        yield Moment(event.when.date(), text, entry)


def _entry(board: Board, key: str) -> Teaser | None:
    site, language = board.site, board.outline.language
    entry = site.entry(key, language)
    if entry is None:
        return None
    teaser = Teaser(entry.title, quoted(changelog_address(site.settings, language, key)))
    if entry.language == language:
        return teaser
    return replace(teaser, language=entry.language, direction=site.settings.language(entry.language).direction)


def _articles(board: Board, item: Item) -> Iterator[Teaser]:
    """The articles the item names, and those of the entries that shipped it."""
    site, language = board.site, board.outline.language
    named = (*item.articles, *(name for entry in board.shipping.of(item) for name in entry.articles))
    for key in dict.fromkeys(site.articles_by_id.get(name, "") for name in named):
        article = site.article(key, language)
        if article is not None:
            href = quoted(article_address(site.settings, key, language))
            yield Teaser(article.title, href, article.summary, *board.outline.marks(article))


def _former(board: Board, item: Item) -> Iterator[FormerItem]:
    for former in item.merged:
        seen = board.roadmap.history.seen.get(former)
        yield FormerItem(former, seen.title if seen else former)


def render_item(view: ItemView, theme: Theme) -> str:
    """An item's page as HTML."""
    return theme.render("roadmap_item.html", view.shell, page=view)
