"""The front page: search first, the collections, what is promoted, what is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import article_address, home_address, quoted
from helploop.outputs.pages.shell import Shell, page_shell
from helploop.outputs.pages.structured_data import website_json

if TYPE_CHECKING:
    from helploop.outputs.pages.outline import Card, Change, Outline, Teaser
    from helploop.outputs.pages.theme import Theme

#: How much of each list the front page shows: it stays a front page at every size of the site.
MAX_PROMOTED = 6
MAX_LOOSE = 8
MAX_NEWS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """`heading` greets; `articles` leads to the list of all; `loose` are articles outside any collection."""

    shell: Shell
    heading: str
    lead: str
    collections: tuple[Card, ...]
    promoted: tuple[Teaser, ...]
    loose: tuple[Teaser, ...]
    news: tuple[Change, ...]
    articles: str
    count: int
    html: str = ""


def home_view(outline: Outline, html: str = "") -> HomeView:
    """The front page of a language; `html` is the converted body of `articles/index.md`, if it has one."""
    site, language = outline.site, outline.language
    settings = site.settings
    top = site.collections.get(("", language))
    loose = outline.articles.get("", ())
    return HomeView(
        shell=page_shell(
            settings,
            outline.frame,
            kind="home",
            title=settings.site_name,
            description=(top.summary if top else "") or settings.site_description,
            addresses={tag: home_address(settings, tag) for tag in settings.tags},
            json_ld=website_json(settings, language) if settings.site_url else "",
        ),
        heading=(top.title if top else "") or outline.strings.text("How can we help?"),
        lead=(top.summary if top else "") or settings.site_description,
        collections=tuple(outline.card(key) for key in outline.collections.get("", ())),
        promoted=_promoted(outline),
        loose=tuple(outline.teasers[key] for key in loose[:MAX_LOOSE]),
        news=_news(outline),
        articles=quoted(article_address(settings, "", language)),
        count=outline.counts.get("", 0),
        html=html,
    )


def _promoted(outline: Outline) -> tuple[Teaser, ...]:
    found = []
    for key, teaser in outline.teasers.items():
        article = outline.site.article(key, outline.language)
        if article and article.promoted:
            found.append((article.order is None, article.order or 0, key, teaser))
    return tuple(teaser for *_, teaser in sorted(found, key=lambda each: each[:3])[:MAX_PROMOTED])


def _news(outline: Outline) -> tuple[Change, ...]:
    if not outline.frame.changelog:
        return ()
    changes = (outline.change(key) for key in outline.site.entry_keys)
    return tuple(change for _, change in zip(range(MAX_NEWS), filter(None, changes), strict=False))


def render_home(view: HomeView, theme: Theme) -> str:
    """The front page as HTML."""
    return theme.render("home.html", view.shell, page=view)
