"""Groups of questions joined that ask about one thing the site has no word for: a refund, however it is asked for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from helploop.search.gaps.coverage import ANSWERS
from helploop.search.tokens import is_gram

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.search.gaps.coverage import Coverage
    from helploop.search.gaps.groups import Group

#: What share of a group's questions has to have the word.
MOST = 0.6


def join_by_missing_word(groups: Sequence[Group], coverage: Coverage) -> list[Group]:
    """The groups, those with the same unknown word in most of their questions as one."""
    holders: Counter[str] = Counter()
    topics = [_unknown(group, coverage) for group in groups]
    for words in topics:
        holders.update(words)
    joined: list[Group] = []
    place: dict[str, Group] = {}
    for group, words in zip(groups, topics, strict=True):
        # of several unknown words the one that more groups have: it is the thing, the others say what about it
        word = max(words, key=lambda word: (holders[word], group.words[word], word), default="")
        if word in place:
            place[word].take_in(group)
            continue
        joined.append(group)
        if word:
            place[word] = group
    return joined


def _unknown(group: Group, coverage: Coverage) -> list[str]:
    """The words it may be about; none when what the site knows of it is a question of its own: then it is only talk."""
    core = group.core()
    known = {word: share for word, share in core.items() if coverage.is_known(word)}
    if len(known) > 1 and coverage.best(known)[1].covered >= ANSWERS:
        return []
    return [
        word
        for word, share in core.items()
        if share >= MOST and word not in known and not is_gram(word) and not word.isdigit()
    ]
