"""What a person decides: the unsure, the forgotten, and that addresses of the told are deleted in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.notify.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.notify.ledger import Ledger

#: What a person may decide about a message, and the states it may be in for it.
DECISIONS = {
    "resend": (State.WAITING, (State.UNSURE, State.REFUSED)),
    "told": (State.TOLD, (State.UNSURE,)),
    "skip": (State.SKIPPED, (State.UNSURE, State.WAITING, State.REFUSED)),
}


def resolve(ledger: Ledger, ids: Iterable[int], decision: str, now: float) -> list[int]:
    """Settle messages by a person's word; the ids that could be settled.

    A message whose address was deleted can't be sent again and stays as it is.
    """
    state, before = DECISIONS[decision]
    marks = ", ".join("?" for _ in before)
    with ledger.change():
        done = find_resolvable(ledger, ids, decision)
        ledger.store.execute_many(
            f"UPDATE notices SET state = ?, reason = ?, changed = ?, due = 0 WHERE id = ? AND state IN ({marks})",  # noqa: S608
            [(state.value, f"decided: {decision}", now, number, *(old.value for old in before)) for number in done],
        )
    return done


def find_resolvable(ledger: Ledger, ids: Iterable[int], decision: str) -> list[int]:
    """Those of some messages that can be settled so."""
    before = [state.value for state in DECISIONS[decision][1]]
    marks = ", ".join("?" for _ in before)
    sql = (
        f"SELECT 1 FROM notices WHERE id = ? AND state IN ({marks}) AND (? <> 'resend' OR token IN"  # noqa: S608
        " (SELECT token FROM people WHERE contact IS NOT NULL AND opted_out = 0))"
    )
    return [number for number in ids if ledger.store.execute(sql, (number, *before, decision)).fetchone()]


def forget(ledger: Ledger, token: str, kind: str, now: float, *, why: str = "forgotten on request") -> int:
    """Delete somebody's address for good and never tell them again; how many messages they were part of."""
    with ledger.change():
        ledger.store.execute(
            "INSERT INTO people (token, kind, contact, opted_out, why, changed) VALUES (?, ?, NULL, 1, ?, ?)"
            " ON CONFLICT (token) DO UPDATE SET contact = NULL, opted_out = 1, why = excluded.why,"
            " changed = excluded.changed",
            (token, kind, why, now),
        )
        ledger.store.execute(
            "UPDATE notices SET state = 'opted-out', reason = ?, changed = ? WHERE token = ?"
            " AND state IN ('waiting', 'reserved', 'unsure')",
            (why, now, token),
        )
        return ledger.store.execute("UPDATE notices SET source = '', source_id = '' WHERE token = ?", (token,)).rowcount


def delete_old_contacts(ledger: Ledger, now: float, keep_days: float) -> int:
    """Delete the addresses of people for whom everything ended more than some days ago; how many.

    What stays is the keyed hash, so that nobody is told a second time.
    """
    limit = now - keep_days * 86_400
    with ledger.change():
        return ledger.store.execute(
            "UPDATE people SET contact = NULL, changed = ? WHERE contact IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM notices n WHERE n.token = people.token"
            " AND (n.changed > ? OR n.state IN ('waiting', 'reserved', 'sending', 'unsure')))",
            (now, limit),
        ).rowcount


def note_bounce(ledger: Ledger, message_key: str, status: str, now: float) -> bool:
    """A message that was accepted came back: it did not arrive, and the address is never used again.

    False when it is no message of this ledger.
    """
    with ledger.change():
        row = ledger.store.execute("SELECT token FROM notices WHERE message_key = ?", (message_key,)).fetchone()
        if row is None:
            return False
        ledger.store.execute(
            "UPDATE notices SET state = 'refused', reason = ?, changed = ? WHERE message_key = ?"
            " AND state IN ('told', 'unsure')",
            (f"came back: {status}", now, message_key),
        )
        ledger.opt_out(row[0], f"came back: {status}", now)
    return True


def told_by(ledger: Ledger, message_key: str) -> tuple[str, str] | None:
    """Token and kind of address of whom a message went to; None when it is no message of this ledger."""
    sql = "SELECT p.token, p.kind FROM notices n JOIN people p ON p.token = n.token WHERE n.message_key = ?"
    row = ledger.store.execute(sql, (message_key,)).fetchone()
    return None if row is None else (row[0], row[1])


def knows(ledger: Ledger, token: str) -> bool:
    """Whether somebody with this token stands in the ledger."""
    return ledger.store.execute("SELECT 1 FROM people WHERE token = ?", (token,)).fetchone() is not None
