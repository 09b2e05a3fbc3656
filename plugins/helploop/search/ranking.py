"""The order a reader sees: the reference's first documents, put in order by their texts as the client does it."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.search.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helploop.search.reference import Match, Reference, Score

LOOKED_AT = 10
WINDOW = 50
COUNTS = 0.25

Answered = dict[str, dict[int, float]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A result: the page, its first score, what its text made of it, and what each word gave."""

    title: str
    url: str
    kind: str
    language: str
    section: str
    score: float
    likeness: float
    nearness: float
    found: Score


def rank(reference: Reference, text: str, limit: int = LOOKED_AT) -> tuple[list[Match], list[Hit]]:
    """The matched words of a query and its first results, the best first."""
    matches = reference.matches(text)
    answered = answers(matches)
    scores = reference.score(matches)[: max(limit, LOOKED_AT)]
    hits = [_hit(reference, score, matches, answered) for score in scores]
    return matches, sorted(hits, key=lambda hit: (-hit.score, hit.found.document))[:limit]


def answers(matches: Sequence[Match]) -> Answered:
    """Which words of the query a term answers, and how well."""
    answered: Answered = defaultdict(dict)
    for number, match in enumerate(matches):
        for (term, _, _), weight in match.weights.items():
            if weight >= COUNTS:
                answered[term][number] = max(weight, answered[term].get(number, 0.0))
    return answered


def _hit(reference: Reference, score: Score, matches: Sequence[Match], answered: Answered) -> Hit:
    page = json.loads(reference.documents[score.document].parts[score.part])
    near, section = -1.0, ""
    for anchor, heading, text in page["sections"]:
        share = best_share(heading, text, matches, answered)
        if share > near:
            near, section = share, heading or anchor
    likeness = title_likeness(page["title"], matches, answered)
    value = score.score * (1 + 3 * likeness**2 + 1.5 * max(0.0, near) ** 2)
    return Hit(
        page["title"], page["url"], page["kind"], page["language"], section, value, likeness, max(0.0, near), score
    )


def best_share(heading: str, text: str, matches: Sequence[Match], answered: Answered) -> float:
    """The largest share of the query that stands within some 50 words of a section."""
    hits: list[tuple[int, Mapping[int, float]]] = []
    at = 0
    for token in [*tokenize(heading), *tokenize(text)]:
        if token.term in answered:
            hits.append((at, answered[token.term]))
        at += not token.is_joined
    asked = sum(match.rarity for match in matches)
    best = 0.0
    for first, (start, _) in enumerate(hits):
        got: dict[int, float] = {}
        for place, words in hits[first:]:
            if place - start >= WINDOW:
                break
            for number, weight in words.items():
                got[number] = max(weight, got.get(number, 0.0))
        share = sum(weight * matches[number].rarity for number, weight in got.items()) / asked
        best = share if share > best + 1e-9 else best
    return best


def title_likeness(title: str, matches: Sequence[Match], answered: Answered) -> float:
    """How much a title is the query: 1 when each holds just the other's words, as they are written."""
    best = [0.0] * len(matches)
    strange = 0
    for token in tokenize(title):
        if token.is_joined:
            continue
        words = answered.get(token.term, {})
        for number, weight in words.items():
            best[number] = max(weight, best[number])
        strange += not words
    return sum(weight**2 for weight in best) / ((len(matches) + strange) or 1)
