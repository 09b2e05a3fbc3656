"""The ledger: who was planned, claimed, told. Every change of state is compare-and-set, every claim is durable.

A row exists before anything is sent. Contacts stand here and in the requests file, nowhere else.
"""

from __future__ import annotations

import json
import secrets
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from helploop.model.errors import RefusedError
from helploop.notify.identity import Identity
from helploop.notify.marks_settle import RAISE_GENERATION
from helploop.notify.notice import Known, OpenNotice
from helploop.notify.state import State
from helploop.notify.store import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.notify.notice import Notice, Plan
    from helploop.notify.store import Store

FORMAT = "1"


def create_ledger(
    store: Store, site_id: str, *, secret: str = "", since: date | None = None, generation: int = 0
) -> Ledger:
    """A new, empty ledger. Without a secret from outside it makes and keeps its own."""
    own = "" if secret else secrets.token_hex(32)
    identity = Identity(site_id, (secret or own).encode())
    meta = {
        "format": FORMAT,
        "site_id": site_id,
        "generation": str(generation),
        "secret": own,
        "check": identity.check,
        "since": since.isoformat() if since else "",
    }
    serial = "BIGSERIAL PRIMARY KEY" if store.is_shared else "INTEGER PRIMARY KEY AUTOINCREMENT"
    store.begin()
    for statement in SCHEMA:
        store.execute(statement.replace("{serial}", serial))
    store.execute_many("INSERT INTO meta (name, value) VALUES (?, ?)", meta.items())
    store.commit()
    return Ledger(store, identity, since)


def open_ledger(store: Store, site_id: str, *, secret: str = "", generation: int = 0) -> Ledger:
    """An existing ledger, after making sure that it is this site's and not older than the last one seen.

    Raises:
        RefusedError: it is another site's, an older copy, of another format, or the secret is not its own.
    """
    meta = {row[0]: row[1] for row in store.execute("SELECT name, value FROM meta").fetchall()}
    if meta.get("format") != FORMAT:
        raise RefusedError(f"the ledger has format {meta.get('format')}, expected {FORMAT}", "update helploop")
    try:
        own_site, own_secret, check = meta["site_id"], meta["secret"], meta["check"]
        own_generation = int(meta["generation"])
        since = date.fromisoformat(meta["since"]) if meta["since"] else None
    except (KeyError, ValueError):
        raise RefusedError(
            "the ledger is damaged: what it says of itself can't be read", "bring back a backup"
        ) from None
    if site_id and own_site != site_id:
        hint = "give the ledger of this site; if the site has moved, set `site_id` to the one it always had"
        raise RefusedError(f"the ledger is of site `{own_site}`, this is `{site_id}`", hint)
    identity = Identity(own_site, (own_secret or secret).encode())
    if identity.check != check:
        hint = "set HELPLOOP_SECRET to the secret the ledger was made with"
        raise RefusedError("the secret is not the one this ledger was made with", hint)
    if own_generation < generation:
        raise RefusedError(
            f"the ledger is an older copy: it is at generation {own_generation}, {generation} was seen already",
            "bring back the newest ledger; `helploop notify init --adopt` begins anew, after asking",
        )
    _check_whole(store)
    return Ledger(store, identity, since)


def _check_whole(store: Store) -> None:
    """Make sure that no row was lost or written by anything else.

    Raises:
        RefusedError: one was.
    """
    known = ", ".join(f"'{state.value}'" for state in State)
    found = store.execute(
        f"SELECT COUNT(*) FROM notices n WHERE n.state NOT IN ({known})"  # noqa: S608
        " OR substr(n.items, 1, 1) <> '[' OR substr(n.items, length(n.items), 1) <> ']'"
        " OR NOT EXISTS (SELECT 1 FROM people p WHERE p.token = n.token)"
    ).fetchone()
    if found[0]:
        raise RefusedError(f"the ledger is damaged: {found[0]} of its messages can't be read", "bring back a backup")


class Ledger:
    """An open ledger. One instance belongs to one runner."""

    def __init__(self, store: Store, identity: Identity, since: date | None) -> None:
        self.store, self.identity, self.since = store, identity, since
        self.runner = store.enlist()

    @property
    def generation(self) -> int:
        """Counts every change that must never be undone by an older copy."""
        return int(self.store.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()[0])

    def known(self) -> Known:
        """What planning needs to know."""
        covered = self.store.execute("SELECT item, wave, token, entry FROM covered").fetchall()
        out = self.store.execute("SELECT token FROM people WHERE opted_out = 1").fetchall()
        waiting = self.store.execute(
            "SELECT n.id, n.entry, n.wave, n.token, n.items, p.kind, n.language FROM notices n"
            " JOIN people p ON p.token = n.token WHERE n.state = 'waiting' AND p.opted_out = 0 ORDER BY n.id"
        ).fetchall()
        return Known(
            planned={(item, wave, token): entry for item, wave, token, entry in covered},
            opted_out=frozenset(token for (token,) in out),
            open=tuple(
                OpenNotice(
                    id=number,
                    entry=entry,
                    wave=wave,
                    token=token,
                    items=tuple(json.loads(items)),
                    is_person=kind != "team",
                    language=language,
                )
                for number, entry, wave, token, items, kind, language in waiting
            ),
            since=self.since,
        )

    def record(self, plan: Plan, now: float) -> int:
        """Write the snapshot: every recipient of the plan, in one transaction, before the first message."""
        with self.change():
            self.store.hold_alone()
            rows = self.store.execute("SELECT item, wave, token FROM covered").fetchall()
            covered = {tuple(row) for row in rows}
            fresh = [
                notice
                for notice in plan.notices
                if not any((item, notice.wave, notice.token) in covered for item in notice.covers)
            ]
            self._insert(fresh, now)
            for number, entry in plan.moved:
                move = "UPDATE notices SET entry = ?, changed = ? WHERE id = ? AND state = 'waiting'"
                self.store.execute(move, (entry, now, number))
            for one in plan.withdrawn:
                give_up = (
                    "UPDATE notices SET state = 'skipped', reason = ?, changed = ? WHERE id = ? AND state = 'waiting'"
                )
                self.store.execute(give_up, ("consent was refused since", now, one.id))
        return len(fresh)

    def _insert(self, notices: list[Notice], now: float) -> None:
        self.store.execute_many(
            "INSERT INTO people (token, kind, contact, changed) VALUES (?, ?, ?, ?) ON CONFLICT (token) DO UPDATE"
            " SET contact = COALESCE(people.contact, CASE WHEN people.opted_out = 0 THEN excluded.contact END)",
            [
                (
                    n.token,
                    n.contact.kind.value,
                    None if n.state is State.OPTED_OUT else n.contact.address,
                    now,
                )
                for n in notices
            ],
        )
        self.store.execute_many(
            "INSERT INTO notices (message_key, entry, wave, channel, token, language, items, source, source_id,"
            " state, reason, created, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    n.message_key,
                    n.entry,
                    n.wave,
                    n.channel,
                    n.token,
                    n.language,
                    json.dumps(n.items),
                    n.source,
                    n.source_id,
                    n.state.value,
                    n.reason,
                    now,
                    now,
                )
                for n in notices
            ],
        )
        self.store.execute_many(
            "INSERT INTO covered (item, wave, token, entry) VALUES (?, ?, ?, ?)",
            [(item, n.wave, n.token, n.entry) for n in notices for item in n.covers],
        )

    def recover(self, now: float, idempotent: frozenset[str]) -> int:
        """Settle what dead runners left half done: unsure, or waiting again where nothing can have been accepted.

        What is reserved still has lost its marks, so nobody knows whether it was begun. A channel whose receiver drops
        doubles simply sends again.
        """
        self.store.settle_left()
        with self.change():
            found = self.store.execute("SELECT DISTINCT runner FROM notices WHERE state IN ('reserved', 'sending')")
            dead = self.store.dead_runners(row[0] for row in found.fetchall())
            return sum(self._recover_runner(runner, now, idempotent) for runner in dead)

    def _recover_runner(self, runner: str, now: float, idempotent: frozenset[str]) -> int:
        for channel in sorted(idempotent):
            self.store.execute(
                "UPDATE notices SET state = 'waiting' WHERE state IN ('reserved', 'sending') AND runner = ?"
                " AND channel = ?",
                (runner, channel),
            )
        return self.store.execute(
            "UPDATE notices SET state = 'unsure', changed = ?, reason = 'the run ended before the answer came'"
            " WHERE state IN ('reserved', 'sending') AND runner = ?",
            (now, runner),
        ).rowcount

    def opt_out(self, token: str, why: str, now: float) -> None:
        """Within a transaction: never tell somebody anything again, and delete the address."""
        change = "UPDATE people SET opted_out = 1, contact = NULL, why = ?, changed = ? WHERE token = ?"
        self.store.execute(change, (why, now, token))
        self.store.execute(
            "UPDATE notices SET state = 'opted-out', reason = ?, changed = ? WHERE token = ?"
            " AND state IN ('waiting', 'reserved', 'unsure')",
            (why, now, token),
        )

    def raise_generation(self) -> None:
        """Within a transaction: leave every older copy of the ledger behind."""
        self.store.execute(RAISE_GENERATION)

    @contextmanager
    def change(self) -> Iterator[None]:
        """A durable transaction that counts as a generation."""
        self.store.begin()
        try:
            yield
            self.raise_generation()
            self.store.commit()
        except BaseException:
            self.store.rollback()
            raise
