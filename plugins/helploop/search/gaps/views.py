"""Which words of a question to go by: of a ticket its subject, unless that says as little as "Question" or "Help"."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.question import Origin
from helploop.search.gaps.words import bags_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.model.question import Question

#: A subject of so many tickets is empty when their messages have little in common.
MANY = 4
COMMON_SHARE = 0.5
#: A subject of fewer words needs its message.
TELLING = 2


class View(NamedTuple):
    """What a question is judged by, and what of it is shown."""

    text: str
    shown: str


def view_questions(questions: Sequence[Question], language: str, synonyms: Sequence[Sequence[str]] = ()) -> list[View]:
    """The text of each question that says best what it is about."""
    tickets = [number for number, question in enumerate(questions) if question.origin is Origin.TICKET]
    subjects, _ = bags_of([(questions[number].title, 1) for number in tickets], language, (), synonyms)
    messages, _ = bags_of([(questions[number].text, 1) for number in tickets], language, (), synonyms)
    empty = _empty_subjects(subjects, messages)
    views = [View(question.title, question.title) for question in questions]
    for place, number in enumerate(tickets):
        question, subject = questions[number], subjects[place]
        if messages[place] and subject in empty:
            views[number] = View(question.text, question.text)
        elif len(subject) < TELLING:
            views[number] = View(question.words, question.title if subject else question.text)
    return views


def _empty_subjects(subjects: Sequence[frozenset[str]], messages: Sequence[frozenset[str]]) -> set[frozenset[str]]:
    """Subjects of many tickets whose messages have no word in common."""
    below: defaultdict[frozenset[str], list[frozenset[str]]] = defaultdict(list)
    for subject, message in zip(subjects, messages, strict=True):
        if message:
            below[subject].append(message)
    usual: Counter[str] = Counter(word for message in messages for word in message)
    empty: set[frozenset[str]] = {frozenset()}
    for subject, held in below.items():
        counts = Counter(word for message in held for word in message)
        shares = [
            count / len(held)
            for word, count in counts.items()
            # a word of all messages ("please", "thanks") is no subject they have in common
            if count / len(held) > 2 * usual[word] / len(messages)
        ]
        if len(held) >= MANY and max(shares, default=0.0) < COMMON_SHARE:
            empty.add(subject)
    return empty
