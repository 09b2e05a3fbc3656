"""What a plan is made of: the values that say who is told what, over which channel, and who is left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.notify.contact import ContactKind
from helploop.notify.identity import message_key
from helploop.notify.state import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from helploop.model.entry import Entry
    from helploop.model.problem import Problem
    from helploop.notify.contact import Contact


def entry_id(entry: Entry) -> str:
    """An entry's permanent id."""
    return entry.id or entry.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Which channel reaches whom. A source's own route goes before the kind of contact; empty means none."""

    by_kind: Mapping[ContactKind, str] = field(default_factory=lambda: {ContactKind.EMAIL: "smtp"})
    by_source: Mapping[str, str] = field(default_factory=dict)
    team: tuple[str, ...] = ()

    def channel(self, kind: ContactKind, source: str) -> str:
        """The name of the channel a contact of a source is told over, empty when there is none."""
        own = self.by_source.get(source.casefold(), "") if self.by_source else ""
        fits = {"smtp": ContactKind.EMAIL, "github": ContactKind.GITHUB}.get(own, kind) is kind
        return own if own and fits else self.by_kind.get(kind, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNotice:
    """A message of an earlier run that still waits. A plan says which entry's page it leads to, in which language."""

    id: int
    entry: str
    wave: int
    token: str
    items: tuple[str, ...]
    is_person: bool = True
    language: str = ""
    entry_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the ledger knows: which person has been planned for which item in which wave, and who wants nothing."""

    planned: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    """(item, wave, token) to the id of the entry."""
    opted_out: frozenset[str] = frozenset()
    open: tuple[OpenNotice, ...] = ()
    since: date | None = None
    """Entries published before this day are nobody's news: the ledger began later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to one recipient about one entry, for the items it ships that this recipient asked for.

    `covers` are those items and the merged ids they were asked under: all of them count as told afterwards.
    """

    entry: str
    entry_key: str
    wave: int
    channel: str
    contact: Contact
    token: str
    language: str
    items: tuple[str, ...]
    covers: tuple[str, ...]
    source: str = ""
    source_id: str = ""
    state: State = State.WAITING
    reason: str = ""

    @property
    def message_key(self) -> str:
        """The stable name of the message, the part of its Message-ID before the @."""
        return message_key(self.items, self.wave, self.token)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Somebody who is not told, and why. `reason` is a short code, `message` a sentence."""

    contact: Contact
    item: str
    entry: str
    reason: str
    message: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run would do.

    `moved` gives waiting messages of a renamed entry its new id. `stranded` wait on: no entry ships what they are about
    any more, or it is quiet now. `withdrawn` are given up: since they were planned, these people have said no.
    """

    notices: tuple[Notice, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    open: tuple[OpenNotice, ...] = ()
    moved: tuple[tuple[int, str], ...] = ()
    stranded: tuple[OpenNotice, ...] = ()
    withdrawn: tuple[OpenNotice, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def to_tell(self) -> tuple[Notice, ...]:
        """The new messages that will be sent; the others are recorded only."""
        return tuple(notice for notice in self.notices if notice.state is State.WAITING)

    @property
    def pages(self) -> frozenset[tuple[str, str, str]]:
        """Id, key and language of every entry somebody would be sent to."""
        new = {(one.entry, one.entry_key, one.language) for one in self.to_tell}
        return frozenset(new | {(one.entry, one.entry_key, one.language) for one in self.open})

    @property
    def people(self) -> int:
        """How many different people this run tells, those still waiting from earlier runs included."""
        new = {notice.token for notice in self.to_tell if notice.contact.is_person}
        return len(new | {notice.token for notice in self.open if notice.is_person})
