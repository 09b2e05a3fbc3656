"""The rule of collections: a translated title page follows its original."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.article import source_hash
from helploop.model.problem import Problem, Severity
from helploop.model.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.site import Site


def check_outdated(site: Site) -> Iterator[Problem]:
    """A translation says which text it was made from; that text has changed since."""
    default = site.settings.default_language
    for (key, language), collection in sorted(site.collections.items()):
        original = site.collections.get((key, default))
        if language == default or original is None or not collection.source:
            continue
        if collection.source != source_hash(original):
            message = f"the translation was made from an older text of {original.path}"
            hint = f"review it, then run `helploop translations mark {collection.path}`"
            yield Problem(collection.path, collection.line_of("source"), "", message, hint)


RULES = (Rule("stale-translation", check_outdated, Severity.WARNING, "A translation is older than its original."),)
