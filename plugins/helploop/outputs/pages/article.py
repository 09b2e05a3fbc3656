"""An article's page. Its cost does not grow with the site: of its neighbours it shows a bounded number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from helploop.model.address import absolute, article_address, quoted
from helploop.model.article import ArticleKind
from helploop.model.source_link import source_address
from helploop.outputs.pages.article_quick import quick_article
from helploop.outputs.pages.shell import Shell, page_shell
from helploop.outputs.pages.structured_data import faq_json, first_picture, script_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from helploop.model.article import Article
    from helploop.model.body import Body
    from helploop.outputs.pages.outline import Change, Outline, Teaser
    from helploop.outputs.pages.theme import Theme

MAX_RELATED = 5
MAX_SIBLINGS = 8
MAX_CHANGES = 3
MAX_CONTENTS = 40


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A heading in the contents; `is_deep` puts it below the one before."""

    title: str
    anchor: str
    is_deep: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article as a reader sees it.

    `language` and `direction` are set when the text is not in the page's language, `is_outdated` when the
    original has changed since it was translated; `original` is then the address of the original. `source` is where its
    file can be changed, if the site says so.
    """

    shell: Shell
    id: str
    title: str
    html: str
    summary: str = ""
    language: str = ""
    direction: str = ""
    is_outdated: bool = False
    is_known_issue: bool = False
    original: str = ""
    source: str = ""
    updated: date | None = None
    crumbs: tuple[Teaser, ...] = ()
    contents: tuple[ContentsLine, ...] = ()
    changes: tuple[Change, ...] = ()
    related: tuple[Teaser, ...] = ()
    siblings: tuple[Teaser, ...] = ()
    previous: Teaser | None = None
    next: Teaser | None = None


def plan_article(outline: Outline, key: str, *, suggested: Sequence[str] = ()) -> ArticleView:
    """The page of an article without its text: what can be said of it before the text is read.

    `suggested` are keys of articles like this one, shown when its author names none.
    """
    site, settings = outline.site, outline.site.settings
    article = site.article(key, outline.language)
    if article is None:
        raise KeyError(key, outline.language)
    language, direction = outline.marks(article)
    history = site.history.of(article.path)
    siblings = outline.articles[article.collection]
    place = outline.places[key]
    outdated = site.is_outdated(article)
    default = settings.default_language
    return ArticleView(
        shell=_shell(outline, article),
        id=article.id or key,
        title=article.title,
        html="",
        summary=article.summary,
        language=language,
        direction=direction,
        is_outdated=outdated,
        is_known_issue=article.kind is ArticleKind.KNOWN_ISSUE,
        original=quoted(article_address(settings, key, default)) if outdated or language else "",
        source=source_address(settings, article.path),
        updated=history.updated.date() if history else None,
        crumbs=outline.crumbs_of(article.collection),
        changes=_changes(outline, key),
        related=_related(outline, article, suggested),
        siblings=tuple(outline.links[near] for near in _window(siblings, place)),
        previous=outline.links[siblings[place - 1]] if place else None,
        next=outline.links[siblings[place + 1]] if place + 1 < len(siblings) else None,
    )


def with_body(view: ArticleView, body: Body) -> ArticleView:
    """The page with its text."""
    shell = view.shell
    if shell.frame.site_url:
        # A card says what the page is about: where one is drawn, no picture stands in for it.
        image = shell.image or first_picture(body.html, shell.frame.site_url + shell.href)
        faq = faq_json(body, view.language or shell.frame.language) if shell.json_ld else ""
        if image or faq:
            shell = replace(shell, image=image, json_ld=_with_questions(shell.json_ld, faq))
    return replace(view, shell=shell, html=body.html, contents=_contents(body))


def _shell(outline: Outline, article: Article) -> Shell:
    settings, key = outline.site.settings, article.key
    articles, tags = outline.site.articles, settings.tags
    written = [tag for tag in tags if (key, tag) in articles]
    has_original = settings.default_language in written
    addresses = {tag: article_address(settings, key, tag) for tag in (tags if has_original else written)}
    return page_shell(
        settings,
        outline.frame,
        kind="article",
        title=article.title,
        description=article.summary,
        addresses=addresses,
        written=written,
        json_ld=_json_ld(outline, article) if settings.site_url and outline.language in written else "",
    )


_GRAPH_END = "]}"


def _with_questions(json_ld: str, faq: str) -> str:
    """The graph with one more node, the article's questions."""
    return f"{json_ld.removesuffix(_GRAPH_END)},{faq}{_GRAPH_END}" if faq else json_ld


def _json_ld(outline: Outline, article: Article) -> str:
    """The page for search engines: the article, and the way down to it."""
    settings, title = outline.site.settings, script_json(article.title)
    url = script_json(absolute(settings, article_address(settings, article.key, outline.language)))
    history = outline.site.history.of(article.path)
    summary = f',"description":{script_json(article.summary)}' if article.summary else ""
    changed = f',"dateModified":"{history.updated.date()}"' if history else ""
    trail = _trail(outline, article.collection)
    place = len(outline.crumbs_of(article.collection)) + 1
    return (
        f'{{"@context":"https://schema.org","@graph":[{{"@type":"TechArticle","headline":{title}{summary}{changed},'
        f'"inLanguage":"{article.language}","url":{url}}},{{"@type":"BreadcrumbList","itemListElement":['
        f'{trail}{{"@type":"ListItem","position":{place},"name":{title},"item":{url}}}]}}{_GRAPH_END}'
    )


def _trail(outline: Outline, collection: str) -> str:
    """The steps above an article, each followed by a comma; the same for all articles of a collection."""
    if collection not in outline.trails:
        site_url = outline.site.settings.site_url
        outline.trails[collection] = "".join(
            f'{{"@type":"ListItem","position":{place},"name":{script_json(crumb.title)},'
            f'"item":{script_json(site_url + crumb.href)}}},'
            for place, crumb in enumerate(outline.crumbs_of(collection), 1)
        )
    return outline.trails[collection]


def _contents(body: Body) -> tuple[ContentsLine, ...]:
    """The two topmost levels of headings; nothing when there is only one heading."""
    if len(body.headings) < 2:
        return ()
    top = min(heading.level for heading in body.headings)
    lines = [ContentsLine(h.text, h.anchor, h.level > top) for h in body.headings if h.level <= top + 1]
    return tuple(lines[:MAX_CONTENTS])


def _changes(outline: Outline, key: str) -> tuple[Change, ...]:
    if not outline.frame.changelog:
        return ()
    changes = (outline.change(entry) for entry in outline.changes.get(key, ())[:MAX_CHANGES])
    return tuple(change for change in changes if change is not None)


def _related(outline: Outline, article: Article, suggested: Sequence[str]) -> tuple[Teaser, ...]:
    """What the author names, else what resembles the text."""
    named = [outline.site.articles_by_id.get(name, "") for name in article.related]
    for keys in (named, suggested):
        shown = [key for key in dict.fromkeys(keys) if key in outline.links and key != article.key]
        if shown:
            return tuple(outline.links[key] for key in shown[:MAX_RELATED])
    return ()


def _window(keys: tuple[str, ...], place: int) -> tuple[str, ...]:
    """The neighbours of a place, itself among them: as many as are shown, nearer ones first to stay."""
    if len(keys) < 2:
        return ()
    start = max(0, min(place - MAX_SIBLINGS // 2, len(keys) - MAX_SIBLINGS))
    return keys[start : start + MAX_SIBLINGS]


def render_article(view: ArticleView, theme: Theme) -> str:
    """An article's page as HTML."""
    return quick_article(view, theme) or theme.render("article.html", view.shell, page=view)
