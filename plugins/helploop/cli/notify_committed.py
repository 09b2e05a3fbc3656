"""What people are told about is written and committed: no template's text, and none that only this computer has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helploop.model.errors import HelploopError
from helploop.model.problem import Problem, sort_problems
from helploop.model.rules.articles import check_placeholders
from helploop.sources.git import uncommitted

if TYPE_CHECKING:
    from helploop.cli.notify_site import Told
    from helploop.notify.notice import Plan


def unwritten(told: Told, plan: Plan) -> tuple[Problem, ...]:
    """What still is the text of the template in entries that people would be told about: a page can be mended later."""
    paths = _paths(told, plan)
    found = [replace(each, code="placeholder") for each in check_placeholders(told.site) if each.path in paths]
    return sort_problems(found)


def check_committed(told: Told, plan: Plan) -> None:
    """Refuse to tell anybody about an entry that no commit holds as it is. Without git nobody can know.

    Raises:
        HelploopError: an entry, or the translation somebody would read, is new, changed or staged, or not written yet.
    """
    settings = told.site.settings
    changed = uncommitted(told.books.root, settings.changelog.dir) if settings.changelog else None
    hint = "commit it, publish the site, then tell people"
    problems = [
        Problem(path, 0, "not-published", "the entry is not committed as it stands here", hint)
        for path in _paths(told, plan).intersection(changed or ())
    ]
    if problems := [*problems, *unwritten(told, plan)]:
        raise HelploopError("nothing was sent:\n" + "\n".join(map(str, sort_problems(problems))))


def _paths(told: Told, plan: Plan) -> set[str]:
    entries = (told.site.entry(key, language) for _, key, language in plan.pages)
    return {entry.path for entry in entries if entry is not None}
