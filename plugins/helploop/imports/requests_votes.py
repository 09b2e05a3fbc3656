"""How many voted, as a voting board counts them, beside how many people its export names: a list of posts names one."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from helploop.imports.requests_columns import plain_column
from helploop.imports.requests_rows import items_of
from helploop.model.problem import warning

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from helploop.imports.requests_rows import RequestRow, Wishes
    from helploop.imports.requests_table import Record
    from helploop.model.problem import Problem

#: What boards call the number of votes of a post.
_VOTES = frozenset(
    "upvotes,upvote count,upvotes count,votes,vote count,votes count,score,post.score,post.upvotes".split(",")
)
_MOST_DIGITS = 7


def check_votes(
    records: Iterable[Record], rows: Iterable[RequestRow], path: str, wishes: Wishes, hint: str
) -> list[Problem]:
    """For each item that more people voted for than the export names: both numbers, at its first row."""
    claimed: defaultdict[str, dict[str, int]] = defaultdict(dict)
    lines: dict[str, int] = {}
    for record in records:
        count = max(_counts(record), default=0)
        post = "|".join(record.values.get(column, "") for column in wishes.columns.get("topic", ()))
        for item in items_of(record, wishes) if count else ():
            lines.setdefault(item, record.line)
            claimed[item][post] = max(count, claimed[item].get(post, 0))
    named = Counter(row.item for row in rows)
    found = []
    for item, posts in sorted(claimed.items()):
        votes = sum(posts.values())
        if votes > named[item]:
            people = f"{named[item]} of the people"
            message = f"`{item}` has {votes} votes, but the export names {people}; only these are counted and told"
            found.append(warning(path, lines[item], "voters", message, hint))
    return found


def _counts(record: Record) -> Sequence[int]:
    return [
        int(value)
        for name, value in record.values.items()
        if plain_column(name) in _VOTES and value.isdecimal() and len(value) <= _MOST_DIGITS
    ]
