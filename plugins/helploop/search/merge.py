"""Analyses of all documents of a language, merged: each term's postings, synonyms and compounds included."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from helploop.search.analysis import STEPS
from helploop.search.compounds import compound_parts, is_compounding
from helploop.search.shards import LEVELS
from helploop.search.stems import stemmer
from helploop.search.tokens import is_gram, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from helploop.search.analysis import Analysis

B = 0.6
"""How much a long text is held against a page."""
ZERO_LEVEL = 24
"""The level that stands for a weight of 1."""
SYNONYM_STEPS = 3
"""Levels a synonym counts less than the word itself."""
COMPOUND_STEPS = 6
"""Levels a part of a compound counts less than the word by itself."""

Key = tuple[str, str, str]


def merge(
    analyses: Sequence[Analysis], language: str, synonyms: Iterable[Sequence[str]] = ()
) -> dict[Key, list[tuple[int, int, int]]]:
    """(document, level, parts) of each (term, surface, stem), documents numbered as given."""
    average = average_length(analyses)
    merged: defaultdict[Key, list[tuple[int, int, int]]] = defaultdict(list)
    for number, analysis in enumerate(analyses):
        offset = ZERO_LEVEL - length_steps(analysis.length, average)
        for key, (level, parts) in analysis.terms.items():
            merged[key].append((number, level + offset, parts))
    if is_compounding(language):
        _add_compounds(merged, language)
    if groups := tuple(synonyms):
        _add_synonyms(merged, groups, language)
    top = LEVELS - 1
    return {
        key: [(document, min(top, max(0, level)), parts) for document, level, parts in found]
        for key, found in merged.items()
    }


def average_length(analyses: Sequence[Analysis]) -> float:
    """The mean length in words, rounded to a power of the root of 2, so that one edit rarely moves it."""
    mean = sum(analysis.length for analysis in analyses) / max(1, len(analyses))
    return float(2 ** (round(2 * math.log2(max(1.0, mean))) / 2))


def length_steps(length: int, average: float) -> int:
    """How many levels a document's length takes off each of its words."""
    return round(STEPS * math.log2(1 - B + B * length / average))


def _add_compounds(merged: defaultdict[Key, list[tuple[int, int, int]]], language: str) -> None:
    """A compound counts, less, as each of its parts that is a word of the site by itself."""
    keys_of: dict[str, Key] = {}
    for key in merged:
        if key[0] not in keys_of or len(merged[key]) > len(merged[keys_of[key[0]]]):
            keys_of[key[0]] = key
    additions: defaultdict[Key, list[tuple[int, int, int]]] = defaultdict(list)
    for key, found in merged.items():
        for part in compound_parts(key[0], language, keys_of):
            additions[keys_of[part]] += [(number, level - COMPOUND_STEPS, at) for number, level, at in found]
    _union(merged, additions)


def _add_synonyms(
    merged: defaultdict[Key, list[tuple[int, int, int]]], synonyms: Iterable[Sequence[str]], language: str
) -> None:
    """A page with one phrase of a group, in any form of its words, is also found by the others, a little lower."""
    by_term: defaultdict[str, list[Key]] = defaultdict(list)
    by_stem: defaultdict[str, list[Key]] = defaultdict(list)
    for key in merged:
        by_term[key[0]].append(key)
        if key[2]:
            by_stem[key[2]].append(key)
    stem = stemmer(language)

    def keys_of(term: str, surface: str) -> Iterable[Key]:
        forms = by_stem.get(stem(surface), ()) if stem and not is_gram(term) else ()
        return dict.fromkeys((*by_term.get(term, ()), *forms))

    additions: defaultdict[Key, list[tuple[int, int, int]]] = defaultdict(list)
    for group in synonyms:
        phrases = [_phrase(text) for text in group]
        holders = [_documents_with(merged, keys_of, phrase) for phrase in phrases]
        for target, phrase in enumerate(phrases):
            for source, found in enumerate(holders):
                if source == target or not found:
                    continue
                for term, surface in phrase:
                    key = next((k for k in by_term.get(term, ())), (term, surface, ""))
                    additions[key] += [(n, level - SYNONYM_STEPS, at) for n, (level, at) in found.items()]
    _union(merged, additions)


def _phrase(text: str) -> list[tuple[str, str]]:
    return [(token.term, token.surface) for token in tokenize(text) if not token.is_joined]


def _documents_with(
    merged: Mapping[Key, list[tuple[int, int, int]]],
    keys_of: Callable[[str, str], Iterable[Key]],
    phrase: Sequence[tuple[str, str]],
) -> dict[int, tuple[int, int]]:
    """Documents that hold every word of a phrase, with the weakest word's level and its part."""
    result: dict[int, tuple[int, int]] | None = None
    for term, surface in phrase:
        here: dict[int, tuple[int, int]] = {}
        for key in keys_of(term, surface):
            for number, level, parts in merged[key]:
                known = here.get(number, (level, 0))
                here[number] = (max(level, known[0]), parts | known[1])
        result = (
            here
            if result is None
            else {number: min(result[number], here[number]) for number in result.keys() & here.keys()}
        )
    return dict(sorted((result or {}).items()))


def _union(
    merged: defaultdict[Key, list[tuple[int, int, int]]],
    additions: Mapping[Key, Sequence[tuple[int, int, int]]],
) -> None:
    for key, extra in additions.items():
        best = {number: (level, parts) for number, level, parts in merged[key]}
        for number, level, parts in extra:
            known = best.get(number, (level, 0))
            best[number] = (max(level, known[0]), parts | known[1])
        merged[key] = [(number, *best[number]) for number in sorted(best)]
