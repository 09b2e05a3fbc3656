"""The rule of the history: what git can't tell is said, since days, former names and permanent ids hang on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.problem import Problem, Severity
from helploop.model.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.site import Site


def check_unread(site: Site) -> Iterator[Problem]:
    """A repository that is there can be read."""
    reason = site.history.unread
    if not reason:
        return
    hint = "repair the repository (`git fsck` says what is wrong), or clone it anew"
    if "another user" in reason:
        hint = "run `git config --global --add safe.directory` with the folder of the project"
    elif "not installed" in reason:
        hint = "install git where the site is built"
    message = f"the history can't be read: {reason}; days of change, former names and ids are not known"
    yield Problem(site.settings.config, 1, "", message, hint)


RULES = (Rule("history-unread", check_unread, Severity.WARNING, "Git can't read the history."),)
