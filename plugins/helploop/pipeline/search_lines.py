"""The lines of an index that follow from changed words, made from what is known of them and of their relatives."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

from helploop.search.borders import order
from helploop.search.index import function_words
from helploop.search.lines import (
    attached,
    dictionary_keys,
    dictionary_rest,
    is_away,
    is_common,
    is_listed,
    word_rest,
)
from helploop.search.merge import as_part, commoner, phrase_of, synonym_postings, union
from helploop.search.shards import Line
from helploop.search.stems import stemmer
from helploop.search.tokens import is_gram

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from helploop.pipeline.search_store import Store
    from helploop.search.analysis import Key
from helploop.search.merge import Merged, Postings

Edits = dict[str, tuple[Line, ...]]
"""The lines of a key as they are now; none when it is gone."""


class Lines:
    """Lines of one index; every word is derived once."""

    def __init__(self, store: Store, language: str, synonyms: Sequence[Sequence[str]]) -> None:
        self._store = store
        self._function = function_words(language)
        self._terms: dict[str, Merged] = {}
        self._rests: dict[Key, str] = {}
        self._synonyms: dict[Key, list[int]] = {}
        self._phrases: set[str] = set()
        if synonyms:
            self._add_synonyms(synonyms, language)

    def edits(self, changed: Iterable[Key], also: Iterable[str]) -> Mapping[str, Edits]:
        """The changed lines of each kind of shard: of words that changed or are gone, and of terms that may have."""
        stems: defaultdict[str, set[str]] = defaultdict(set)
        for term, _, stem in changed:
            stems[term].add(stem)
        for term in {*stems, *also, *self._phrases}:
            stems[term].update(key[2] for key in self._merged(term))
        words: Edits = {}
        common: Edits = {}
        forward: Edits = {}
        backward: Edits = {}
        hosts = {host for term in stems for host in self._hosts(term, stems[term])}
        for term in {*stems, *hosts}:
            words[term] = tuple(self._line(key) for key in self._keys(term))
        for term in stems:
            many = any(is_common(len(found)) for found in self._merged(term).values())
            common[term] = tuple(self._whole_line(key) for key in self._keys(term)) if many else ()
        for term in filter(is_listed, stems):
            count = sum(len(found) for found in self._merged(term).values())
            rest = dictionary_rest(count) if count else ""
            forward |= {key: (Line(key, rest),) if rest else () for key in dictionary_keys(term)}
            backward |= {key: (Line(key, rest),) if rest else () for key in dictionary_keys(term[::-1])}
        return {"w": words, "d": forward, "m": backward, "c": common}

    def _hosts(self, term: str, stems: Iterable[str]) -> Iterator[str]:
        """Terms to whose lines this term's are attached: other forms of the same word."""
        for stem in stems:
            for _, key, _ in self._store.words_with_stem(stem):
                if is_away(key[0], term):
                    yield key[0]

    def _line(self, key: Key) -> Line:
        alone = not key[2] or is_common(len(self._merged(key[0])[key]))
        forms = [] if alone else [form for _, form, _ in self._store.words_with_stem(key[2])]
        rests = {form: self._rest(form) for form in forms if is_away(key[0], form[0])}
        return Line(key[0], self._rest(key), attached(key, rests, rests))

    def _whole_line(self, key: Key) -> Line:
        return Line(key[0], word_rest(key, self._merged(key[0])[key], self._function, is_whole=True))

    def _rest(self, key: Key) -> str:
        if key not in self._rests:
            self._rests[key] = word_rest(key, self._merged(key[0])[key], self._function)
        return self._rests[key]

    def _keys(self, term: str) -> list[Key]:
        return sorted(self._merged(term), key=lambda key: (order(key[1]), key[2]))

    def _merged(self, term: str) -> Merged:
        """The words of a term with all their postings: their own, their compounds' and their synonyms'."""
        if term not in self._terms:
            found = self._with_compounds(term)
            for key, extra in self._synonyms.items():
                if key[0] == term:
                    found[key] = array("Q", union((found.get(key, ()), extra)))
            self._terms[term] = found
        return self._terms[term]

    def _with_compounds(self, term: str) -> Merged:
        own: dict[Key, Postings] = {key: found for _, key, found in self._store.words_with_term(term)}
        if own and (whole := self._store.compounds_with(term)):
            key = min(own, key=lambda key: commoner(own[key], key))
            extra = [as_part(found) for name in whole for _, _, found in self._store.words_with_term(name)]
            own[key] = array("Q", union((own[key], *extra)))
        return own

    def _add_synonyms(self, synonyms: Sequence[Sequence[str]], language: str) -> None:
        stem = stemmer(language)
        near: Merged = {}
        for group in synonyms:
            for text in group:
                for term, surface in phrase_of(text):
                    self._phrases.add(term)
                    forms = self._store.words_with_stem(stem(surface)) if stem and not is_gram(term) else ()
                    for other in {term, *(key[0] for _, key, _ in forms)}:
                        near |= self._with_compounds(other)
        self._synonyms = synonym_postings(near, synonyms, language)
