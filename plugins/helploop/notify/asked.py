"""Requests brought together: each person once, each item they asked for once, under the item's own id."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from helploop.notify.contact import Contact
    from helploop.notify.identity import Identity
    from helploop.notify.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One item one person asked for. `names` are the ids it was asked under (an item may have been merged since).

    A single no outweighs any yes; `asked_at` is the first time.
    """

    item: str
    names: tuple[str, ...]
    consent: bool | None
    asked_at: date | None
    line: int
    source: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One recipient, with everything they asked for. `source` and `source_id` say where they came from."""

    contact: Contact
    token: str
    locale: str = ""
    asked: tuple[Asked, ...] = ()
    source: str = ""
    source_id: str = ""

    def for_items(self, asked: Sequence[Asked]) -> Person:
        """The person as they came to ask for these items."""
        first = asked[0]
        if (first.source, first.source_id) == (self.source, self.source_id):
            return self
        return replace(self, source=first.source, source_id=first.source_id)


def merge_requests(
    requests: Iterable[Request], names: Mapping[str, str], identity: Identity
) -> tuple[tuple[Person, ...], tuple[Request, ...]]:
    """The people in the order of the file, and the requests for items nobody knows."""
    rows: dict[str, list[Request]] = {}
    unknown = []
    for request in requests:
        if request.item in names:
            rows.setdefault(request.contact.key, []).append(request)
        else:
            unknown.append(request)
    return tuple(_person(own, names, identity) for own in rows.values()), tuple(unknown)


def _person(rows: list[Request], names: Mapping[str, str], identity: Identity) -> Person:
    contact = rows[0].contact
    by_item: dict[str, list[Request]] = {}
    for row in rows:
        by_item.setdefault(names[row.item], []).append(row)
    located = [row for row in rows if row.locale]
    newest = max(located, key=lambda row: (str(row.asked_at or ""), row.line), default=None)
    asked = tuple(_asked(item, own) for item, own in by_item.items())
    return Person(
        contact=contact,
        token=identity.token(contact),
        locale=newest.locale if newest else "",
        asked=asked,
        source=asked[0].source,
        source_id=asked[0].source_id,
    )


def _asked(item: str, rows: list[Request]) -> Asked:
    said = {row.consent for row in rows}
    dates = [row.asked_at for row in rows if row.asked_at]
    origin = next((row for row in rows if row.source_id), rows[0])
    return Asked(
        item=item,
        names=tuple(dict.fromkeys(row.item for row in rows)),
        consent=False if False in said else True if True in said else None,
        asked_at=min(dates, default=None),
        line=rows[0].line,
        source=origin.source,
        source_id=origin.source_id,
    )
