"""The articles most like each article: words were counted with the conversion, and are compared here."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from helploop.outputs.related import Neighbours, find_neighbours, related_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.model.article import Article
    from helploop.pipeline.check import Checked
    from helploop.pipeline.memory import Memory


def similar_articles(checked: Checked, memory: Memory) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each language, the articles most like each article written in it."""
    by_language: dict[str, dict[str, Mapping[str, int]]] = {tag: {} for tag in checked.site.settings.tags}
    for (key, language), article in sorted(checked.site.articles.items()):
        by_language[language][key] = _terms(article, checked, memory)
    for tag, terms in by_language.items():
        memory.neighbours[tag] = find_neighbours(terms, memory.neighbours.get(tag, Neighbours()))
    return {tag: memory.neighbours[tag].nearest for tag in by_language}


def _terms(article: Article, checked: Checked, memory: Memory) -> Mapping[str, int]:
    facts = checked.bodies.facts.get(article.path)
    if facts is None:
        return related_terms(article.title, "")
    known = memory.terms.get(article.path)
    if known is None or known[0] != facts.terms:
        counted = {sys.intern(word): count for word, count in json.loads(facts.terms).items()}
        known = memory.terms[article.path] = facts.terms, counted
    return known[1]
