"""Words of customers that no article has, and the article whose questions they are in.

A word belongs to an article when most questions with it are otherwise answered by that article, or led to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from helploop.model.gaps import MissingWord
from helploop.search.gaps.coverage import ANSWERS
from helploop.search.tokens import is_gram

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helploop.search.gaps.asked import Asked
    from helploop.search.gaps.coverage import Coverage
    from helploop.search.gaps.groups import Group

#: A word fewer people used may be a slip, or theirs alone.
FEWEST = 3
#: In a log of so many questions a few more have to use it, before it is proposed.
MANY, FEWEST_OF_MANY = 1000, 5
#: What share of a word's questions has to point to one article, or to be one question.
MOST = 0.5
#: How much better than the next an article has to be, and in how many wordings.
AHEAD, WORDINGS = 1.1, 2


def find_missing_words(
    asked: Asked, views: Sequence[tuple[str, frozenset[str]]], groups: Sequence[Group], coverage: Coverage
) -> tuple[MissingWord, ...]:
    """The words, those for which an article was found first; `views` are the text and the words of each question."""
    bags = [bag for _, bag in views]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for word in bag:
            holders[word].append(number)
    group_of = {number: place for place, group in enumerate(groups) for number in group.members}
    opened = _opened(asked)
    fewest = FEWEST_OF_MANY if sum(question.times for question in asked.questions) >= MANY else FEWEST
    rows = []
    for word, numbers in holders.items():
        count = sum(asked.questions[number].times for number in numbers)
        if count < fewest or is_gram(word) or word.isdigit() or coverage.is_known(word):
            continue
        led = sum((opened[form[1]] for form in coverage.lexicon.forms[word] if form[1] in opened), Counter())
        article = _article(word, numbers, bags, coverage) or _most(led, count)
        together = Counter(group_of.get(number, -1) for number in numbers).most_common(1)[0][1] / len(numbers)
        if not article and together < MOST:
            continue  # in all kinds of questions: a word of letters, not of the matter
        example = " ".join(min((views[number][0] for number in numbers), key=lambda text: (len(text), text)).split())
        rows.append(MissingWord(word=coverage.lexicon.shown(word), asked=count, article=article, example=example[:140]))
    return tuple(sorted(rows, key=lambda row: (not row.article, -row.asked, row.word)))


def _article(word: str, numbers: Sequence[int], bags: Sequence[frozenset[str]], coverage: Coverage) -> str:
    """The article that answers most questions with a word by their other words, in several wordings."""
    votes: Counter[int] = Counter()
    known: dict[frozenset[str], int] = {}
    for number in numbers:
        rest = bags[number] - {word}
        if rest and rest not in known:
            known[rest] = _plain_answer(rest, coverage)
        if rest and known[rest] >= 0:
            votes[known[rest]] += 1
    article, count = votes.most_common(1)[0] if votes else (-1, 0)
    wordings = sum(found == article for found in known.values())
    is_plain = count >= max(FEWEST, MOST * len(numbers)) and wordings >= WORDINGS
    return coverage.index.documents[article].id if is_plain else ""


def _plain_answer(rest: frozenset[str], coverage: Coverage) -> int:
    """The article that has these words and stands out from the others with them."""
    ranked = coverage.ranked(dict.fromkeys(rest, 1.0))
    if not ranked or ranked[0][0].covered < ANSWERS:
        return -1
    is_ahead = len(ranked) == 1 or ranked[0][0].score >= AHEAD * ranked[1][0].score
    return ranked[0][1] if is_ahead else -1


def _opened(asked: Asked) -> Mapping[str, Counter[str]]:
    """For each word as typed, the articles that were opened after a search with it."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for opening in asked.openings:
        if name := asked.names.get(opening.article):
            for word in opening.query.casefold().split():
                found[word][name] += 1
    return found


def _most(opened: Counter[str], count: int) -> str:
    name, times = opened.most_common(1)[0] if opened else ("", 0)
    return name if times >= max(FEWEST, MOST * min(count, opened.total())) else ""
