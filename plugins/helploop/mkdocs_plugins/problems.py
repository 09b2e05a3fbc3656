"""Problems as the host's log records: strict mode counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger

from helploop.model.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.model.problem import Problem

log = get_plugin_logger("helploop")


def log_problems(problems: Iterable[Problem]) -> None:
    """Each problem as an error or a warning."""
    for problem in problems:
        report = log.error if problem.severity is Severity.ERROR else log.warning
        report(str(problem))
