"""How much of a question each document has: its words weighed by how rare they are on the site and in the questions."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.search_document import DocumentKind
from helploop.search.chapters import place_of
from helploop.search.parts import parse_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.search.gaps.evidence import Evidence, Evidences
    from helploop.search.gaps.words import Lexicon

#: From here on a document answers a question.
ANSWERS = 0.75
#: What a document scores that is about a question and does not only have its words: they stand in its title, in its
#: keywords or again and again. Of the right articles for some 300 questions 95 in 100 score more than 1.1; where there
#: is none, most others score less than 0.9.
ABOUT = 1.3
#: What a document's share is, but for rounding, when one of its sections has every word as it was asked.
WHOLE = 0.999
#: What a word counts that seems to be the beginning of another.
CUT = 0.5
#: A planned item is a title and a sentence: it is about a question when it has so much of it, so well.
PLANS, PLANS_WELL = 0.5, 0.35
#: What a word that every document has still tells of a question.
KNOWN = 0.25


class Held(NamedTuple):
    """What share of a question's words a document has, from 0 to 1, and how well it does among others."""

    share: float
    score: float

    @property
    def covered(self) -> float:
        """How much of a question it answers: having all its words by the way is not enough."""
        return min(self.share, self.score / ABOUT)

    @property
    def has_all(self) -> bool:
        """Whether one of its sections has all words of the question."""
        return self.share >= WHOLE


class Coverage:
    """The documents of a language, asked about many questions made of the same words."""

    def __init__(self, index: Evidences, lexicon: Lexicon, rarity: Mapping[str, float]) -> None:
        self.index = index
        self.lexicon = lexicon
        self.rarity = rarity

    def evidence(self, word: str) -> Evidence:
        """What the index has to say on a word."""
        return self.index.of(*self.lexicon.form(word), is_cut=self.lexicon.is_cut(word))

    def _certainty(self, word: str, evidence: Evidence) -> float:
        is_begun = self.lexicon.is_cut(word) and self.lexicon.form(word)[0] not in self.index.by_term
        return CUT if is_begun and evidence.documents else 1.0

    def of(self, words: Mapping[str, float]) -> dict[int, Held]:
        """How much of a question each document has; `words` say how much each of them counts in it."""
        asked = 0.0
        whole: defaultdict[int, float] = defaultdict(float)
        gained: defaultdict[int, float] = defaultdict(float)
        parts: defaultdict[int, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
        for word, share in words.items():
            evidence = self.evidence(word)
            weight = share * evidence.rarity * self.rarity.get(word, 1.0) * self._certainty(word, evidence)
            asked += weight
            for document, (total, best, held) in evidence.documents.items():
                whole[document] += weight * best
                gained[document] += weight * total * 2 / (total + 1)
                for part, value in held.items():
                    parts[document][part] += weight * value
        found = {}
        for document, value in whole.items() if asked else ():
            share = (value + max(parts[document].values(), default=0.0)) / (2 * asked)
            found[document] = Held(share, gained[document] / asked * share**1.5)
        return found

    def weights(self) -> dict[str, float]:
        """How much each word tells questions apart: rare ones more, and those the site doesn't have most."""
        most = math.log(2 * (len(self.index.documents) + 1))
        return {
            word: rarity * (KNOWN + (1 - KNOWN) * self.evidence(word).rarity / most)
            for word, rarity in self.rarity.items()
        }

    def best(self, words: Mapping[str, float], kind: DocumentKind = DocumentKind.ARTICLE) -> tuple[int, Held]:
        """The document of a kind that answers a question best, and what it has of it; -1 when none has anything."""
        ranked = self.ranked(words, kind)
        return (ranked[0][1], ranked[0][0]) if ranked else (-1, Held(0.0, 0.0))

    def ranked(self, words: Mapping[str, float], kind: DocumentKind = DocumentKind.ARTICLE) -> list[tuple[Held, int]]:
        """The documents of a kind, the better ones before the others."""
        found = [(held, number) for number, held in self.of(words).items() if self.index.documents[number].kind == kind]
        return sorted(found, key=lambda one: (-one[0].score, one[1]))

    def named(self, words: Mapping[str, float]) -> int:
        """The planned item whose whole title is in a question, the longest title first; -1 when there is none."""
        found = [(-len(title), number) for number, title in self._titles if title <= words.keys()]
        return min(found)[1] if found else -1

    @cached_property
    def _titles(self) -> list[tuple[int, frozenset[str]]]:
        """The items with the words of their titles; one word alone says too little of what a question is about."""
        titles = []
        for number, document in self.index.documents.items():
            if document.kind == DocumentKind.ITEM and number == place_of(self.index.runs, number)[0]:
                words = self.lexicon.words_of(parse_part(document.parts[0]).title)
                if len(words) > 1:
                    titles.append((number, words))
        return titles

    def is_known(self, word: str) -> bool:
        """Whether an article has the word, in any of its forms, or one that begins or is spelt like it."""
        documents = self.evidence(word).documents
        return any(
            best >= 0.5 and self.index.documents[number].kind == DocumentKind.ARTICLE
            for number, (_, best, _) in documents.items()
        )
