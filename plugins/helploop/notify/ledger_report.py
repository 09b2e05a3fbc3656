"""What a ledger says when asked: how many people are in which state, who they are, and everything about one person."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from helploop.notify.ledger_row import COLUMNS, FROM, parse_row
from helploop.notify.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.notify.ledger import Ledger
    from helploop.notify.ledger_row import Row


def count_states(ledger: Ledger) -> Counter[State]:
    """How many messages are in each state."""
    rows = ledger.store.execute("SELECT state, COUNT(*) FROM notices GROUP BY state").fetchall()
    return Counter({State(state): int(count) for state, count in rows})


def count_entries(ledger: Ledger) -> dict[str, dict[str, int]]:
    """Per entry: its newest wave, and how many people are in each state. Nothing of it names anybody."""
    rows = ledger.store.execute(
        "SELECT n.entry, MAX(n.wave), n.state, COUNT(*) FROM notices n JOIN people p ON p.token = n.token"
        " WHERE p.kind <> 'team' GROUP BY n.entry, n.state ORDER BY n.entry, n.state"
    ).fetchall()
    found: dict[str, dict[str, int]] = {}
    for entry, wave, state, count in rows:
        counts = found.setdefault(entry, {"wave": 0})
        counts["wave"] = max(counts["wave"], int(wave))
        counts[state] = int(count)
    return found


def load_rows(ledger: Ledger, states: Iterable[State] = tuple(State), token: str = "") -> list[Row]:
    """The messages in some states, of everybody or of one person, the oldest first."""
    wanted = [state.value for state in states]
    marks = ", ".join("?" for _ in wanted)
    sql = f"SELECT {COLUMNS} {FROM} WHERE n.state IN ({marks})"
    if token:
        sql, wanted = f"{sql} AND n.token = ?", [*wanted, token]
    return [parse_row(row) for row in ledger.store.execute(f"{sql} ORDER BY n.id", wanted).fetchall()]


def load_doubtful(ledger: Ledger) -> list[Row]:
    """The messages nobody can be sure of: the unsure, and what a runner left between claim and answer."""
    held = ledger.store.execute("SELECT id, runner FROM notices WHERE state = 'reserved'").fetchall()
    dead = set(ledger.store.dead_runners({runner for _, runner in held}))
    lost = {number for number, runner in held if runner in dead}
    rows = load_rows(ledger, (State.UNSURE, State.SENDING, State.RESERVED))
    return [row for row in rows if row.state is not State.RESERVED or row.id in lost]


def has_opted_out(ledger: Ledger, token: str) -> bool:
    """Whether somebody is never to be told anything."""
    row = ledger.store.execute("SELECT opted_out FROM people WHERE token = ?", (token,)).fetchone()
    return bool(row and row[0])
