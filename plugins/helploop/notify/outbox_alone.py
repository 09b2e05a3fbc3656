"""The outbox of a ledger in one file: messages are reserved some at a time, and the disk works while others are sent.

A reservation is on the disk before the first of its messages is begun. Its claims and ends are marks beside the ledger,
which go into it together with the next reservation. So a process that dies leaves one message in doubt, and a machine
that dies at most those reserved.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from helploop.notify.ledger_error import LedgerError
from helploop.notify.marks import LEFT, SENDING, TOLD
from helploop.notify.marks_settle import SETTLE_BEGUN, SETTLE_SENDING, SETTLE_TOLD
from helploop.notify.outbox import SETTLE, ClaimLostError, load_waiting
from helploop.notify.state import State

if TYPE_CHECKING:
    from concurrent.futures import Future

    from helploop.notify.ledger import Ledger
    from helploop.notify.ledger_row import Row
    from helploop.notify.marks import Marks
    from helploop.notify.outbox import Queue
    from helploop.notify.result import Result
    from helploop.notify.store import SqliteStore

#: So many are reserved at once at most, however slow the disk is.
MAX_RESERVED = 1024
#: A reservation lasts so many seconds, or four times what the disk needs: a power cut puts in doubt what is reserved.
LASTS = 0.05


class AloneOutbox:
    """Two reservations: one is sent, the other is on its way to the disk."""

    def __init__(self, ledger: Ledger, store: SqliteStore, queue: Queue) -> None:
        self._ledger, self._store, self._queue = ledger, store, queue
        self._disk = ThreadPoolExecutor(max_workers=1)
        self._marks: Marks | None = None
        self._hand: deque[Row] = deque()
        self._next: list[Row] = []
        self._synced: Future[float] | None = None
        self._told: list[tuple[float, int, str]] = []
        self._begun: Row | None = None
        self._version, self._next_version = -1, -1
        self._size, self._taken, self._began = 1, 0, monotonic()
        self._done, self._reserved = 0, 0

    def take(self) -> Row | None:
        """The next message reserved."""
        if not self._hand:
            self._turn()
        return self._hand[0] if self._hand else None

    def _turn(self) -> None:
        """Wait until the next reservation is on the disk; it becomes the present one, and another one is made."""
        lasted = monotonic() - self._began
        if not self._next:
            self._reserve()
        if not self._next or self._synced is None:
            return
        self._size = self._next_size(lasted, self._synced.result())
        self._queue.observe("reserved")
        self._taken = len(self._next)
        self._hand.extend(self._next)
        self._version, self._began = self._next_version, monotonic()
        self._reserve()

    def _next_size(self, lasted: float, disk: float) -> int:
        """By what the last reservation took and the disk needed; twice the last size at most."""
        if not self._taken:
            return 1
        wanted = max(LASTS, 4 * disk) * self._taken / max(lasted, 1e-6)
        return max(1, min(int(wanted), 2 * self._size, MAX_RESERVED))

    def _reserve(self) -> None:
        if self._marks is None:
            self._marks = self._store.open_marks(self._ledger.runner)
        store = self._store
        self._next, self._synced = [], None
        store.begin(durable=False)
        try:
            store.execute_many(SETTLE_TOLD, self._told)
            rows = load_waiting(self._ledger, self._queue, max(self._done, self._reserved), f"LIMIT {self._size}")
            if rows:
                take = "UPDATE notices SET state = 'reserved', runner = ? WHERE id = ?"
                store.execute_many(take, [(self._ledger.runner, row.id) for row in rows])
                self._ledger.raise_generation()
            self._next_version = store.version()
            store.commit()
        except BaseException:
            store.rollback()
            raise
        self._forget_marks()
        if rows:
            self._next, self._reserved = rows, rows[-1].id
            self._synced = self._disk.submit(self._sync)

    def _sync(self) -> float:
        """How long the disk needed. Runs beside the sending."""
        began = monotonic()
        self._store.sync()
        return monotonic() - began

    def _forget_marks(self) -> None:
        """They stand in the ledger, and no message is under way."""
        if self._told and self._marks:
            self._marks.clear()
        self._told.clear()

    def claim(self, row: Row) -> None:
        """Written before the first byte of the message goes out; the reservation on the disk stands for it."""
        if self._marks is None or not self._is_ours(row):
            raise ClaimLostError
        self._begun = row
        self._marks.write(SENDING, row.id, self._queue.now())

    def _is_ours(self, row: Row) -> bool:
        """Only somebody else's change can have taken it away: another runner, or a person who is to be forgotten."""
        if self._begun is not None or not self._hand or self._hand[0].id != row.id:
            return False
        if self._store.version() == self._version:
            return True
        found = self._store.execute(
            "SELECT 1 FROM notices n JOIN people p ON p.token = n.token"
            " WHERE n.id = ? AND n.state = 'reserved' AND n.runner = ? AND p.opted_out = 0",
            (row.id, self._ledger.runner),
        )
        return found.fetchone() is not None

    def settle(self, row: Row, result: Result, *, was_claimed: bool) -> None:
        """Told is a mark; every other end is rare, and goes into the ledger at once."""
        now = self._queue.now()
        if result.state is State.TOLD:
            self._told.append((now, row.id, self._ledger.runner))
            if self._marks:
                self._marks.write(TOLD, row.id, now)
        else:
            self._write_down(row, result, now, was_claimed=was_claimed)
            if was_claimed and self._marks:
                self._marks.write(LEFT, row.id, now)
        self._queue.observe("settled")
        self._go_on(row)

    def _write_down(self, row: Row, result: Result, now: float, *, was_claimed: bool) -> None:
        store, due = self._store, now + result.wait if result.state is State.WAITING else 0
        values = (result.state.value, result.reason, due, now, row.id)
        store.begin(durable=False)
        try:
            if was_claimed:
                store.execute(SETTLE_BEGUN, (*values, self._ledger.runner))
            else:
                store.execute(SETTLE, (*values, "reserved"))
            if result.suppress:
                self._ledger.opt_out(row.token, result.reason, now)
            store.commit()
        except BaseException:
            store.rollback()
            raise

    def pass_over(self, row: Row) -> None:
        """Leave it waiting, or to whom it belongs now."""
        again = "UPDATE notices SET state = 'waiting' WHERE id = ? AND state = 'reserved' AND runner = ?"
        self._store.mark(again, (row.id, self._ledger.runner))
        self._go_on(row)

    def _go_on(self, row: Row) -> None:
        self._done, self._begun = row.id, None
        self._hand.popleft()

    def repeat(self, row: Row) -> None:
        """Nothing stays reserved, and the next reservation begins with this message."""
        self._give_back()
        self._done = row.id - 1

    def _give_back(self) -> None:
        store, runner = self._store, self._ledger.runner
        self._hand.clear()
        self._next, self._synced, self._reserved, self._taken = [], None, 0, 0
        store.begin(durable=False)
        try:
            store.execute_many(SETTLE_TOLD, self._told)
            if self._begun:  # something tore us away from it
                store.execute(SETTLE_SENDING, (self._queue.now(), self._begun.id, runner))
            store.execute("UPDATE notices SET state = 'waiting' WHERE state = 'reserved' AND runner = ?", (runner,))
            store.commit()
        except BaseException:
            store.rollback()
            raise
        self._begun = None
        self._forget_marks()

    def close(self) -> None:
        """What can't be given back now is found by the next run."""
        self._disk.shutdown()
        try:
            with suppress(LedgerError):
                self._give_back()
                if self._marks:
                    self._marks.remove()
                    self._marks = None
        finally:
            if self._marks:
                self._marks.let_go()
                self._marks = None
