"""Compounds cut into the words they are made of, by the words of the site: `Datenexport` is `daten` and `export`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

LANGUAGES = frozenset({"da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"})
SHORTEST_PART = 4
LINKS = ("", "s", "es", "n", "en", "e", "er", "-")


@lru_cache(maxsize=64)
def is_compounding(language: str) -> bool:
    """Whether a language writes compounds as one word."""
    return language.partition("-")[0] in LANGUAGES


def compound_parts(term: str, language: str, vocabulary: Container[str]) -> tuple[str, ...]:
    """The two or more words of the vocabulary a term is made of, or nothing. The longest last word wins."""
    if len(term) < 2 * SHORTEST_PART or not is_compounding(language) or not term.isalpha():
        return ()
    for split in range(SHORTEST_PART, len(term) - SHORTEST_PART + 1):
        tail = term[split:]
        if tail not in vocabulary:
            continue
        for link in LINKS:
            head = term[:split].removesuffix(link) if term[:split].endswith(link) else ""
            if len(head) >= SHORTEST_PART and head in vocabulary:
                return head, tail
    return ()
