"""A named rule: a check over the whole site, its code, and how much breaking it matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from helploop.model.problem import Problem, Severity

if TYPE_CHECKING:
    from helploop.model.site import Site

Check = Callable[["Site"], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check under the name a site's owner sees and may set to `error`, `warning` or `off`.

    `is_alone` says that what it finds in an article depends on nothing but that article and its translations: it is
    asked again when one of them was edited, and the others are not.
    """

    code: str
    check: Check
    severity: Severity
    summary: str
    is_alone: bool = False


def check_rules(site: Site, rules: Iterable[Rule], levels: Mapping[str, str]) -> list[Problem]:
    """The problems of all rules, each with the severity the site gives its rule."""
    problems: list[Problem] = []
    for rule in rules:
        level = levels.get(rule.code, str(rule.severity))
        if level != "off":
            severity = Severity(level)
            problems.extend(replace(problem, code=rule.code, severity=severity) for problem in rule.check(site))
    return problems
