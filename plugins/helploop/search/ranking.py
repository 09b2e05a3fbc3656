"""The order a reader sees: the reference's first documents, put in order by their texts as the client does it."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from helploop.search.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helploop.search.reference import Match, Reference, Score
    from helploop.search.tokens import Token

LOOKED_AT = 10
WINDOW = 50
COUNTS = 0.25

Answered = dict[str, dict[int, float]]
Places = list[tuple[int, "Mapping[int, float]"]]


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
    near, phrase, section = -1.0, 0.0, ""
    for anchor, heading, text in page["sections"]:
        share, found = best_window([*tokenize(heading), *tokenize(text)], matches, answered)
        if share > near:
            near, phrase, section = share, phrase_share(found, matches), heading or anchor
    near = max(0.0, near)
    title = tokenize(page["title"])
    likeness = title_likeness(title, matches, answered)
    phrase = max(phrase, phrase_share(_places(title, answered), matches))
    value = score.score * (1 + 3 * likeness**2 + 1.5 * near**2 + phrase**2)
    return Hit(page["title"], page["url"], page["kind"], page["language"], section, value, likeness, near, score)


def _places(tokens: Sequence[Token], answered: Answered) -> Places:
    """Where words of the query stand in a text, and which."""
    places: Places = []
    at = 0
    for token in tokens:
        if token.term in answered:
            places.append((at, answered[token.term]))
        at += not token.is_joined
    return places


def best_window(tokens: Sequence[Token], matches: Sequence[Match], answered: Answered) -> tuple[float, Places]:
    """The largest share of the query that stands within some 50 words of a section, and where."""
    places = _places(tokens, answered)
    asked = sum(match.rarity for match in matches)
    best, found = 0.0, places[:0]
    for first, (start, _) in enumerate(places):
        window = [(at, words) for at, words in places[first:] if at - start < WINDOW]
        got: dict[int, float] = {}
        for _, words in window:
            for number, weight in words.items():
                got[number] = max(weight, got.get(number, 0.0))
        share = sum(weight * matches[number].rarity for number, weight in got.items()) / asked
        if share > best + 1e-9:
            best, found = share, window
    return best, found


def phrase_share(places: Places, matches: Sequence[Match]) -> float:
    """How much of the query stands in a text word by word in its own order."""
    asked = held = 0.0
    for number, (left, right) in enumerate(pairwise(matches), 1):
        both = left.rarity + right.rarity
        asked += both
        if any(
            next_at == at + 1 and number - 1 in words and number in next_words
            for (at, words), (next_at, next_words) in pairwise(places)
        ):
            held += both
    return held / asked if asked else 0.0


def title_likeness(title: Sequence[Token], matches: Sequence[Match], answered: Answered) -> float:
    """How much a title is the query: 1 when each holds just the other's words, as they are written."""
    best = [0.0] * len(matches)
    strange = 0
    for token in title:
        if token.is_joined:
            continue
        words = answered.get(token.term, {})
        for number, weight in words.items():
            best[number] = max(weight, best[number])
        strange += not words
    return sum(weight**2 for weight in best) / ((len(matches) + strange) or 1)
