"""What customers ask and what answers them, found out from logs and tickets: the values of a report for the team."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A question that no article answers, in all the ways it was asked.

    `question` is how most people put it and `also` are other ways; `words` are what all of them have in common.
    `nearest` is the id of the article that comes closest, and `covered` how much of the question it has, from 0 to 1;
    `in_passing` says that it has all words, but neither in its title nor in its keywords nor again and again.
    `item` is the id of a roadmap item that would answer.
    """

    language: str
    question: str
    asked: int
    searches: int = 0
    tickets: int = 0
    also: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    nearest: str = ""
    covered: float = 0.0
    in_passing: bool = False
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """An article and how much it did: questions it answers, how often it was opened from a search, and votes."""

    id: str
    title: str
    url: str
    asked: int = 0
    opened: int = 0
    helpful: int = 0
    unhelpful: int = 0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingWord:
    """A word of customers that is in no article, and the article it belongs to, if that is plain."""

    word: str
    asked: int
    article: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A roadmap item that would answer questions."""

    id: str
    title: str
    url: str
    stage: str
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageGaps:
    """The report of one language. `asked` counts questions, `answered` those an article answers."""

    language: str
    asked: int = 0
    answered: int = 0
    gaps: tuple[Gap, ...] = ()
    answers: tuple[Answering, ...] = ()
    words: tuple[MissingWord, ...] = ()
    planned: tuple[Planned, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReport:
    """The whole report. `skipped` counts what was left out, by the reason."""

    site_name: str
    languages: tuple[LanguageGaps, ...]
    searches: int = 0
    tickets: int = 0
    votes: int = 0
    openings: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
