"""The rules that are asked again when an article was edited, and those whose answer its words don't change."""

from __future__ import annotations

from helploop.model.rules import addresses, articles, redirects, secrets

_OF_ARTICLES = (*articles.RULES, *redirects.RULES, *addresses.RULES, *secrets.RULES)
#: Rules that know nothing of an article but its own files.
ALONE = tuple(rule for rule in _OF_ARTICLES if rule.is_alone)
#: What the rules say that see an article among all others. What those of entries and of the roadmap find stands at the
#: paths of these.
OF_OTHERS = frozenset(rule.code for rule in _OF_ARTICLES if not rule.is_alone)
