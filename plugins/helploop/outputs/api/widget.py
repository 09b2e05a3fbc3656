"""What the widget reads: one small document for the badge, and one a language for the panel."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

from helploop.model.address import (
    api_address,
    article_address,
    changelog_address,
    home_address,
    roadmap_address,
    search_address,
)
from helploop.outputs.api import VERSION
from helploop.outputs.api.changelog import NO_BODY
from helploop.outputs.api.tree import dumped, moment
from helploop.outputs.changelog import entry_ids
from helploop.outputs.changelog_words import entry_summary, type_word
from helploop.outputs.strings import strings_for
from helploop.outputs.widget_strings import widget_strings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.article import Article
    from helploop.model.entry import Entry
    from helploop.model.site import Site
    from helploop.outputs.api import schema_widget as schema
    from helploop.outputs.api.tree import Tree
    from helploop.outputs.pages.outline import Outline

#: The badge's document is never larger: it is the one request a page of the app pays for.
MOST_BYTES = 4000
MOST_NEW = 30
#: The panel's lists: what people look at before they search. A label that is rare has its newest entries there, too.
MOST_ENTRIES = 15
MOST_OF_A_LABEL = 3
MOST_LABELLED = 25
MOST_ARTICLES = 6
#: Articles with contexts to a page: some 60 KB.
CONTEXTS_PAGE = 400


def new_document(site: Site) -> tuple[str, bytes]:
    """`/api/v1/new.json`: which entries count as unread, in every language at once.

    It has the newest entries that are not quiet; the oldest are left out until the document is small enough.
    """
    settings, ids = site.settings, entry_ids(site)
    entries = (entry for key in site.entry_keys if (entry := site.entry(key, settings.default_language)))
    loud = islice((entry for entry in entries if entry.notify), MOST_NEW) if settings.changelog else ()
    items: list[schema.NewItem] = [
        {"id": ids[entry.key], "date": moment(entry.date), "labels": list(entry.labels)} for entry in loud
    ]
    languages: list[schema.NewLanguage] = [
        {
            "tag": language.tag,
            "direction": "rtl" if language.direction == "rtl" else "ltr",
            "help": strings_for(language.tag).text("Help"),
            "unread": strings_for(language.tag).text("New: {n}"),
        }
        for language in settings.languages
    ]
    document: schema.New = {"kind": "new", "version": VERSION, "languages": languages, "items": items}
    while len(data := dumped(document)) > MOST_BYTES and items:
        items.pop()
    return api_address("new"), data


def widget_documents(tree: Tree, outline: Outline) -> Iterator[tuple[str, bytes]]:
    """A language's document for the panel, and its articles with contexts."""
    settings, language = tree.site.settings, tree.language
    found = settings.language(language)
    document: schema.Widget = {
        "kind": "widget",
        "version": VERSION,
        "language": language,
        "direction": "rtl" if found.direction == "rtl" else "ltr",
        "name": settings.site_name,
        "site": settings.site_url,
        "home": tree.url(home_address(settings, language)),
        "articles": tree.url(article_address(settings, "", language)),
        "changelog": tree.url(changelog_address(settings, language)) if settings.changelog else None,
        "roadmap": tree.url(roadmap_address(settings, language)) if settings.roadmap else None,
        "search": tree.url(search_address(settings, language)) if settings.search else None,
        "contact_url": settings.contact_url,
        "contact_email": settings.contact_email,
        "signals": absolute_endpoint(tree),
        "strings": widget_strings(outline.strings),
        "new": list(_entries(tree)) if settings.changelog else [],
        "suggested": list(_suggested(tree, outline)),
    }
    yield tree.file("widget"), dumped(document)
    helpful = [_contexts(tree, article) for article in _articles(tree) if article.contexts]
    yield from tree.pages("contexts", helpful, size=CONTEXTS_PAGE)


def absolute_endpoint(tree: Tree) -> str:
    """Where signals go, as a full address: the app is on another host."""
    endpoint, site_url = tree.site.settings.signals_endpoint, tree.site.settings.site_url
    if not endpoint.startswith("/"):
        return endpoint
    host = "/".join(site_url.split("/", 3)[:3])
    return host + endpoint


def _newest(tree: Tree) -> Iterator[Entry]:
    """The newest entries, and those that are the newest of one of their labels."""
    labels: Counter[str] = Counter()
    more = 0
    entries = filter(None, (tree.site.entry(key, tree.language) for key in tree.site.entry_keys))
    for number, entry in enumerate(entries):
        is_rare = any(labels[label] < MOST_OF_A_LABEL for label in entry.labels) and more < MOST_LABELLED
        labels.update(entry.labels)
        if number < MOST_ENTRIES or is_rare:
            more += number >= MOST_ENTRIES
            yield entry


def _entries(tree: Tree) -> Iterator[schema.NewEntry]:
    settings, strings, ids = tree.site.settings, strings_for(tree.language), entry_ids(tree.site)
    for entry in _newest(tree):
        yield {
            "id": ids[entry.key],
            "url": tree.url(changelog_address(settings, tree.language, entry.key)),
            "api": tree.api(f"changelog/{entry.key}", entry.language),
            "title": entry.title,
            "summary": entry_summary(entry, tree.public.bodies.get(entry.path, NO_BODY), length=160),
            "language": entry.language,
            "type": entry.type.value,
            "type_name": type_word(entry.type, strings),
            "labels": list(entry.labels),
            "notify": entry.notify,
            "date": moment(entry.date),
            "day": entry.day.isoformat(),
        }


def _articles(tree: Tree) -> Iterator[Article]:
    return filter(None, (tree.site.article(key, tree.language) for key in tree.site.article_keys))


def _reference(tree: Tree, article: Article) -> schema.Suggestion:
    return {
        "id": article.id or article.key,
        "title": article.title,
        "url": tree.url(article_address(tree.site.settings, article.key, tree.language)),
        "api": tree.api(f"articles/{article.key}", article.language),
        "language": article.language,
    }


def _contexts(tree: Tree, article: Article) -> schema.Context:
    return {**_reference(tree, article), "contexts": list(article.contexts)}


def _suggested(tree: Tree, outline: Outline) -> Iterator[schema.Suggestion]:
    """What is offered where no article belongs to the page: the promoted articles, else the first ones."""
    teasers = [article for key in outline.teasers if (article := tree.site.article(key, tree.language))]

    def place(article: Article) -> tuple[Any, ...]:
        return article.order is None, article.order or 0, article.key

    promoted = sorted((article for article in teasers if article.promoted), key=place)
    return (_reference(tree, article) for article in (promoted or teasers)[:MOST_ARTICLES])
