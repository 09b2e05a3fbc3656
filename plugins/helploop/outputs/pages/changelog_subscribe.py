"""How to subscribe, for people who have never heard of feeds: what to do, and every feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import absolute, changelog_address, quoted
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
    """A feed to subscribe to: what it tells of, and its absolute addresses."""

    title: str
    atom: str
    rss: str
    json: str
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeView:
    """The page. `main` is the feed of everything."""

    shell: Shell
    main: Offer
    offers: tuple[Offer, ...]
    opml: str
    crumbs: tuple[Teaser, ...]


def subscribe_view(outline: Outline, feeds: Sequence[FeedValue], opml: str = "feeds.opml") -> SubscribeView:
    """The page of one language, from the feeds of that language (others are passed over)."""
    settings, strings = outline.site.settings, outline.strings
    own = [_offer(feed) for feed in feeds if feed.is_listed and feed.language == outline.language]
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
        main=own[0] if own else _no_offer(outline),
        offers=tuple(own[1:]),
        opml=quoted(opml),
        crumbs=(Teaser(strings.text("What’s new"), part_href(outline)),),
    )


def _offer(feed: FeedValue) -> Offer:
    atom, rss, json = (feed.url(form) for form in (FeedFormat.ATOM, FeedFormat.RSS, FeedFormat.JSON))
    return Offer(feed.label or feed.title, atom, rss, json, len(feed.items))


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
