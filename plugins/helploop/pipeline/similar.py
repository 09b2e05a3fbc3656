"""The articles most like each article: words counted on all cores and kept, compared here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from helploop.outputs.related import find_related, related_terms
from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.stamp import engine_stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.model.site import Site
    from helploop.pipeline.check import Tools


def similar_articles(site: Site, tools: Tools) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each language, the articles most like each article written in it."""
    stamp = f"{FORMAT} {engine_stamp()}"
    articles = [article for _, article in sorted(site.articles.items())]
    keys = [content_key(stamp, article.title, article.body) for article in articles]
    known = tools.cache.get_many("terms", keys)
    missing = {key: (one.title, one.body) for key, one in zip(keys, articles, strict=True) if key not in known}
    fresh = dict(zip(missing, tools.workers.map(_count, list(missing.values())), strict=True))
    tools.cache.put_many("terms", fresh)
    by_language: dict[str, dict[str, Mapping[str, int]]] = {tag: {} for tag in site.settings.tags}
    for key, article in zip(keys, articles, strict=True):
        by_language[article.language][article.key] = json.loads(known.get(key) or fresh[key])
    return {tag: find_related(terms) for tag, terms in by_language.items()}


def _count(words: tuple[str, str]) -> bytes:
    """In a worker: an article's frequent words as JSON."""
    counted = related_terms(*words)
    return json.dumps(counted, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
