"""An item's target: a quarter, half, month or year, or words; the last day it can mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_TARGET = re.compile(r"^(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])))?$")


@dataclass(frozen=True, slots=True)
class Period:
    """A target that is a time: the year, and at most one of quarter, half and month (0: not given)."""

    year: int
    quarter: int = 0
    half: int = 0
    month: int = 0

    @property
    def last_day(self) -> date:
        """The last day that still keeps the promise."""
        month = self.month or self.quarter * 3 or self.half * 6 or 12
        first_of_next = date(self.year + 1, 1, 1) if month == 12 else date(self.year, month + 1, 1)
        return first_of_next - timedelta(days=1)


def parse_target(target: str) -> Period | None:
    """The time a target names, None for words.

    >>> parse_target("2027-Q1").last_day, parse_target("2027-02").last_day, parse_target("soon")
    (datetime.date(2027, 3, 31), datetime.date(2027, 2, 28), None)
    """
    found = _TARGET.match(target)
    if found is None or not 1 < int(found["year"]) < 9999:
        return None
    return Period(*(int(part or 0) for part in found.groups()))
