"""What the index has to say on one word, asked many thousand times: the reference's matches, looked up in narrow lists.

The reference goes through all words of all documents for each word of a query. Here a word meets only those that begin
or end like it or have its stem, which are the ones the reference could find; a test holds both together.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from helploop.search.query import Word
from helploop.search.reference import Reference
from helploop.search.tokens import Token, is_gram

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helploop.search.analysis import Analysis, Key


class Evidence(NamedTuple):
    """How rare a word is, and for each document that has it: how much, how well, and how well in each of its parts."""

    rarity: float
    documents: Mapping[int, tuple[float, float, Mapping[int, float]]]


class Evidences(Reference):
    """An index that remembers what it was asked."""

    def __init__(self, analyses: Iterable[Analysis], language: str, synonyms: Iterable[Sequence[str]] = ()) -> None:
        super().__init__(analyses, language, synonyms)
        self._near: defaultdict[str, list[Key]] = defaultdict(list)
        self._by_stem: defaultdict[str, list[Key]] = defaultdict(list)
        for key in self.merged:
            for start in {key[0][:1], key[0][:2], key[0][-2:] + "$"}:
                self._near[start].append(key)
            if key[2]:
                self._by_stem[key[2]].append(key)
        self._known: dict[tuple[str, str, bool], Evidence] = {}

    def of(
        self, term: str, surface: str, spellings: tuple[tuple[str, str], ...] = (), *, is_cut: bool = False
    ) -> Evidence:
        """The evidence for a word, which may be the beginning of a longer one."""
        key = (term, surface, is_cut)
        if key not in self._known:
            self._known[key] = self._ask(Word(Token(term, surface, 0, len(term)), list(spellings), is_last=is_cut))
        return self._known[key]

    def _ask(self, word: Word) -> Evidence:
        narrow = self._narrow([(word.token.term, word.token.surface), *word.spellings])
        match = narrow.match(word)
        return Evidence(match.rarity, self._hits(match.weights))

    def _narrow(self, spellings: Iterable[tuple[str, str]]) -> Reference:
        keys: dict[Key, None] = {}
        for term, _ in spellings:
            is_single = is_gram(term) and len(term) == 1
            for start in (term[:1],) if is_single or len(term) == 1 else (term[:2], term[-2:] + "$"):
                keys.update(dict.fromkeys(self._near.get(start, ())))
            for key in self.by_term.get(term, ()):
                keys.update(dict.fromkeys(self._by_stem.get(key[2], ()) if key[2] else ()))
        return Narrow(self, keys)


class Narrow(Reference):
    """A part of an index that answers for the whole of it, as far as one word is concerned."""

    def __init__(self, whole: Reference, keys: Iterable[Key]) -> None:
        self.language = whole.language
        self.documents = whole.documents
        self.count, self.runs, self.steps = whole.count, whole.runs, whole.steps
        self.function_words, self.common, self.layout = whole.function_words, whole.common, whole.layout
        self.merged = {key: whole.merged[key] for key in keys}
        self.pruned = whole.pruned
        self.read_terms()
