r"""What a build without errors has said, for one that would say it again: its warnings, and until when they hold.

    ["articles/a.md:7:3: warning[broken-link]: ...\n  fix: ..."]

Between two moments of a day the same entries of the changelog are public: those that wait for their hour part them.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.model.visibility import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from helploop.model.problem import Problem
    from helploop.model.site import Site


class Said(NamedTuple):
    """Warnings as they were printed, in their order. `since` and `until` are moments, empty where there is no bound."""

    warnings: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def holds(self, moment: datetime) -> bool:
        """Whether what was public then is public at a moment of the same day, and nothing else."""
        if self.since and moment < datetime.fromisoformat(self.since):
            return False
        return not self.until or moment < datetime.fromisoformat(self.until)

    def again(self, before: Sequence[Problem], after: Sequence[Problem]) -> Said | None:
        """The same, where a check has found other problems; None where nobody knows in which place they are said."""
        old, new = tuple(map(str, before)), tuple(map(str, after))
        if old == new:
            return self
        if not old:
            return self._replace(warnings=new) if not self.warnings else None
        starts = range(len(self.warnings) - len(old) + 1)
        at = next((start for start in starts if self.warnings[start : start + len(old)] == old), None)
        if at is None:
            return None
        return self._replace(warnings=(*self.warnings[:at], *new, *self.warnings[at + len(old) :]))


NOTHING_SAID = Said()


def said_of(site: Site, warnings: Iterable[str]) -> Said:
    """What a build of a site has said, and between which moments it would say it again."""
    today, hidden = site.today, site.hidden_entries.items()
    shown = [moment for entry in site.entries.values() if (moment := moment_of(entry, today))]
    waiting = [moment for at, entry in hidden if at not in site.entries and (moment := moment_of(entry, today))]
    since = max(shown).isoformat() if shown else ""
    return Said(tuple(warnings), since, min(waiting).isoformat() if waiting else "")


def read_said(held: Any) -> Said:
    """What was said, from a record."""
    warnings, since, until = held
    return Said(tuple(warnings), since, until)
