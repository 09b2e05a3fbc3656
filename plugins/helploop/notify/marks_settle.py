"""Write the marks of a dead run into its ledger, so that whoever opens the ledger sees what the run did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.notify.marks import SENDING, TOLD, take_left

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.notify.marks import Mark
    from helploop.notify.store import SqliteStore

#: For the state, the reason, the due time and the moment; then the message and the runner. Whoever was forgotten while
#: being told was told all the same.
SETTLE_BEGUN = (
    "UPDATE notices SET state = ?, reason = ?, attempts = attempts + 1, due = ?, changed = ?"
    " WHERE id = ? AND runner = ? AND state IN ('reserved', 'opted-out')"
)
#: The same for told ones: for the moment, the message and the runner.
SETTLE_TOLD = (
    "UPDATE notices SET state = 'told', reason = '', attempts = attempts + 1, due = 0, changed = ?"
    " WHERE id = ? AND runner = ? AND state IN ('reserved', 'opted-out')"
)
#: Begun, and nobody knows how it ended.
SETTLE_SENDING = (
    "UPDATE notices SET state = 'sending', changed = ?"
    " WHERE id = ? AND runner = ? AND state IN ('reserved', 'opted-out')"
)
#: Within a transaction: leave every older copy of the ledger behind.
RAISE_GENERATION = "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = 'generation'"


def marks_path(ledger: Path, runner: str) -> Path:
    """Where a runner's marks stand."""
    return ledger.with_name(f"{ledger.name}-marks-{runner.rpartition(':')[2]}")


def settle_left_marks(store: SqliteStore, ledger: Path, boot: str) -> None:
    """Take over what dead runs left: told is told, and begun without an end stays `sending`.

    What was reserved and has no mark waits again, unless the machine went down and may have taken marks with it; then
    it stays `reserved` with no marks beside it, which means that nobody knows.
    """
    for path in _left(ledger):
        if (left := take_left(path)) is None:
            continue
        is_done = False
        try:
            is_done = _settle(store, path.name.rpartition("-")[2], left.read(), boot)
        finally:
            left.close(remove=is_done)


def _left(ledger: Path) -> list[Path]:
    start = f"{ledger.name}-marks-"
    try:
        return sorted(path for path in ledger.parent.iterdir() if path.name.startswith(start))
    except OSError:
        return []  # a folder that can't be listed: their messages are unsure


def _settle(store: SqliteStore, name: str, marks: dict[int, Mark], boot: str) -> bool:
    """Whether they stand in the ledger now. Those of a run this copy of it does not know stay where they are."""
    found = store.execute("SELECT DISTINCT runner FROM notices WHERE runner LIKE ?", (f"%:{name}",)).fetchone()
    if found is None:
        return not marks
    runner: str = found[0]
    store.begin()
    try:
        told = [(mark.moment, number, runner) for number, mark in marks.items() if mark.word == TOLD]
        begun = [(mark.moment, number, runner) for number, mark in marks.items() if mark.word == SENDING]
        store.execute_many(SETTLE_TOLD, told)
        store.execute_many(SETTLE_SENDING, begun)
        if runner.partition(":")[0] == boot:
            store.execute("UPDATE notices SET state = 'waiting' WHERE state = 'reserved' AND runner = ?", (runner,))
        store.execute(RAISE_GENERATION)
        store.commit()
    except BaseException:
        store.rollback()
        raise
    return True
