"""Which labels a page offers: a page for each label that names all the others would grow a site with their square."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: How many a page offers that is not the overview, where all of them stand.
MOST_LABELS = 40


def often_used(counts: Mapping[str, int]) -> frozenset[str]:
    """The labels that most things carry; `counts` says how many carry each."""
    return frozenset(sorted(counts, key=lambda label: (-counts[label], label))[:MOST_LABELS])
