"""How much of a question each document has: its words weighed by how rare they are on the site and in the questions."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.search_document import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.search.gaps.evidence import Evidence, Evidences
    from helploop.search.gaps.words import Lexicon

#: From here on a document answers a question.
ANSWERS = 0.68
#: From here on a planned item is about it.
PLANS = 0.55
#: What a word that every document has still tells of a question.
KNOWN = 0.25


class Held(NamedTuple):
    """What share of a question a document has, from 0 to 1, and how well it does among others."""

    share: float
    score: float


class Coverage:
    """The documents of a language, asked about many questions made of the same words."""

    def __init__(self, index: Evidences, lexicon: Lexicon, rarity: Mapping[str, float]) -> None:
        self.index = index
        self.lexicon = lexicon
        self.rarity = rarity

    def evidence(self, word: str) -> Evidence:
        """What the index has to say on a word."""
        return self.index.of(*self.lexicon.form(word), is_cut=self.lexicon.is_cut(word))

    def of(self, words: Mapping[str, float]) -> dict[int, Held]:
        """How much of a question each document has; `words` say how much each of them counts in it."""
        asked = 0.0
        whole: defaultdict[int, float] = defaultdict(float)
        gained: defaultdict[int, float] = defaultdict(float)
        parts: defaultdict[int, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
        for word, share in words.items():
            evidence = self.evidence(word)
            weight = share * evidence.rarity * self.rarity.get(word, 1.0)
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

    def best(self, words: Mapping[str, float], kind: DocumentKind = DocumentKind.ARTICLE) -> tuple[int, float]:
        """The document of a kind that answers a question best, and its share; -1 when none has anything."""
        ranked = self.ranked(words, kind)
        return (ranked[0][1], ranked[0][0].share) if ranked else (-1, 0.0)

    def ranked(self, words: Mapping[str, float], kind: DocumentKind = DocumentKind.ARTICLE) -> list[tuple[Held, int]]:
        """The documents of a kind, those that have enough of a question first, the better ones before the others."""
        found = [(held, number) for number, held in self.of(words).items() if self.index.documents[number].kind == kind]
        return sorted(found, key=lambda one: (one[0].share < ANSWERS, -one[0].score, one[1]))

    def is_known(self, word: str) -> bool:
        """Whether an article has the word, in any of its forms, or one that begins or is spelt like it."""
        documents = self.evidence(word).documents
        return any(
            best >= 0.5 and self.index.documents[number].kind == DocumentKind.ARTICLE
            for number, (_, best, _) in documents.items()
        )
