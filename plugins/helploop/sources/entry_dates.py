"""What git knows of the dates of entries: a `date` that was changed after the entry was published."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from helploop.model.problem import Problem, warning
from helploop.sources.git import run_git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from helploop.model.entry import Entry

_COMMIT = "commit-day "
_DATE = re.compile(r"^([-+])date:\s*[\"']?(\d{4}-\d{2}-\d{2})")


def check_published_dates(root: Path, folder: str, entries: Iterable[Entry]) -> list[Problem]:
    """A warning for each entry whose date differs from that under which it was published."""
    by_path = {entry.path: entry for entry in entries}
    problems = []
    for path, first in sorted(_first_dates(root, folder).items()):
        entry = by_path.get(path)
        if entry is not None and entry.date.date() != first:
            message = f"`date` was {first} when the entry was published; it keeps its id, and moves in every list"
            hint = f"write `date: {first}` again; for a change readers should see add `updated:`"
            problems.append(warning(path, entry.line_of("date"), "published-date-changed", message, hint, 1))
    return problems


def _first_dates(root: Path, folder: str) -> dict[str, dt.date]:
    """By path, the date an entry had when its date was first changed, where it was public by then."""
    printed = run_git(
        root, "log", "--reverse", "--diff-filter=M", "-G^date:", "-p", "-U0", "--relative", "--no-ext-diff",
        "--no-color", f"--format={_COMMIT}%cs", "--", folder,
    )  # fmt: skip
    first: dict[str, dt.date] = {}
    day, path = dt.date.min, ""
    for line in (printed or b"").decode("utf-8", "replace").split("\n"):
        if line.startswith(_COMMIT):
            day = dt.date.fromisoformat(line.removeprefix(_COMMIT))
        elif line.startswith("+++ b/"):
            path = line.removeprefix("+++ b/").strip()
        elif (match := _DATE.match(line)) and match[1] == "-":
            was = _day(match[2])
            if was is not None and was <= day:
                first.setdefault(path, was)
    return first


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
