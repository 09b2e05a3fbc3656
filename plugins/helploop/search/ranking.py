"""The order a reader sees: the reference's first documents, put in order by their texts as the client does it."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import chain, pairwise, repeat
from typing import TYPE_CHECKING, NamedTuple

from helploop.search.parts import parse_part
from helploop.search.segments import NOTHING
from helploop.search.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helploop.search.parts import Part
    from helploop.search.reference import Match, Reference, Score
    from helploop.search.tokens import Token

    Text = Sequence[tuple[Token, int]]
    """The tokens of a text, each with what is known of the borders of words there."""

LIMIT = 10
LOOKED_AT = 8
"""Documents whose text is read before the order is final, if no more are asked for."""
OFTEN = 0.5
KEYWORD = 0.7
"""How much a keyword is worth that is the query, next to a title."""
WINDOW = 50
COUNTS = 0.25

Answered = dict[str, dict[int, float]]


class Place(NamedTuple):
    """A word of a text that answers words of the query, and what is known of the borders of words there."""

    at: float
    words: Mapping[int, float]
    edge: int


Places = list[Place]


@dataclass(frozen=True, slots=True)
class Hit:
    """A result: the page and where in it to read on, its first score, what its text made of it, what each word gave.

    That is the page's top, as the title is the query, or the section of which heading and text answer it best.
    """

    title: str
    url: str
    kind: str
    language: str
    anchor: str
    section: str
    score: float
    likeness: float
    nearness: float
    found: Score

    @property
    def address(self) -> str:
        """Where it leads to, below the site's root."""
        return f"{self.url}#{self.anchor}" if self.anchor else self.url


def rank(reference: Reference, text: str, limit: int = LIMIT) -> tuple[list[Match], list[Hit]]:
    """The matched words of a query and its first results, the best first."""
    matches = reference.settled(reference.matches(text))
    late = reference.late(matches)
    answered = answers(matches)
    scores = reference.score([match for match in matches if match not in late])[: max(limit, LOOKED_AT)]
    if late:
        again = {score.document: score for score in reference.score(matches, {score.document for score in scores})}
        scores = [replace(again[score.document], part=score.part) for score in scores]
    hits = [_hit(reference, score, matches, answered) for score in scores]
    return matches, sorted(hits, key=lambda hit: -hit.score)[:limit]


def answers(matches: Sequence[Match]) -> Answered:
    """Which words of the query a term answers, and how well."""
    answered: Answered = defaultdict(dict)
    for number, match in enumerate(matches):
        for (term, _, _), weight in match.weights.items():
            if weight >= COUNTS:
                answered[term][number] = max(weight, answered[term].get(number, 0.0))
    return answered


def _hit(reference: Reference, score: Score, matches: Sequence[Match], answered: Answered) -> Hit:
    document = reference.documents[score.document]
    page = parse_part(document.parts[score.part])
    texts = _read(page)
    named, likes = _names(texts[2 * len(page.sections) :], matches, answered)
    above = list(chain.from_iterable(named))
    everywhere = [*above]
    near, window = best_window(list(chain.from_iterable(named[1:])), matches)
    near *= KEYWORD
    # What a keyword says of a whole page is better said of a section that has it too.
    anchor, section, best_fit = "", "", max(best_window(named[0], matches)[0] + likes[0], near)
    for number, (spot, heading, _) in enumerate(page.sections):
        above_text, text = texts[2 * number : 2 * number + 2]
        places = _places([above_text, text], answered)
        everywhere += places
        share, found = best_window(places, matches)
        if share > near + 1e-9:
            near, window = share, found
        fit = share + title_likeness(above_text, _places([above_text], answered), matches, answered)
        if fit > best_fit + 1e-9:
            anchor, section, best_fit = spot, heading, fit
    likeness = max(likes)
    phrase = max(phrase_share(window, matches), phrase_share(above, matches))
    value = score.score * (1 + 3 * likeness**2 + 1.5 * near**2 + phrase**2)
    value *= evenness([*window, *above], matches) * often(everywhere, matches)
    return Hit(page.title, page.url, document.kind, page.language, anchor, section, value, likeness, near, score)


def _read(page: Part) -> list[Text]:
    """Headings and texts in turn, then title and keywords: their tokens, and what is known of the borders there."""
    texts = [*chain.from_iterable(section[1:] for section in page.sections), page.title, *page.keywords]
    known = (ord(sign) - NOTHING for sign in chain(page.edges, repeat(chr(NOTHING))))
    return [[(token, next(known)) for token in tokenize(text)] for text in texts]


def _names(texts: Sequence[Text], matches: Sequence[Match], answered: Answered) -> tuple[list[Places], list[float]]:
    """What answers the query in the title and in each keyword, none next to another, and how much each is the query."""
    places, likes = list[Places](), list[float]()
    for number, tokens in enumerate(texts):
        found = _places([tokens], answered)
        likes.append(title_likeness(tokens, found, matches, answered) * (KEYWORD if number else 1))
        places.append([place._replace(at=place.at + number / 1024) for place in found])
    return places, likes


def _places(texts: Iterable[Text], answered: Answered) -> Places:
    """Where words of the query stand in texts that follow each other, and which."""
    places: Places = []
    at = 0
    for token, edge in chain.from_iterable(texts):
        if token.term in answered:
            places.append(Place(at, answered[token.term], edge))
        at += not token.is_joined
    return places


def best_window(places: Places, matches: Sequence[Match]) -> tuple[float, Places]:
    """The largest share of the query that stands within some 50 words of a section, and where.

    A piece with other borders than the query's counts less: half where a noun ends before a particle, a fifth where a
    word ends within it, a seventeenth where none begins with it, hardly where none ends with it.
    """
    asked = sum(match.rarity for match in matches)
    best, found = 0.0, places[:0]
    for first, start in enumerate(places):
        window = [place for place in places[first:] if place.at - start.at < WINDOW]
        got: dict[int, float] = {}
        for place in window:
            for number, weight in place.words.items():
                got[number] = max(weight / (1 + _strays(matches[number], place) ** 2), got.get(number, 0.0))
        share = sum(weight * matches[number].rarity for number, weight in got.items()) / asked
        if share > best + 1e-9:
            best, found = share, window
    return best, found


def _strays(match: Match, place: Place) -> int:
    """What the word of a query asks of borders between words and a place does not have."""
    return match.word.ends & ~place.edge


def evenness(together: Places, matches: Sequence[Match]) -> float:
    """How well the words stand in the window or the title when each but function words counts alike, rare or not."""
    found = _best(together, matches)
    held = [weight for weight, match in zip(found, matches, strict=True) if not match.is_function]
    return math.exp(sum(held) / (len(held) or 1) / 2)


def often(places: Places, matches: Sequence[Match]) -> float:
    """How often a text has the piece of a run that ends the query, with its borders, as it may mean much."""
    for number, match in enumerate(matches):
        if match.word.is_last and match.word.ends:
            count = sum(number in place.words and not _strays(match, place) for place in places)
            return 1 + OFTEN * count / (count + 1)
    return 1.0


def phrase_share(places: Places, matches: Sequence[Match]) -> float:
    """How much of the query stands in a text word by word in its own order."""
    asked = held = 0.0
    for number, (left, right) in enumerate(pairwise(matches), 1):
        weight = left.rarity + right.rarity
        asked += weight
        held += weight * any(
            after.at == before.at + 1 and number - 1 in before.words and number in after.words
            for before, after in pairwise(places)
        )
    return held / asked if asked else 0.0


def title_likeness(title: Text, in_title: Places, matches: Sequence[Match], answered: Answered) -> float:
    """How much a title, keyword or heading is the query: 1 if each has just the other's words, as they are written."""
    strange = sum(not token.is_joined and token.term not in answered for token, _ in title)
    return sum(weight**2 for weight in _best(in_title, matches)) / ((len(matches) + strange) or 1)


def _best(places: Places, matches: Sequence[Match]) -> list[float]:
    return [max((place.words.get(number, 0.0) for place in places), default=0.0) for number in range(len(matches))]
