"""Fider's CSV export of posts to items: titles, texts, states and counts, never who wrote or voted."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from helploop.imports.items import FoundItem, FoundItems
from helploop.model.problem import Problem
from helploop.model.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Fider's states, and the stage each one is.
STAGES = {
    "open": "exploring",
    "planned": "planned",
    "started": "building",
    "completed": "shipped",
    "declined": "declined",
}
_GONE = frozenset({"duplicate", "deleted"})
_NEEDED = ("number", "title", "status", "votes_count")
_MAX_FIELD = 1_000_000


def parse_fider_csv(text: str, path: str) -> FoundItems:
    """The posts in an export. A duplicate is left out: Fider has counted its votes with the original."""
    found = FoundItems()
    csv.field_size_limit(_MAX_FIELD)
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        columns = list(reader.fieldnames or ())
        for name in _NEEDED:
            if name not in columns:
                hint = did_you_mean(name, columns, f"export the posts from Fider; it writes {', '.join(_NEEDED)}")
                found.problems.append(Problem(path, 1, "missing-column", f"there is no column `{name}`", hint))
        for row in reader if not found.problems else ():
            _read(row, path, reader.line_num, found)
    except csv.Error as error:
        message = f"this is not valid CSV: {error}"
        found.problems.append(Problem(path, reader.line_num, "bad-csv", message, "export the posts once more"))
    return found


def _read(row: Mapping[str, str | None], path: str, line: int, found: FoundItems) -> None:
    number, title = (row.get("number") or "").strip(), (row.get("title") or "").strip()
    status, votes = (row.get("status") or "").strip().casefold(), (row.get("votes_count") or "").strip()
    if not number.isdecimal() or not votes.isdecimal() or len(votes) > 7 or not title:
        message = f"row {number[:20] or '?'} has no number, no title or no count of votes"
        found.problems.append(Problem(path, line, "row", message, "export the posts once more"))
        return
    if status in _GONE:
        original = (row.get("original_number") or "").strip()
        found.left_out.append(f"{number}: {status}" + (f" of {original}" if original else ""))
        return
    if status not in STAGES:
        found.left_out.append(f"{number}: its state `{status[:30]}`, which is taken as open")
    response = (row.get("response") or "").strip()
    stage = STAGES.get(status, "exploring")
    if response and stage != "declined":
        found.left_out.append(f"{number}: the team's answer")
    found.items.append(
        FoundItem(
            source=f"fider {number}",
            title=title,
            stage=stage,
            count=int(votes),
            body=row.get("description") or "",
            tags=tuple(tag.strip() for tag in (row.get("tags") or "").split(",") if tag.strip()),
            reason=response if stage == "declined" else "",
        )
    )
