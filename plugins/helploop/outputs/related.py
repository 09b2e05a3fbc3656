"""Related articles computed from the text: the ones that share the rarest words.

Words are weighed by tf-idf (Salton and Buckley 1988: (1 + log tf) * log(N / df)) and compared by cosine over each
article's heaviest words. The weight of a document frequency is rounded to half powers of two, so that adding one
article rarely moves another article's list.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from heapq import nsmallest
from math import log, log2, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]{3,}")
#: Words where there is no other letter are what stands between these, in half the time.
_SPACED = {code: " " for code in range(128) if not chr(code).isalpha()}
SHORTEST = 3
#: Scripts that write without spaces: overlapping pairs stand for words.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
#: How many words of an article are compared, and in how many articles a word may stand to say anything.
HEAVIEST = 12
KEPT = 40
MOST_ARTICLES = 60
SHARE = 0.15
LEAST = 0.05


def related_terms(title: str, text: str) -> dict[str, int]:
    """How often each word stands in a text, for the most frequent ones; those of the title count four times."""
    counts = Counter(_words(text.casefold()))
    for word in _words(title.casefold()):
        counts[word] += 4
    several = [(-count, word) for word, count in counts.items() if count > 1]
    often = sorted([each for each in several if len(each[1]) >= SHORTEST or not each[1].isascii()])
    return {word: -count for count, word in often[:KEPT]}


def _words(folded: str) -> list[str]:
    """What stands for words in a text."""
    if folded.isascii():
        return folded.translate(_SPACED).split()
    runs = _UNSPACED.findall(folded)
    if not runs:
        return _WORD.findall(folded)
    pairs = ["".join(pair) for run in runs for pair in itertools.pairwise(run)]
    return _WORD.findall(_UNSPACED.sub(" ", folded)) + pairs


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest articles of each article, the nearest first, with what they were found by."""

    nearest: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    vectors: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    postings: Mapping[str, list[tuple[str, float]]] = field(default_factory=dict)


def find_neighbours(terms: Mapping[str, Mapping[str, int]], last: Neighbours, limit: int = 4) -> Neighbours:
    """The nearest articles of each article, the nearest first. Words that stand in many articles say nothing.

    They are looked up again only for articles whose words stand elsewhere than they did last time.
    """
    frequency: Counter[str] = Counter(word for counts in terms.values() for word in counts)
    most = min(max(3.0, SHARE * len(terms)), MOST_ARTICLES)
    vectors = {key: _vector(counts, frequency, len(terms), most) for key, counts in terms.items()}
    postings = neighbours_of({}, vectors).postings
    moved = {word for word in postings.keys() | last.postings.keys() if postings.get(word) != last.postings.get(word)}
    nearest = {
        key: last.nearest[key]
        if vector == last.vectors.get(key) and moved.isdisjoint(vector)
        else _nearest(key, vector, postings, limit)
        for key, vector in vectors.items()
    }
    return Neighbours(nearest, vectors, postings)


def neighbours_of(nearest: Mapping[str, tuple[str, ...]], vectors: Mapping[str, Mapping[str, float]]) -> Neighbours:
    """Neighbours as they were found, from their vectors."""
    postings: dict[str, list[tuple[str, float]]] = {}
    for key in sorted(vectors):
        for word, weight in vectors[key].items():
            postings.setdefault(word, []).append((key, weight))
    return Neighbours(nearest, vectors, postings)


def _vector(counts: Mapping[str, int], frequency: Mapping[str, int], total: int, most: float) -> dict[str, float]:
    """An article's heaviest words, as a vector of length one."""
    weights = {
        word: (1 + log(count)) * _rarity(total, frequency[word])
        for word, count in counts.items()
        if 1 < frequency[word] <= most
    }
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:HEAVIEST]
    length = sqrt(sum(weight * weight for _, weight in heaviest)) or 1.0
    return {word: weight / length for word, weight in heaviest}


def _rarity(total: int, frequency: int) -> float:
    return round(2 * log2((total + 1) / frequency)) / 2 or 0.5


def _nearest(
    key: str, vector: Mapping[str, float], postings: Mapping[str, list[tuple[str, float]]], limit: int
) -> tuple[str, ...]:
    scores: dict[str, float] = {}
    for word, weight in vector.items():
        for other, its in postings[word]:
            scores[other] = scores.get(other, 0.0) + weight * its
    scores.pop(key, None)
    best = nsmallest(limit, ((-round(score, 6), other) for other, score in scores.items() if score > LEAST))
    return tuple(other for _, other in best)
