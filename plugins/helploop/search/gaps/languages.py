"""Which of a site's languages a text is in, by the words that the site and its readers have in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.search.index import function_words
from helploop.search.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helploop.search.analysis import Analysis

#: By how much a text's language has to be ahead of the next: one word that only binds in it.
SURE = 2


class Languages:
    """The vocabulary of each language of a site, the default one first."""

    def __init__(self, documents: Mapping[str, Sequence[Analysis]]) -> None:
        self.words = {
            tag: {key[0] for one in found if one.language == tag for key in one.terms}
            for tag, found in documents.items()
        }
        self.binding = {tag: function_words(tag) for tag in documents}
        self.heard: dict[str, set[str]] = {tag: set() for tag in documents}

    def hear(self, text: str, tag: str) -> None:
        """Learn the words of a text that is known to be in a language: the site may lack just these."""
        self.heard[tag].update(token.term for token in tokenize(text) if not token.is_joined)

    def learn(self, texts: Sequence[str]) -> None:
        """Learn from texts nobody named a language for: those in one beyond doubt speak for the others."""
        sure = []
        for text in texts:
            scores = self._scores(text)
            first, second = sorted([*scores.values(), 0.0], reverse=True)[:2]
            if first - second >= SURE:
                sure.append((text, max(scores, key=lambda tag: scores[tag])))
        for text, tag in sure:
            self.hear(text, tag)

    def of(self, text: str) -> str:
        """The language that has most of a text's words; the default one when none has more."""
        scores = self._scores(text)
        return max(scores, key=lambda tag: scores[tag])

    def _scores(self, text: str) -> dict[str, float]:
        terms = {token.term for token in tokenize(text) if not token.is_joined}
        return {
            tag: sum(
                (term in known) + 2 * (term in self.binding[tag]) + (term in self.heard[tag]) / 2 for term in terms
            )
            for tag, known in self.words.items()
        }
