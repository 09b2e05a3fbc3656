"""The outbox of a ledger in one file: messages are reserved some at a time, and the disk works while others are sent.

A reservation is on the disk before the first of its messages is begun; the claim itself is written without waiting for
the disk. So a process that dies leaves one message in doubt, and a machine that dies at most those reserved.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from helploop.notify.outbox import SETTLE, ClaimLostError, load_waiting
from helploop.notify.state import State
from helploop.notify.store import LedgerError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from helploop.notify.ledger import Ledger
    from helploop.notify.ledger_row import Row
    from helploop.notify.outbox import Queue
    from helploop.notify.result import Result
    from helploop.notify.store import SqliteStore

#: So many are reserved at once at most, however slow the disk is.
MAX_RESERVED = 128


class AloneOutbox:
    """Two reservations: one is sent, the other is on its way to the disk."""

    def __init__(self, ledger: Ledger, store: SqliteStore, queue: Queue) -> None:
        self._ledger, self._store, self._queue = ledger, store, queue
        self._disk = ThreadPoolExecutor(max_workers=1)
        self._hand: deque[Row] = deque()
        self._next: list[Row] = []
        self._synced: Future[None] | None = None
        self._end: tuple[object, ...] | None = None
        self._size = 1
        self._done, self._reserved = 0, 0

    def take(self) -> Row | None:
        """The next message reserved."""
        if not self._hand:
            self.write_down()
            self._turn()
        return self._hand[0] if self._hand else None

    def _turn(self) -> None:
        """Wait until the next reservation is on the disk; it becomes the present one, and another one is made."""
        if not self._next:
            self._reserve()
        elif self._synced and not self._synced.done():
            self._size = min(2 * self._size, MAX_RESERVED)  # the disk is slower than the other side
        if not self._next or self._synced is None:
            return
        self._synced.result()
        self._queue.observe("reserved")
        self._hand.extend(self._next)
        self._reserve()

    def _reserve(self) -> None:
        store = self._store
        self._next, self._synced = [], None
        store.begin(durable=False)
        try:
            rows = load_waiting(self._ledger, self._queue, max(self._done, self._reserved), f"LIMIT {self._size}")
            if rows:
                take = "UPDATE notices SET state = 'reserved', runner = ? WHERE id = ?"
                store.execute_many(take, [(self._ledger.runner, row.id) for row in rows])
                self._ledger.raise_generation()
            store.commit()
        except BaseException:
            store.rollback()
            raise
        if rows:
            self._next, self._reserved = rows, rows[-1].id
            self._synced = self._disk.submit(store.sync)

    def claim(self, row: Row) -> None:
        """Written before the last byte of the message is; the reservation on the disk stands for it meanwhile."""
        self.write_down()
        changed = self._store.mark(
            "UPDATE notices SET state = 'sending', changed = ? WHERE id = ? AND state = 'reserved' AND runner = ?"
            " AND NOT EXISTS (SELECT 1 FROM people p WHERE p.token = notices.token AND p.opted_out = 1)",
            (self._queue.now(), row.id, self._ledger.runner),
        )
        if changed != 1:
            raise ClaimLostError

    def settle(self, row: Row, result: Result, *, was_claimed: bool) -> None:
        """What is lost with the machine is found reserved, and is unsure."""
        self.write_down()
        now = self._queue.now()
        due = now + result.wait if result.state is State.WAITING else 0
        before = "sending" if was_claimed else "reserved"
        self._end = (result.state.value, result.reason, due, now, row.id, before)
        if result.suppress:
            self._suppress(row, result)
        elif result.state is not State.TOLD:
            self.write_down()
        self._go_on(row)

    def write_down(self) -> None:
        """How the last message went, without waiting for the disk."""
        if self._end:
            self._store.mark(SETTLE, self._end)
            self._end = None
            self._queue.observe("settled")

    def _suppress(self, row: Row, result: Result) -> None:
        store = self._store
        store.begin(durable=False)
        try:
            store.execute(SETTLE, self._end or ())
            self._ledger.opt_out(row.token, result.reason, self._queue.now())
            store.commit()
        except BaseException:
            store.rollback()
            raise
        self._end = None
        self._queue.observe("settled")

    def pass_over(self, row: Row) -> None:
        """Leave it waiting, or to whom it belongs now."""
        again = "UPDATE notices SET state = 'waiting' WHERE id = ? AND state = 'reserved' AND runner = ?"
        self._store.mark(again, (row.id, self._ledger.runner))
        self._go_on(row)

    def _go_on(self, row: Row) -> None:
        self._done = row.id
        self._hand.popleft()

    def repeat(self, row: Row) -> None:
        """Nothing stays reserved, and the next reservation begins with this message."""
        self._give_back()
        self._done = row.id - 1

    def _give_back(self) -> None:
        self.write_down()
        self._hand.clear()
        self._next, self._synced, self._reserved = [], None, 0
        again = "UPDATE notices SET state = 'waiting' WHERE state = 'reserved' AND runner = ?"
        self._store.mark(again, (self._ledger.runner,))

    def close(self) -> None:
        """What can't be given back now is found by the next run."""
        self._disk.shutdown()
        with suppress(LedgerError):
            self._give_back()
