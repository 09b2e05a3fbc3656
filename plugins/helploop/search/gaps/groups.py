"""Bags of words that ask the same, put together: those with the same words, then those that share the rare ones."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Bag = frozenset[str]

#: How alike two questions have to be (the cosine of their words' weights), and two whole messages.
ALIKE, ALIKE_MESSAGES = 0.5, 0.4
#: How much of a question's core a message about it has.
ABOUT = 0.62
#: Questions of more words are messages: they are about something, among much else.
MOST_WORDS = 7
#: A word that so many of a group's questions have belongs to its core.
CORE = 0.34


@dataclass(slots=True)
class Group:
    """Questions that ask the same: their numbers, and how often they were asked with each word."""

    members: list[int] = field(default_factory=list)
    asked: int = 0
    words: Counter[str] = field(default_factory=Counter)
    _sum: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _square: float = 0.0

    def add(self, number: int, bag: Bag, times: int, weights: Mapping[str, float]) -> None:
        """Take a question in; `weights` say how much each of its words tells."""
        self.members.append(number)
        self.asked += times
        self.words.update(dict.fromkeys(bag, times))
        for word, weight in weights.items():
            self._raise(word, times * weight)

    def _raise(self, word: str, value: float) -> None:
        before = self._sum[word]
        self._sum[word] = before + value
        self._square += (before + value) ** 2 - before**2

    def likeness(self, weights: Mapping[str, float]) -> float:
        """The cosine between a question of length 1 and the middle of the group."""
        shared = sum(weight * self._sum.get(word, 0.0) for word, weight in weights.items())
        return shared / math.sqrt(self._square) if self._square > 0 else 0.0

    def share_in(self, bag: Bag, rarity: Mapping[str, float]) -> float:
        """How much of the group's core a longer text has."""
        core = self.core()
        whole = sum(share * rarity[word] for word, share in core.items())
        return sum(share * rarity[word] for word, share in core.items() if word in bag) / whole if whole else 0.0

    def core(self) -> dict[str, float]:
        """The words many of the questions have, and which share of them has each."""
        shares = {word: count / self.asked for word, count in self.words.items()}
        core = {word: share for word, share in shares.items() if share >= CORE}
        if core:
            return core
        top = max(shares.values(), default=0.0)
        return {word: share for word, share in shares.items() if share == top}

    @property
    def middle(self) -> dict[str, float]:
        """The group as one question of length 1."""
        length = math.sqrt(self._square) or 1.0
        return {word: value / length for word, value in self._sum.items()}

    def take_in(self, other: Group) -> None:
        """Join another group to this one."""
        self.members += other.members
        self.asked += other.asked
        self.words.update(other.words)
        for word, value in other._sum.items():
            self._raise(word, value)


def rarities(bags: Sequence[Bag], times: Sequence[int]) -> dict[str, float]:
    """How much each word tells, from 0 to 1: the rarer it is among all questions, the more."""
    counts: Counter[str] = Counter()
    for bag, count in zip(bags, times, strict=True):
        counts.update(dict.fromkeys(bag, count))
    whole = sum(times)
    return {word: math.log1p(whole / count) / math.log1p(whole) for word, count in counts.items()}


def group_bags(bags: Sequence[Bag], times: Sequence[int], rarity: Mapping[str, float]) -> list[Group]:
    """All questions in groups, each in one; `rarity` says how much each word tells. Empty bags are in none."""
    same: defaultdict[Bag, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        if bag:
            same[bag].append(number)
    often = {bag: sum(times[number] for number in numbers) for bag, numbers in same.items()}
    order = sorted(same, key=lambda bag: (-often[bag], len(bag), sorted(bag)))
    short = [bag for bag in order if len(bag) <= MOST_WORDS]
    groups = _near(short, same, times, rarity)
    groups = _merged(groups)
    _place_messages([bag for bag in order if len(bag) > MOST_WORDS], same, times, (groups, rarity))
    return sorted(groups, key=lambda group: (-group.asked, group.members))


def _near(
    order: Iterable[Bag], same: Mapping[Bag, list[int]], times: Sequence[int], rarity: Mapping[str, float]
) -> list[Group]:
    """Each bag to the group it is most like, else to one of its own: the common ones come first and draw the others."""
    groups: list[Group] = []
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for bag in order:
        weights = _unit(bag, rarity)
        tried = {place for word in bag for place in holders[word]}
        best, place = max(((groups[place].likeness(weights), -place) for place in tried), default=(0.0, 0))
        if best < ALIKE:
            place = -len(groups)
            groups.append(Group())
        for number in same[bag]:
            groups[-place].add(number, bag, times[number], weights)
        for word in bag:
            holders[word].add(-place)
    return groups


def _merged(groups: list[Group]) -> list[Group]:
    """Groups that have grown alike, joined."""
    kept: list[Group] = []
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for group in sorted(groups, key=lambda group: (-group.asked, group.members)):
        middle = group.middle
        core = group.core()
        tried = {place for word in core for place in holders[word]}
        best, place = max(((kept[place].likeness(middle), -place) for place in tried), default=(0.0, 0))
        if best >= ALIKE:
            kept[-place].take_in(group)
        else:
            kept.append(group)
            place = 1 - len(kept)
        for word in core:
            holders[word].add(-place)
    return kept


def _place_messages(
    order: Iterable[Bag],
    same: Mapping[Bag, list[int]],
    times: Sequence[int],
    known: tuple[list[Group], Mapping[str, float]],
) -> None:
    """Whole messages to the question they are about; one that is about none starts a group."""
    groups, rarity = known
    holders: defaultdict[str, set[int]] = defaultdict(set)
    talks: defaultdict[str, set[int]] = defaultdict(set)
    for place, group in enumerate(groups):
        for word in group.core():
            holders[word].add(place)
    for bag in order:
        tried = {place for word in bag for place in holders[word]}
        best, _, place = max(
            ((groups[place].share_in(bag, rarity), groups[place].asked, -place) for place in tried),
            default=(0.0, 0, 0),
        )
        weights = _unit(bag, rarity)
        if best < ABOUT:
            tried = {place for word in bag for place in talks[word]}
            best, place = max(((groups[place].likeness(weights), -place) for place in tried), default=(0.0, 0))
            if best < ALIKE_MESSAGES:
                place = -len(groups)
                groups.append(Group())
            for word in bag:
                talks[word].add(-place)
        for number in same[bag]:
            groups[-place].add(number, bag, times[number], weights)


def _unit(bag: Bag, rarity: Mapping[str, float]) -> dict[str, float]:
    """A bag's words with weights that make it 1 long."""
    length = math.sqrt(sum(rarity[word] ** 2 for word in bag)) or 1.0
    return {word: rarity[word] / length for word in bag}
