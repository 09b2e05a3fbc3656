"""The roadmap's pages: a board by stage, a list by how many asked, and both for each tag, without scripts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from helploop.model.address import quoted, roadmap_address
from helploop.model.entry import label_slug
from helploop.model.feed import FeedFormat
from helploop.model.roadmap import DECLINED, FINAL_STAGES, SHIPPED, roadmap_tags
from helploop.model.rules.roadmap import last_reviewed
from helploop.model.settings import RoadmapSettings
from helploop.model.shipping import Shipping, shipping_of
from helploop.outputs.pages.changelog_subscribe import subscribe_href
from helploop.outputs.pages.labels import often_used
from helploop.outputs.pages.shell import Feed, Shell, page_shell
from helploop.outputs.roadmap_words import TONES, confidence_word, item_words, stage_word, target_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from helploop.model.roadmap import Item, Roadmap
    from helploop.model.site import Site
    from helploop.outputs.pages.outline import Outline
    from helploop.outputs.pages.theme import Theme

#: How many shipped or declined items the board shows; the list has all of them.
MAX_DONE = 12


@dataclass(frozen=True, slots=True)
class StageMark:
    """A stage as readers see it: its name, a tone of the theme, and a colour of the site's own or nothing."""

    id: str
    title: str
    tone: str = "plain"
    color: str = ""


@dataclass(frozen=True, slots=True)
class TagLink:
    """A tag: its name, its page, and how many items have it."""

    name: str
    href: str
    count: int = 0
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCard:
    """An item on the board or in the list. `asked` is 0 where too few asked to say so in public."""

    title: str
    href: str
    stage: StageMark
    summary: str = ""
    tags: tuple[TagLink, ...] = ()
    asked: int = 0
    target: str = ""
    confidence: str = ""
    reviewed: date | None = None
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with its items; `rest` is how many more the list has."""

    stage: StageMark
    cards: tuple[ItemCard, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapView:
    """The board (`columns`) or the list (`cards`) of all items, or of those with a tag."""

    shell: Shell
    heading: str
    board: str
    list: str
    is_list: bool = False
    tag: str = ""
    columns: tuple[Column, ...] = ()
    declined: Column | None = None
    cards: tuple[ItemCard, ...] = ()
    tags: tuple[TagLink, ...] = ()
    tags_left: int = 0
    """How many tags only the page of all items offers."""
    is_empty: bool = False
    follow: str = ""
    """Where the page on subscribing names the feed, for people who have never seen one; empty where there is none."""


@dataclass(frozen=True)
class Board:
    """A roadmap in one language: what its pages are made from. Made once per language."""

    outline: Outline
    roadmap: Roadmap
    shipping: Shipping
    tags: Mapping[str, str]
    """Every tag's name by its part of an address."""

    @property
    def site(self) -> Site:
        """The site it belongs to."""
        return self.outline.site

    @property
    def options(self) -> RoadmapSettings:
        """The roadmap's settings."""
        return self.site.settings.roadmap or RoadmapSettings()

    @cached_property
    def counts(self) -> Counter[str]:
        """How many items have each tag."""
        return Counter(slug for item in self.roadmap.items for slug in {label_slug(tag) for tag in item.tags})

    @cached_property
    def often(self) -> frozenset[str]:
        """The tags that most items have."""
        return often_used(self.counts)

    def mark(self, item: Item) -> StageMark:
        """The stage an item really stands in."""
        return self.stage_mark(self.shipping.stage(item))

    def stage_mark(self, stage_id: str) -> StageMark:
        """A stage as readers see it."""
        stage = self.roadmap.stage(stage_id)
        return StageMark(stage.id, stage_word(stage, self.outline.strings), TONES.get(stage.id, "plain"), stage.color)

    def asked(self, item: Item) -> int:
        """How many asked, if enough did to say so."""
        return item.asked if item.asked >= self.options.min_asked else 0

    def tag_link(self, name: str, *, current: str = "") -> TagLink:
        """A tag with its page; a tag without letters has none."""
        slug = label_slug(name)
        settings, language = self.site.settings, self.outline.language
        href = quoted(roadmap_address(settings, language, f"tag/{slug}")) if slug else ""
        return TagLink(settings.label_name(name, language), href, is_current=bool(slug) and slug == current)

    def card(self, item: Item) -> ItemCard:
        """An item for the board or the list."""
        settings, language = self.site.settings, self.outline.language
        words = item_words(item, language, settings.default_language, self.roadmap.path)
        is_done = self.shipping.stage(item) in FINAL_STAGES
        return ItemCard(
            title=words.title,
            href=quoted(roadmap_address(settings, language, item.id)),
            stage=self.mark(item),
            summary=words.summary,
            tags=tuple(self.tag_link(tag) for tag in item.tags),
            asked=self.asked(item),
            target="" if is_done else target_word(words.target, self.outline.strings),
            confidence=confidence_word(item.confidence, self.outline.strings),
            reviewed=last_reviewed(self.roadmap, item),
            language=words.language,
            direction=settings.language(words.language).direction if words.language else "",
        )


def board_of(outline: Outline) -> Board:
    """The board of a language. The site has a roadmap.

    Raises:
        ValueError: it has none.
    """
    roadmap = outline.site.roadmap
    if roadmap is None:
        raise ValueError("the site has no roadmap")
    return Board(outline, roadmap, shipping_of(outline.site), roadmap_tags(roadmap))


def roadmap_parts(roadmap: Roadmap) -> Iterable[tuple[str, str, bool]]:
    """Every page but the items' own: its part of the address, its tag's slug, and whether it is a list."""
    for slug in ("", *roadmap_tags(roadmap)):
        part = f"tag/{slug}" if slug else ""
        yield part, slug, False
        yield f"{part}/list".lstrip("/"), slug, True


def roadmap_view(board: Board, part: str, slug: str, *, is_list: bool) -> RoadmapView:
    """One of `roadmap_parts` in the board's language."""
    settings, strings, language = board.site.settings, board.outline.strings, board.outline.language
    items = [item for item in board.roadmap.items if not slug or slug in {label_slug(tag) for tag in item.tags}]
    tag = settings.label_name(board.tags[slug], language) if slug else ""
    top = f"tag/{slug}" if slug else ""
    heading = strings.text("Roadmap: {tag}", tag=tag) if tag else strings.text("Roadmap")
    tags = tuple(_tag_links(board, slug))
    return RoadmapView(
        shell=page_shell(
            settings,
            board.outline.frame,
            kind="roadmap",
            title=heading,
            description=strings.text("What we think about, plan and build, and what has shipped."),
            addresses={each: roadmap_address(settings, each, part) for each in settings.tags},
            feeds=feed_links(board, top, heading),
            styles=("roadmap",),
            scripts=("roadmap",),
        ),
        heading=heading,
        board=quoted(roadmap_address(settings, language, top)),
        list=quoted(roadmap_address(settings, language, f"{top}/list".lstrip("/"))),
        is_list=is_list,
        tag=tag,
        columns=() if is_list else _columns(board, items),
        declined=None if is_list else _declined(board, items),
        cards=_by_asked(board, items) if is_list else (),
        tags=tags,
        tags_left=len(board.tags) - len(tags),
        is_empty=not items,
        follow=subscribe_href(board.outline, f"roadmap/{top}") if settings.changelog else "",
    )


def feed_links(board: Board, part: str, title: str) -> tuple[Feed, ...]:
    """The three feeds of a part of the roadmap, for a page's head; none where its URL is unknown."""
    settings = board.site.settings
    if not settings.site_url:
        return ()
    folder = quoted(roadmap_address(settings, board.outline.language, part))
    return tuple(Feed(folder + form.file, form.mime, f"{settings.site_name}: {title}") for form in FeedFormat)


def _tag_links(board: Board, current: str) -> Iterable[TagLink]:
    for slug, name in board.tags.items():
        if not current or slug == current or slug in board.often:
            link = board.tag_link(name)
            yield TagLink(link.name, link.href, board.counts[slug], slug == current)


def _columns(board: Board, items: list[Item]) -> tuple[Column, ...]:
    """A column a stage, the declined ones apart. What shipped last stands first."""
    columns = []
    for stage in board.roadmap.stages:
        if stage.id == DECLINED:
            continue
        inside = [item for item in items if board.shipping.stage(item) == stage.id]
        if stage.id == SHIPPED:
            inside.sort(key=lambda item: _shipped_on(board, item), reverse=True)
        columns.append(_column(board, stage.id, inside, MAX_DONE if stage.id == SHIPPED else len(inside)))
    return tuple(columns)


def _shipped_on(board: Board, item: Item) -> str:
    entries = board.shipping.of(item)
    return entries[-1].date.isoformat() if entries else ""


def _declined(board: Board, items: list[Item]) -> Column | None:
    inside = [item for item in items if board.shipping.stage(item) == DECLINED]
    return _column(board, DECLINED, inside, MAX_DONE) if inside else None


def _column(board: Board, stage_id: str, items: list[Item], most: int) -> Column:
    cards = tuple(board.card(item) for item in items[:most])
    return Column(board.stage_mark(stage_id), cards, max(0, len(items) - most))


def _by_asked(board: Board, items: list[Item]) -> tuple[ItemCard, ...]:
    """Open items first, those most asked for at the top; in the order of the file where as many asked."""
    ordered = sorted(items, key=lambda item: (board.shipping.stage(item) in FINAL_STAGES, -board.asked(item)))
    return tuple(board.card(item) for item in ordered)


def render_roadmap(view: RoadmapView, theme: Theme) -> str:
    """The board or the list as HTML."""
    return theme.render("roadmap.html", view.shell, page=view)
