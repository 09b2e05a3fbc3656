"""What people are told about is committed: a text that only this computer has can't be on the site they are sent to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.errors import HelploopError
from helploop.model.problem import Problem, sort_problems
from helploop.sources.git import uncommitted

if TYPE_CHECKING:
    from helploop.cli.notify_site import Told
    from helploop.notify.notice import Plan


def check_committed(told: Told, plan: Plan) -> None:
    """Refuse to tell anybody about an entry that no commit holds as it is. Without git nobody can know.

    Raises:
        HelploopError: an entry, or the translation somebody would read, is new, changed or staged.
    """
    settings = told.site.settings
    changed = uncommitted(told.books.root, settings.changelog.dir) if settings.changelog else None
    entries = (told.site.entry(key, language) for _, key, language in plan.pages)
    found = {entry.path for entry in entries if entry is not None and entry.path in (changed or ())}
    hint = "commit it, publish the site, then tell people"
    problems = [
        Problem(path, 0, "not-published", "the entry is not committed as it stands here", hint) for path in found
    ]
    if problems:
        raise HelploopError("nothing was sent:\n" + "\n".join(map(str, sort_problems(problems))))
