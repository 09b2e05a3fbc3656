"""Every rule over a whole site, in the order they are listed to people, and the names their owners may set."""

from __future__ import annotations

from helploop.model.rules import (
    addresses,
    articles,
    collections,
    entries,
    history,
    labels,
    loop,
    redirects,
    roadmap,
    secrets,
)

RULES = (
    *articles.RULES,
    *collections.RULES,
    *entries.RULES,
    *labels.RULES,
    *redirects.RULES,
    *roadmap.RULES,
    *loop.RULES,
    *addresses.RULES,
    *secrets.RULES,
    *history.RULES,
)
CODES = tuple(sorted({rule.code for rule in RULES}))
