"""The articles most like each article: words were counted with the conversion, and are compared here."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from helploop.outputs.related import find_related, related_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.pipeline.check import Checked


def similar_articles(checked: Checked) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each language, the articles most like each article written in it."""
    by_language: dict[str, dict[str, Mapping[str, int]]] = {tag: {} for tag in checked.site.settings.tags}
    for (key, language), article in sorted(checked.site.articles.items()):
        facts = checked.bodies.facts.get(article.path)
        counted = json.loads(facts.terms) if facts else related_terms(article.title, "")
        by_language[language][key] = {sys.intern(word): count for word, count in counted.items()}
    return {tag: find_related(terms) for tag, terms in by_language.items()}
