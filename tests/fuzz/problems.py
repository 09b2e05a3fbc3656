"""What holds for every problem that is reported, whatever was read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.model.problem import Problem

_CODE = re.compile(r"^[a-z]+(?:-[a-z]+)*$")
#: What a terminal acts on, and what no UTF-8 can hold.
_ACTS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_MOST = 2_000


def check_problems(problems: Iterable[Problem], text: str) -> None:
    """Each can be printed in two lines, and stands at a place its file has."""
    lines = text.count("\n") + 1
    for problem in problems:
        assert _CODE.match(problem.code), problem
        assert 0 <= problem.line <= lines, problem
        assert problem.column >= 0, problem
        assert problem.hint, problem
        for words in (problem.message, problem.hint):
            assert not _ACTS.search(words), problem
            assert len(words) <= _MOST, problem
