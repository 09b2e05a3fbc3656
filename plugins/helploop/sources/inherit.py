"""What a translation takes from its original: everything a team decides once, and everything about being public.

A translation's file holds words. Order, icon, id, kind, related articles and dates are in the original; a translation
of something that is not public is not public either.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helploop.model.problem import warning
from helploop.model.visibility import is_public

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from helploop.model.article import Article
    from helploop.model.collection import Collection
    from helploop.model.problem import Problem

    Place = tuple[str, str]

_FACTS = frozenset({"id", "kind", "order", "promoted", "contexts", "icon"})


def inherited_articles(articles: Mapping[Place, Article], default: str) -> dict[Place, Article]:
    """All articles, public or not, each translation completed from its original."""
    found = {}
    for (key, language), article in articles.items():
        original = articles.get((key, default))
        found[key, language] = article if language == default or original is None else _completed(article, original)
    return found


def _completed(article: Article, original: Article) -> Article:
    return replace(
        article,
        id=original.id,
        related=article.related or original.related,
        contexts=original.contexts,
        kind=original.kind,
        owner=article.owner or original.owner,
        order=original.order,
        promoted=original.promoted,
        draft=article.draft or original.draft,
        publish=max(filter(None, (article.publish, original.publish)), default=None),
        unpublish=min(filter(None, (article.unpublish, original.unpublish)), default=None),
    )


def check_translated(things: Mapping[Place, Article] | Mapping[Place, Collection], default: str) -> Iterator[Problem]:
    """What a translation says and its original decides: it would be read by nobody."""
    for (key, language), thing in things.items():
        original = things.get((key, default))
        if language == default or original is None:
            continue
        for name, line in thing.lines:
            if name in _FACTS and getattr(thing, name, None) != getattr(original, name, None):
                message = f"`{name}` is not what {original.path} says: a translation has the facts of its original"
                yield warning(
                    thing.path, line, "translation-differs", message, f"remove `{name}:` from the translation"
                )


def inherited_collections(collections: Mapping[Place, Collection], default: str) -> dict[Place, Collection]:
    """All collections, each translation with its original's icon, order and draft flag."""
    found = {}
    for (key, language), collection in collections.items():
        original = collections.get((key, default))
        if original is None or language == default:
            found[key, language] = collection
            continue
        draft = collection.draft or original.draft
        found[key, language] = replace(collection, icon=original.icon, order=original.order, draft=draft)
    return found


def divided(articles: Mapping[Place, Article], today: date) -> tuple[dict[Place, Article], dict[Place, Article]]:
    """Articles that are public on a day, and those that are not."""
    public = {place: article for place, article in articles.items() if is_public(article, today)}
    return public, {place: article for place, article in articles.items() if place not in public}
