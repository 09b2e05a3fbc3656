"""Analyses of all documents of a language, merged: each term's postings, synonyms and compounds included."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from helploop.search.analysis import STEPS, Key
from helploop.search.compounds import compound_parts, is_compounding
from helploop.search.encoding import both, document_of, first_posting, weaker
from helploop.search.stems import stemmer
from helploop.search.tokens import is_gram, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from helploop.search.analysis import Analysis

B = 0.6
"""How much a long text is held against a page."""
SYNONYM_STEPS = 3
"""Levels a synonym counts less than the word itself."""
COMPOUND_STEPS = 6
"""Levels a part of a compound counts less than the word by itself."""

Postings: TypeAlias = "array[int]"
Merged = dict[Key, Postings]


def merge(documents: Iterable[tuple[int, Analysis]], language: str, synonyms: Iterable[Sequence[str]] = ()) -> Merged:
    """The postings of each (term, surface, stem), from numbered documents in any order."""
    merged = count(documents)
    derive(merged, compounds(merged, language), language, synonyms)
    return merged


def derive(
    merged: Merged, parts: Mapping[str, tuple[str, ...]], language: str, synonyms: Iterable[Sequence[str]]
) -> None:
    """Add what follows from compounds, then what follows from synonyms."""
    if parts:
        add_postings(merged, compound_postings(merged, parts))
    if groups := tuple(synonyms):
        add_postings(merged, synonym_postings(merged, groups, language))


def count(documents: Iterable[tuple[int, Analysis]]) -> Merged:
    """The postings of what stands in the documents themselves."""
    merged: Merged = {}
    for number, analysis in documents:
        first = first_posting(number)
        for key, found in analysis.terms.items():
            one = first | found
            if key in merged:
                merged[key].append(one)
            else:
                merged[key] = array("Q", (one,))
    for key, several in merged.items():
        if len(several) > 1:
            merged[key] = array("Q", sorted(several))
    return merged


def average_length(lengths: Sequence[int]) -> float:
    """The mean length in words, rounded to a power of the root of 2, so that one edit rarely moves it."""
    mean = sum(lengths) / max(1, len(lengths))
    return float(2 ** (round(2 * math.log2(max(1.0, mean))) / 2))


def length_steps(length: int, average: float) -> int:
    """How many levels a document's length takes off each of its words."""
    return round(STEPS * math.log2(1 - B + B * length / average))


def compound_postings(merged: Mapping[Key, Postings], parts: Mapping[str, tuple[str, ...]]) -> dict[Key, list[int]]:
    """A compound counts, less, as each of its parts; of a part's words that with the most pages gets it."""
    keys_of: dict[str, Key] = {}
    for key in merged:
        known = keys_of.get(key[0])
        if known is None or commoner(merged[key], key) < commoner(merged[known], known):
            keys_of[key[0]] = key
    additions: defaultdict[Key, list[int]] = defaultdict(list)
    for key, found in merged.items():
        for part in parts.get(key[0], ()):
            additions[keys_of[part]] += as_part(found)
    return additions


def commoner(found: Postings, key: Key) -> tuple[int, Key]:
    """What the words of a term are sorted by, the one with the most pages first."""
    return -len(found), key


def as_part(found: Iterable[int]) -> list[int]:
    """A compound's postings as those of its part."""
    return [weaker(one, COMPOUND_STEPS) for one in found]


def compounds(merged: Iterable[Key], language: str) -> dict[str, tuple[str, ...]]:
    """The parts of each term that is a compound of words of the site."""
    if not is_compounding(language):
        return {}
    terms = {key[0] for key in merged}
    found = {term: compound_parts(term, language, terms) for term in terms}
    return {term: parts for term, parts in found.items() if parts}


def synonym_postings(
    merged: Mapping[Key, Postings], synonyms: Iterable[Sequence[str]], language: str
) -> dict[Key, list[int]]:
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

    additions: defaultdict[Key, list[int]] = defaultdict(list)
    for group in synonyms:
        phrases = [phrase_of(text) for text in group]
        holders = [_documents_with(merged, keys_of, phrase) for phrase in phrases]
        for target, phrase in enumerate(phrases):
            for source, found in enumerate(holders):
                if source != target and found:
                    for term, surface in phrase:
                        key = min(by_term.get(term, ()), default=(term, surface, ""))
                        additions[key] += [weaker(one, SYNONYM_STEPS) for one in found]
    return additions


def phrase_of(text: str) -> list[tuple[str, str]]:
    """The words of a phrase, each with its accents."""
    return [(token.term, token.surface) for token in tokenize(text) if not token.is_joined]


def _documents_with(
    merged: Mapping[Key, Postings],
    keys_of: Callable[[str, str], Iterable[Key]],
    phrase: Sequence[tuple[str, str]],
) -> list[int]:
    """Postings for the documents that hold every word of a phrase: as the weakest word, in its parts."""
    result: dict[int, int] | None = None
    for term, surface in phrase:
        here = {document_of(one): one for one in union(merged[key] for key in keys_of(term, surface))}
        result = here if result is None else {n: min(result[n], here[n]) for n in result.keys() & here.keys()}
    return sorted((result or {}).values())


def add_postings(merged: Merged, additions: Mapping[Key, Iterable[int]]) -> None:
    """Give words more postings; what a document has already stays when it counts more."""
    for key, extra in additions.items():
        merged[key] = array("Q", union((merged.get(key, ()), extra)))


def union(several: Iterable[Iterable[int]]) -> Iterator[int]:
    """Postings of several words as those of one."""
    best: dict[int, int] = {}
    for found in several:
        for one in found:
            document = document_of(one)
            known = best.get(document)
            best[document] = one if known is None else both(known, one)
    return iter([best[document] for document in sorted(best)])
