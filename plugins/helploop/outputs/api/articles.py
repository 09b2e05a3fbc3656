"""Articles and collections as documents: a language's lists, and each article in the language it is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.address import article_address
from helploop.outputs.api import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helploop.model.article import Article
    from helploop.outputs.api import schema, schema_words
    from helploop.outputs.api.tree import Tree
    from helploop.outputs.pages.outline import Outline


def article_lists(tree: Tree) -> Iterator[tuple[str, bytes]]:
    """The list of a language's articles."""
    site = tree.site
    shown = (site.article(key, tree.language) for key in site.article_keys)
    yield from tree.pages("articles", [_summary(tree, article) for article in shown if article is not None])


def plan_document(tree: Tree, article: Article) -> tuple[str, schema.ArticleDocument]:
    """An article's own document, in the language it is written in, and its file; the HTML is left empty."""
    return tree.file(f"articles/{article.key}"), _document(tree, article)


def _summary(tree: Tree, article: Article) -> schema.Article:
    settings = tree.site.settings
    history = tree.site.history.of(article.path)
    address = article_address(settings, article.key, tree.language)
    written = article_address(settings, article.key, article.language)
    return {
        "id": article.id or article.key,
        "key": article.key,
        "url": tree.url(address),
        "api": tree.api(f"articles/{article.key}", article.language),
        "markdown": tree.markdown(written),
        "title": article.title,
        "summary": article.summary,
        "language": article.language,
        "outdated": tree.public.is_outdated(article),
        "collection": article.collection,
        "type": article.kind.value if article.kind else None,
        "keywords": list(article.keywords),
        "contexts": list(article.contexts),
        "promoted": article.promoted,
        "updated": history.updated.date().isoformat() if history else None,
    }


def _document(tree: Tree, article: Article) -> schema.ArticleDocument:
    site, settings = tree.site, tree.site.settings
    return {
        "kind": "article",
        "version": VERSION,
        **_summary(tree, article),
        "html": "",
        "related": list(_related(tree, article)),
        "translations": [
            {"language": tag, "url": tree.url(article_address(settings, article.key, tag))}
            for tag in settings.tags
            if tag != tree.language and (article.key, tag) in site.articles
        ],
    }


def _related(tree: Tree, article: Article) -> Iterator[schema_words.Reference]:
    """What its author names."""
    site = tree.site
    for key in dict.fromkeys(site.articles_by_id.get(name, "") for name in article.related):
        other = site.article(key, tree.language)
        if other is not None and key != article.key:
            url = tree.url(article_address(site.settings, key, tree.language))
            yield {"id": other.id or key, "title": other.title, "url": url}


def collection_documents(tree: Tree, outline: Outline) -> Iterator[tuple[str, bytes]]:
    """The list of a language's collections."""
    keys = sorted(outline.articles)
    yield from tree.pages("collections", [_collection(tree, outline, key) for key in keys])


def _collection(tree: Tree, outline: Outline, key: str) -> schema.Collection:
    site = tree.site
    found = site.collection(key, tree.language)
    return {
        "key": key,
        "parent": key.rpartition("/")[0] if key else None,
        "url": tree.url(article_address(site.settings, key, tree.language)),
        "title": outline.title_of(key)
        if key
        else (found.title if found else "") or outline.strings.text("Help center"),
        "summary": found.summary if found else "",
        "icon": found.icon if found else "",
        "language": found.language if found else tree.language,
        "articles": ids_of(tree, outline.articles[key]),
    }


def ids_of(tree: Tree, keys: Sequence[str]) -> list[str]:
    """The permanent ids of some articles."""
    found = (tree.site.article(key, tree.language) for key in keys)
    return [article.id or article.key for article in found if article is not None]


def ids_named(tree: Tree, names: Sequence[str]) -> list[str]:
    """The permanent ids of the public articles that an author names by id or key."""
    return ids_of(tree, [key for name in dict.fromkeys(names) if (key := tree.site.articles_by_id.get(name))])
