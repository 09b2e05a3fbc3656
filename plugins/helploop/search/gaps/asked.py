"""Everything that was said in one language, as the search for gaps takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helploop.model.question import Opening, Question, Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was said in one language. `names` leads from what a log calls an article to its id."""

    language: str
    questions: Sequence[Question]
    votes: Sequence[Vote] = ()
    openings: Sequence[Opening] = ()
    synonyms: Sequence[Sequence[str]] = ()
    names: Mapping[str, str]
