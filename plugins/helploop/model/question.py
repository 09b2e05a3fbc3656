"""What customers said, as logs and exports of tickets have it: questions, votes on articles, and articles opened.

Texts in here have been freed of what names or reaches a person; see `private_text.py`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.model.problem import Problem


class Origin(StrEnum):
    """Where a question was asked."""

    SEARCH = "search"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: the words of a search, or a ticket's subject with the sentences that ask.

    `language` is a tag as the log has it, empty where it says none. `day` is `2026-11-27`, or empty.
    """

    title: str
    text: str = ""
    origin: Origin = Origin.SEARCH
    language: str = ""
    day: str = ""
    times: int = 1
    """How often it was asked, where the log counts."""

    @property
    def words(self) -> str:
        """Everything that was asked."""
        return f"{self.title}\n{self.text}" if self.text else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """Whether an article helped somebody, and why not."""

    article: str
    helpful: bool
    language: str = ""
    reason: str = ""
    day: str = ""
    is_counted: bool = True
    """False for a reason that came after its vote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An article somebody opened, and what they had searched for."""

    article: str
    language: str = ""
    query: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All that some files say. `skipped` counts what was left out, by the reason; nothing is left out uncounted."""

    questions: tuple[Question, ...] = ()
    votes: tuple[Vote, ...] = ()
    openings: tuple[Opening, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)
    problems: tuple[Problem, ...] = ()


def join_heard(parts: Iterable[Heard]) -> Heard:
    """What several files say, as one."""
    heard = list(parts)
    return Heard(
        questions=tuple(each for part in heard for each in part.questions),
        votes=tuple(each for part in heard for each in part.votes),
        openings=tuple(each for part in heard for each in part.openings),
        skipped=sum((part.skipped for part in heard), Counter()),
        problems=tuple(each for part in heard for each in part.problems),
    )
