"""Who is told what: a pure function of the site, the requests and what the ledger already knows.

The plan is a value that can be printed before anything happens; carrying it out is `ledger` and `deliver`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from helploop.model.language import nearest_tag
from helploop.model.problem import warning
from helploop.model.spelling import did_you_mean
from helploop.notify.asked import Person, merge_requests
from helploop.notify.contact import team_contact
from helploop.notify.notice import Known, LeftOut, Notice, Plan, Routing, entry_id
from helploop.notify.reopen import Reopened
from helploop.notify.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from helploop.model.entry import Entry
    from helploop.model.problem import Problem
    from helploop.model.site import Site
    from helploop.notify.asked import Asked
    from helploop.notify.identity import Identity
    from helploop.notify.request import Request


def plan_notices(site: Site, requests: Iterable[Request], known: Known, identity: Identity, routing: Routing) -> Plan:
    """Decide who is told about which entry, and why everyone else is not."""
    names = _item_names(site)
    people, unknown = merge_requests(requests, names, identity)
    entries = tuple(_telling_entries(site))
    draft = _Draft(site, known, routing, dict(known.planned))
    by_item: dict[str, list[tuple[Person, Asked]]] = defaultdict(list)
    for person in people:
        for asked in person.asked:
            by_item[asked.item].append((person, asked))
    for entry in entries:
        items = tuple(dict.fromkeys(names.get(item, item) for item in entry.ships))
        draft.tell_team(entry, items, identity)
        draft.tell_people(entry, [pair for item in items for pair in by_item.get(item, ())])
    shipped = {names.get(item, item) for entry in entries for item in entry.ships}
    draft.leave_unshipped(people, shipped)
    again = Reopened(entries, names, people, draft.language)
    for notice in known.open:
        again.judge(notice)
    return Plan(
        notices=tuple(draft.notices),
        left_out=tuple(draft.left_out),
        open=tuple(again.waiting),
        moved=tuple(again.moved),
        stranded=tuple(again.stranded),
        withdrawn=tuple(again.withdrawn),
        problems=tuple(_unknown(item, rows, names) for item, rows in _by_item(unknown).items()),
    )


def _item_names(site: Site) -> dict[str, str]:
    """Every id an item may be asked under, to the item's own id: its own, the merged ones, and what entries ship."""
    items = site.roadmap.items if site.roadmap else ()
    merged_into = {old: item.id for item in items for old in item.merged}
    own = {item.id for item in items} | set(site.hidden_items)
    shipped = {item for entry in site.entries.values() for item in entry.ships}
    names: dict[str, str] = {}
    for name in {*own, *shipped, *merged_into}:
        target, seen = name, {name}
        while target in merged_into and merged_into[target] not in seen:
            target = merged_into[target]
            seen.add(target)
        names[name] = target
    return names


def _telling_entries(site: Site) -> Iterator[Entry]:
    """The public entries that ship something, the oldest first."""
    for key in reversed(site.entry_keys):
        entry = site.entry(key, site.settings.default_language)
        entry = entry or next(entry for (name, _), entry in sorted(site.entries.items()) if name == key)
        if entry.ships:
            yield entry


class _Draft:
    """The plan while it is made."""

    def __init__(self, site: Site, known: Known, routing: Routing, planned: dict[tuple[str, int, str], str]) -> None:
        self.site, self.known, self.routing, self.planned = site, known, routing, planned
        self.notices: list[Notice] = []
        self.left_out: list[LeftOut] = []
        self._languages: dict[tuple[str, str], str] = {}

    def tell_team(self, entry: Entry, items: tuple[str, ...], identity: Identity) -> None:
        """The team's own channels hear of an entry as a whole, once."""
        if not self._is_telling(entry):
            return
        for name in self.routing.team:
            contact = team_contact(name)
            person = Person(contact=contact, token=identity.token(contact))
            fresh = tuple(item for item in items if (item, entry.wave, person.token) not in self.planned)
            if fresh:
                self._add(entry, person, fresh, fresh, name)

    def tell_people(self, entry: Entry, pairs: Iterable[tuple[Person, Asked]]) -> None:
        """One message a person, for all items of the entry they asked for."""
        by_person: dict[str, list[Asked]] = defaultdict(list)
        people: dict[str, Person] = {}
        for person, asked in pairs:
            reason = self._reason(entry, person, asked)
            if reason is None:
                people[person.token] = person
                by_person[person.token].append(asked)
            else:
                self._leave(entry, person, asked, *reason)
        for token, wanted in by_person.items():
            items = tuple(asked.item for asked in wanted)
            covers = tuple(sorted({name for asked in wanted for name in (asked.item, *asked.names)}))
            person = people[token].for_items(wanted)
            self._add(entry, person, items, covers, self.routing.channel(person.contact.kind, person.source))

    def leave_unshipped(self, people: Iterable[Person], shipped: set[str]) -> None:
        """Those whose item is not out yet keep waiting for it, and are named."""
        for person in people:
            for asked in person.asked:
                if asked.item not in shipped:
                    self._leave(None, person, asked, "not-shipped", "no published entry ships this item yet")

    def _is_telling(self, entry: Entry) -> bool:
        return entry.notify and not (self.known.since and entry.date.date() < self.known.since)

    def _reason(self, entry: Entry, person: Person, asked: Asked) -> tuple[str, str] | None:
        """Why this person is not told about this item with this entry, None when they are."""
        names = (asked.item, *asked.names)
        before = next(
            (self.planned[key] for name in names if (key := (name, entry.wave, person.token)) in self.planned), ""
        )
        if before:
            hint = f"already in the ledger for this item, with entry `{before}`; a new `wave` tells again"
            return "already-planned", hint
        if not entry.notify:
            return "quiet-entry", "the entry says `notify: false`"
        if not self._is_telling(entry):
            return "before-ledger", f"the entry is older than the ledger, which begins {self.known.since}"
        if asked.consent is not True:
            said = "consent was refused" if asked.consent is False else "the consent column holds no yes"
            return "no-consent", said
        if person.token in self.known.opted_out:
            return "opted-out", "asked not to be told any more"
        if asked.asked_at and asked.asked_at > entry.date.date():
            return "asked-later", f"asked on {asked.asked_at}, after it shipped"
        if not self.routing.channel(person.contact.kind, asked.source):
            return (
                "no-channel",
                f"no channel is configured that reaches a contact of kind {person.contact.kind}",
            )
        return None

    def _leave(self, entry: Entry | None, person: Person, asked: Asked, reason: str, message: str) -> None:
        name = entry_id(entry) if entry else ""
        contact, line = person.contact, asked.line
        self.left_out.append(
            LeftOut(contact=contact, item=asked.item, entry=name, reason=reason, message=message, line=line)
        )
        state = {"opted-out": State.OPTED_OUT, "asked-later": State.SKIPPED}.get(reason)
        if entry and state:
            covers = tuple(sorted({asked.item, *asked.names}))
            channel = self.routing.channel(person.contact.kind, asked.source)
            self._add(entry, person, (asked.item,), covers, channel, state, message)

    def _add(  # noqa: PLR0913, PLR0917 - the row of a table, written in one place
        self,
        entry: Entry,
        person: Person,
        items: tuple[str, ...],
        covers: tuple[str, ...],
        channel: str,
        state: State = State.WAITING,
        reason: str = "",
    ) -> None:
        for name in covers:
            self.planned[name, entry.wave, person.token] = entry_id(entry)
        self.notices.append(
            Notice(
                entry=entry_id(entry),
                entry_key=entry.key,
                wave=entry.wave,
                channel=channel,
                contact=person.contact,
                token=person.token,
                language=self.language(entry, person.locale),
                items=items,
                covers=covers,
                source=person.source,
                source_id=person.source_id,
                state=state,
                reason=reason,
            )
        )

    def language(self, entry: Entry, locale: str) -> str:
        """The person's language, or the one nearest to it, where the entry is written in it, else the entry's own."""
        wanted = (entry.key, locale)
        if wanted not in self._languages:
            tags = [tag for tag in self.site.settings.tags if (entry.key, tag) in self.site.entries]
            self._languages[wanted] = (nearest_tag(locale, tags) if locale else "") or entry.language
        return self._languages[wanted]


def _by_item(requests: Iterable[Request]) -> dict[str, list[Request]]:
    found: dict[str, list[Request]] = {}
    for request in requests:
        found.setdefault(request.item, []).append(request)
    return found


def _unknown(item: str, rows: list[Request], names: Mapping[str, str]) -> Problem:
    hint = did_you_mean(item, names, "write the id of a roadmap item")
    more = f"; {len(rows)} rows name it, and nobody in them is told" if len(rows) > 1 else ""
    return warning("requests", rows[0].line, "unknown-item", f"no roadmap item has the id `{item}`{more}", hint)
