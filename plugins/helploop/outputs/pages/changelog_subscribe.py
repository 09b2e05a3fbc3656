"""How to subscribe, for people who have never heard of feeds: what to do, and every feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import absolute, changelog_address, home_address, quoted
from helploop.model.feed import FeedFormat
from helploop.outputs.pages.changelog_cards import part_href
from helploop.outputs.pages.outline import Teaser
from helploop.outputs.pages.shell import Shell, page_shell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helploop.model.feed import Feed as FeedValue
    from helploop.outputs.pages.outline import Outline
    from helploop.outputs.pages.theme import Theme


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed to subscribe to: what it tells of, and its absolute addresses. `anchor` is its place on the page."""

    title: str
    atom: str
    rss: str
    json: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Feeds of one sort, below the sort's name."""

    title: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeView:
    """The page. `main` is the feed of everything."""

    shell: Shell
    main: Offer
    groups: tuple[Group, ...]
    opml: str
    crumbs: tuple[Teaser, ...]


def subscribe_view(outline: Outline, feeds: Sequence[FeedValue], opml: str = "feeds.opml") -> SubscribeView:
    """The page of one language, from the feeds of that language (others are passed over)."""
    settings, strings = outline.site.settings, outline.strings
    own = [feed for feed in feeds if feed.is_listed and feed.language == outline.language]
    shell = page_shell(
        settings,
        outline.frame,
        kind="changelog",
        title=strings.text("Subscribe"),
        description=strings.text("Read what’s new where you read everything else."),
        addresses={tag: changelog_address(settings, tag, "subscribe") for tag in settings.tags},
        styles=("changelog",),
    )
    return SubscribeView(
        shell=shell,
        main=_offer(own[0], "") if own else _no_offer(outline),
        groups=tuple(_groups(outline, own[1:])),
        opml=quoted(opml),
        crumbs=(Teaser(strings.text("What’s new"), part_href(outline)),),
    )


def subscribe_href(outline: Outline, part: str = "") -> str:
    """The quoted address of the page, and on it of the feed of a part of the changelog (`label/api`)."""
    return part_href(outline, "subscribe") + (f"#{quoted(_anchor(part))}" if part else "")


def _anchor(part: str) -> str:
    return part.strip("/").replace("/", "-")


def _groups(outline: Outline, feeds: Sequence[FeedValue]) -> Iterator[Group]:
    """The feeds by kind, by label, and of the roadmap; what has no feed has no group."""
    settings, strings, language = outline.site.settings, outline.strings, outline.language
    changelog = changelog_address(settings, language)
    kinds: list[Offer] = []
    labels: list[Offer] = []
    roadmap: list[Offer] = []
    for feed in feeds:
        part = feed.folder.removeprefix(changelog)
        if part == feed.folder:
            part = feed.folder.removeprefix(home_address(settings, language))
            roadmap.append(_offer(feed, part, strings.text("All")))
        else:
            (labels if part.startswith("label/") else kinds).append(_offer(feed, part))
    words = (strings.text("By kind"), strings.text("By label"), strings.text("Roadmap"))
    for title, offers in zip(words, (kinds, labels, roadmap), strict=True):
        if offers:
            yield Group(title, tuple(offers))


def _offer(feed: FeedValue, part: str, nameless: str = "") -> Offer:
    atom, rss, json = (feed.url(form) for form in (FeedFormat.ATOM, FeedFormat.RSS, FeedFormat.JSON))
    return Offer(feed.label or nameless or feed.title, atom, rss, json, _anchor(part))


def _no_offer(outline: Outline) -> Offer:
    """The main feed's addresses when the site's URL is unknown: paths."""
    settings = outline.site.settings
    folder = changelog_address(settings, outline.language)
    atom, rss, json = (
        absolute(settings, folder + form.file) for form in (FeedFormat.ATOM, FeedFormat.RSS, FeedFormat.JSON)
    )
    return Offer(outline.strings.text("{site}: what’s new", site=settings.site_name), atom, rss, json)


def plan_subscribe_pages(
    outlines: Sequence[Outline], feeds: Sequence[FeedValue]
) -> Iterator[tuple[str, SubscribeView]]:
    """The page in every language: its address, and its view."""
    for outline in outlines:
        address = changelog_address(outline.site.settings, outline.language, "subscribe")
        yield address, subscribe_view(outline, feeds)


def render_subscribe(view: SubscribeView, theme: Theme) -> str:
    """The page as HTML."""
    return theme.render("changelog_subscribe.html", view.shell, page=view)
