"""Which of a question's words a page names as its own: in its title, its summary and its keywords.

An assistant asks in whole sentences, and any long page holds many words of a sentence somewhere. What its author wrote
down as the page's subject says better whether it is the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helploop.search.ranking import answers
from helploop.search.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helploop.search.ranking import Hit
    from helploop.search.reference import Match

#: A page that names every word of the question counts so many times more than its text alone gave it.
NAMED = 6


def order_by_subject(
    matches: Sequence[Match], hits: Sequence[Hit], pages: Mapping[str, Mapping[str, Any]]
) -> list[Hit]:
    """The hits anew, the best first; `pages` has what is known of each address."""
    answered = answers(matches)
    asked = sum(match.rarity for match in matches) or 1.0

    def named(hit: Hit) -> float:
        best: dict[int, float] = {}
        for token in tokenize(subject_of(pages.get(hit.url, {}))):
            for number, weight in answered.get(token.term, {}).items():
                best[number] = max(weight, best.get(number, 0.0))
        return sum(weight * matches[number].rarity for number, weight in best.items()) / asked

    return sorted(hits, key=lambda hit: -hit.score * (1 + NAMED * named(hit)))


def subject_of(page: Mapping[str, Any]) -> str:
    """What a page says that it is about."""
    return "\n".join([str(page.get("title", "")), str(page.get("summary", "")), *page.get("keywords", ())])
