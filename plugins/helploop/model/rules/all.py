"""Every rule over a whole site, in the order they are listed to people, and the names their owners may set."""

from __future__ import annotations

from helploop.model.rules import addresses, articles, entries, history, loop, redirects, roadmap, secrets

RULES = (
    *articles.RULES,
    *entries.RULES,
    *redirects.RULES,
    *roadmap.RULES,
    *loop.RULES,
    *addresses.RULES,
    *secrets.RULES,
    *history.RULES,
)
CODES = tuple(sorted({rule.code for rule in RULES}))
#: Rules that know nothing of an article but its own files, and what those say that see it among all others. What rules
#: of entries and of the roadmap find stands at the paths of these.
ALONE = tuple(rule for rule in RULES if rule.is_alone)
OF_OTHERS = frozenset(rule.code for rule in (*articles.RULES, *redirects.RULES) if not rule.is_alone)
