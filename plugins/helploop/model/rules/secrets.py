"""The rule that keeps keys and passwords out of what everyone reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.problem import Problem, Severity
from helploop.model.rules.rule import Rule
from helploop.model.secret_shapes import find_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.site import Site

HINT = "remove it and have it replaced: it may be known already; an example has `EXAMPLE` in it"


def check_secrets(site: Site) -> Iterator[Problem]:
    """No key stands in an article, an entry or the roadmap."""
    for thing in site.texts:
        for text, first in ((thing.title, thing.line_of("title")), (thing.summary, thing.line_of("summary"))):
            yield from _found(text, thing.path, first)
        yield from _found(thing.body, thing.path, thing.body_line)
    if site.roadmap is not None:
        for item in site.roadmap.items:
            for name in ("title", "summary", "reason"):
                yield from _found(getattr(item, name), site.roadmap.path, item.line_of(name))
            yield from _found(item.body, site.roadmap.path, item.body_line)


def _found(text: str, path: str, first_line: int) -> Iterator[Problem]:
    for offset, what in find_secrets(text):
        line = first_line + text.count("\n", 0, offset)
        column = offset - text.rfind("\n", 0, offset)
        yield Problem(path, line, "secret-in-public", f"{what} stands in text that everyone reads", HINT, column)


RULES = (
    Rule(
        "secret-in-public", check_secrets, Severity.ERROR, "A key or a password stands in public text.", is_alone=True
    ),
)
