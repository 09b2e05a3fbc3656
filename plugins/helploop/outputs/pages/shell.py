"""What all pages share: head, header, footer, and where the same page stands in other languages.

A `Frame` is the same for all pages of a language; a `Shell` belongs to one page and holds its frame. Both are
plain frozen values. Links in them are quoted addresses relative to the site's root: templates put
`shell.root` before them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.model.address import (
    article_address,
    changelog_address,
    home_address,
    markdown_address,
    quoted,
    roadmap_address,
    search_address,
)
from helploop.model.card import KINDS, Card, card_address
from helploop.outputs.pages.search_strings import search_strings
from helploop.outputs.strings import strings_for

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from helploop.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed a page points to in its head: `type` is a media type."""

    href: str
    type: str
    title: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in one language. `is_written` says that the text is really in that language."""

    tag: str
    name: str
    direction: str
    href: str
    is_written: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A language of the site, and where its front page is."""

    tag: str
    name: str
    direction: str
    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all pages of one language share. Empty texts mean: the site has none, leave it out."""

    language: str
    direction: str
    site_name: str
    site_url: str
    base_path: str
    default_language: str
    home: str
    places: tuple[Place, ...]
    changelog: str = ""
    roadmap: str = ""
    search: str = ""
    search_strings: str = ""
    articles: str = ""
    logo: str = ""
    contact_url: str = ""
    contact_email: str = ""
    feedback_endpoint: str = ""
    signals_endpoint: str = ""
    copyright: str = ""
    feeds: tuple[Feed, ...] = ()
    layout: str = "base.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The outside of one page.

    `kind` becomes the body's class (`hl-page-article`). `root` leads from the page to the site's root (`../../`).
    `href` is the page's own quoted address and `canonical` an absolute URL or empty; `markdown` is the quoted
    address of the text as Markdown, where there is one. `image` is the
    picture's address, that of the `card` if one is drawn. `styles` and `scripts`
    name assets the page needs besides the shared ones (`changelog` for `assets/changelog.css`).
    """

    frame: Frame = field(repr=False)
    kind: str
    title: str
    href: str
    root: str
    description: str = ""
    canonical: str = ""
    markdown: str = ""
    noindex: bool = False
    alternates: tuple[Alternate, ...] = ()
    feeds: tuple[Feed, ...] = ()
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    image: str = ""
    card: Card | None = None
    json_ld: str = ""


def site_frame(settings: Settings, language: str) -> Frame:
    """The frame of a language's pages."""
    strings = strings_for(language)
    return Frame(
        language=language,
        direction=settings.language(language).direction,
        site_name=settings.site_name,
        site_url=settings.site_url,
        base_path=quoted(settings.base_path),
        default_language=settings.default_language,
        home=quoted(home_address(settings, language)),
        places=tuple(
            Place(each.tag, each.name, each.direction, quoted(home_address(settings, each.tag)))
            for each in settings.languages
        ),
        changelog=quoted(changelog_address(settings, language)) if settings.changelog else "",
        roadmap=quoted(roadmap_address(settings, language)) if settings.roadmap else "",
        search=quoted(search_address(settings, language)) if settings.search else "",
        search_strings=search_strings(strings) if settings.search else "",
        articles=quoted(article_address(settings, "", language)),
        logo=settings.logo,
        contact_url=settings.contact_url,
        contact_email=settings.contact_email,
        feedback_endpoint=settings.feedback_endpoint,
        signals_endpoint=settings.signals_endpoint,
        copyright=settings.copyright,
        feeds=_feeds(settings, language),
        layout="material.html" if settings.theme == "material" else "base.html",
    )


def _feeds(settings: Settings, language: str) -> tuple[Feed, ...]:
    if not settings.changelog:
        return ()
    at, strings = quoted(changelog_address(settings, language)), strings_for(language)
    title = strings.text("{site}: what’s new", site=settings.site_name)
    return (
        Feed(f"{at}atom.xml", "application/atom+xml", title),
        Feed(f"{at}feed.xml", "application/rss+xml", title),
        Feed(f"{at}feed.json", "application/feed+json", title),
    )


def root_of(address: str) -> str:
    """The way from a page back to the site's root: `de/changelog/` -> `../../`."""
    return "../" * address.count("/") or "./"


def page_shell(  # noqa: PLR0913 - a page has this many outsides, all by name
    settings: Settings,
    frame: Frame,
    *,
    kind: str,
    title: str,
    addresses: Mapping[str, str],
    written: Collection[str] | None = None,
    description: str = "",
    feeds: tuple[Feed, ...] = (),
    styles: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
    image: str = "",
    json_ld: str = "",
) -> Shell:
    """The shell of a page that stands at `addresses[tag]` in each language it has a page in; the others lead home.

    `written` names those its text is in (default: all); elsewhere it shows the original, not indexed, canonical to it.
    """
    tags = addresses.keys() if written is None else written
    language, canonical = _shown(frame, addresses, tags, settings.default_language)
    card = _card(settings, frame, title, language) if kind in KINDS and has_markdown(kind, canonical) else None
    return Shell(
        frame=frame,
        kind=kind,
        title=title,
        href=quoted(addresses[frame.language]),
        root=root_of(addresses[frame.language]),
        description=description,
        canonical=frame.site_url + quoted(canonical) if frame.site_url else "",
        markdown=quoted(markdown_address(canonical)) if frame.site_url and has_markdown(kind, canonical) else "",
        noindex=frame.language not in tags,
        alternates=_alternates(frame, addresses, tags),
        feeds=feeds,
        styles=styles,
        scripts=scripts,
        image=image or (frame.site_url + card_address(card) if card else ""),
        card=None if image else card,
        json_ld=json_ld,
    )


def _shown(frame: Frame, addresses: Mapping[str, str], tags: Collection[str], default: str) -> tuple[str, str]:
    """The language whose text a page shows, and the address it is canonical to."""
    own = addresses[frame.language]
    if frame.language in tags:
        return frame.language, own
    original = default if default in tags else next(iter(tags), frame.language)
    return original, addresses.get(original, own)


def _card(settings: Settings, frame: Frame, title: str, language: str) -> Card | None:
    """What is drawn for a page; nothing on a site without cards, or without an address for them."""
    if not (settings.cards and frame.site_url):
        return None
    direction = settings.language(language).direction
    return Card(title=title, site_name=frame.site_name, language=language, direction=direction)


def has_markdown(kind: str, address: str) -> bool:
    """Whether a page has its text beside it as Markdown: lists that only filter others have none."""
    if kind in {"changelog", "roadmap"}:
        return f"/{address}".endswith(f"/{kind}/") and address.count("/") <= 2
    return kind in {"home", "article", "collection", "entry", "item", "docs"}


def _alternates(frame: Frame, addresses: Mapping[str, str], written: Collection[str]) -> tuple[Alternate, ...]:
    if len(frame.places) == 1:
        return ()
    found = []
    for place in frame.places:
        address = addresses.get(place.tag)
        href = place.home if address is None else quoted(address)
        is_written = address is not None and place.tag in written
        found.append(Alternate(place.tag, place.name, place.direction, href, is_written))
    return tuple(found)
