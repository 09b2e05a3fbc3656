"""Queries that may be meant where a site does not know a word: what the search box offers as “Did you mean”."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from helploop.search.borders import order
from helploop.search.lines import reach
from helploop.search.slips import distance
from helploop.search.tokens import is_gram

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.search.reference import Match, Reference

SHORTEST = 4


def similar_queries(reference: Reference, text: str, matches: Sequence[Match], limit: int = 3) -> list[str]:
    """The query with a word that the site knows in place of one that it does not know."""
    text = normalize("NFC", text)  # as it was matched
    is_lost = not any(match.weights for match in matches)
    found = (
        text[: match.word.token.start] + other + text[match.word.token.end :]
        for match in matches
        for other in (_looks_like(reference, match) if is_lost else _taken_for(reference, match))
    )
    return list(dict.fromkeys(found))[:limit]


def _is_checked(term: str) -> bool:
    return len(term) >= SHORTEST and not is_gram(term)


def _taken_for(reference: Reference, match: Match) -> list[str]:
    term, is_last = match.word.token.term, match.word.is_last
    known = any(key[0] == term or (is_last and key[0].startswith(term)) for key in match.weights)
    if known or not _is_checked(term) or term in reference.function_words:
        return []
    near = sorted({key[0] for key in match.weights if key[0].startswith(reach(term) or term)}, key=order)
    close = [other for other in near if distance(term, other) == 1]
    meant = close or [other for other, _ in reference.candidates(term)]
    return [min(reference.by_term[other], key=lambda key: order(key[1]))[1] for other in meant]


def _looks_like(reference: Reference, match: Match) -> list[str]:
    """Words that begin alike and have half of their letters in common, the likest first."""
    term = match.word.token.term
    if not _is_checked(term):
        return []
    near = [other for other in reference.by_term if _is_checked(other) and other.startswith(term[:4])]
    slips = {other: distance(term, other) for other in sorted(near, key=order)}
    return sorted((other for other in slips if slips[other] <= len(term) // 2), key=slips.__getitem__)
