"""What is asked for, per roadmap item: how many people, from where, in which languages, since when. Nobody is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.notify.asked import merge_requests
from helploop.notify.identity import Identity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from helploop.model.shipping import Shipping
    from helploop.notify.asked import Asked, Person
    from helploop.notify.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The demand for one item. A person counts once, with the source they came by first."""

    item: str
    title: str
    stage: str
    sources: Counter[str]
    languages: Counter[str]
    consented: int
    first: date | None
    last: date | None
    is_known: bool

    @property
    def people(self) -> int:
        """How many different people."""
        return sum(self.sources.values())


def count_demand(requests: Iterable[Request], shipping: Shipping) -> tuple[Demand, ...]:
    """The demand for every item anybody asked for, the most wanted first; items nobody knows stand at the end."""
    roadmap = shipping.roadmap
    rows = tuple(requests)
    known = {old: item.id for item in roadmap.items for old in (item.id, *item.merged)}
    names = {row.item: row.item for row in rows} | known
    people, _ = merge_requests(rows, names, Identity("", b"count"))
    by_item: dict[str, list[tuple[Person, Asked]]] = {}
    for person in people:
        for asked in person.asked:
            by_item.setdefault(asked.item, []).append((person, asked))
    last = _last_days(rows, names)
    items = {item.id: item for item in roadmap.items}
    found = []
    for name, pairs in by_item.items():
        item = items.get(name)
        days = [asked.asked_at for _, asked in pairs if asked.asked_at]
        found.append(
            Demand(
                item=name,
                title=item.title if item else "",
                stage=shipping.stage(item) if item else "",
                sources=Counter(asked.source or "other" for _, asked in pairs),
                languages=Counter(person.locale for person, _ in pairs),
                consented=sum(asked.consent is True for _, asked in pairs),
                first=min(days, default=None),
                last=last.get(name),
                is_known=item is not None,
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.is_known, -one.people, one.item)))


def _last_days(rows: Iterable[Request], names: dict[str, str]) -> dict[str, date]:
    last: dict[str, date] = {}
    for row in rows:
        if row.asked_at:
            item = names[row.item]
            last[item] = max(last.get(item, row.asked_at), row.asked_at)
    return last
