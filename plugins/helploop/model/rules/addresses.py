"""The rule that keeps people's e-mail addresses out of articles and entries; the roadmap's reader has its own."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from helploop.model.mail_address import find_addresses, masked
from helploop.model.problem import Problem, Severity
from helploop.model.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.article import Article
    from helploop.model.collection import Collection
    from helploop.model.entry import Entry
    from helploop.model.site import Site

_HINT = "remove it, or add it to `allowed_addresses:` of helploop/articles if it is meant for customers"
#: Never published, or no text.
_NOT_READ = frozenset({"path", "key", "language", "body", "owner", "source", "lines", "id"})


def check_addresses(site: Site) -> Iterator[Problem]:
    """No address of a person stands in text that everyone reads; code blocks are read too."""
    for thing in site.texts:
        yield from _in_values(thing, site)
        for found in find_addresses(thing.body, site.settings):
            line = thing.body_line + thing.body.count("\n", 0, found.start)
            column = found.start - thing.body.rfind("\n", 0, found.start)
            yield _problem(thing.path, line, found.text, column)


def _in_values(thing: Article | Collection | Entry, site: Site) -> Iterator[Problem]:
    for field in fields(thing):
        if field.name in _NOT_READ:
            continue
        value = getattr(thing, field.name)
        for text in value if isinstance(value, tuple) else (value,):
            for found in find_addresses(text if isinstance(text, str) else "", site.settings):
                yield _problem(thing.path, thing.line_of(field.name), found.text)


def _problem(path: str, line: int, address: str, column: int = 0) -> Problem:
    message = f"`{masked(address)}` is an e-mail address in text that everyone reads"
    return Problem(path, line, "", message, _HINT, column)


RULES = (
    Rule(
        "address-in-public", check_addresses, Severity.ERROR, "An e-mail address stands in public text.", is_alone=True
    ),
)
