"""The outbox of a ledger many workers share: a message taken stays locked until it is claimed, settled or left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.notify.outbox import SETTLE, ClaimLostError, load_waiting
from helploop.notify.state import State

if TYPE_CHECKING:
    from helploop.notify.ledger import Ledger
    from helploop.notify.ledger_row import Row
    from helploop.notify.outbox import Queue
    from helploop.notify.result import Result


class SharedOutbox:
    """One message at a time; the others' locks are stepped over."""

    def __init__(self, ledger: Ledger, queue: Queue) -> None:
        self._ledger, self._queue = ledger, queue
        self._after = 0
        self._taken: Row | None = None

    def take(self) -> Row | None:
        """The next message nobody else holds, locked."""
        if self._taken is None:
            self._ledger.store.begin()
            found = load_waiting(self._ledger, self._queue, self._after, "LIMIT 1 FOR UPDATE OF n SKIP LOCKED")
            self._taken = found[0] if found else None
            if self._taken is None:
                self._ledger.store.rollback()
        return self._taken

    def claim(self, row: Row) -> None:
        """On the disk, and the lock is not needed any more."""
        store = self._ledger.store
        try:
            changed = store.execute(
                "UPDATE notices SET state = 'sending', changed = ?, runner = ? WHERE id = ? AND state = 'waiting'"
                " AND NOT EXISTS (SELECT 1 FROM people p WHERE p.token = notices.token AND p.opted_out = 1)",
                (self._queue.now(), self._ledger.runner, row.id),
            ).rowcount
            if changed == 1:
                self._ledger.raise_generation()
            store.commit()
        except BaseException:
            store.rollback()
            raise
        if changed != 1:
            raise ClaimLostError

    def settle(self, row: Row, result: Result, *, was_claimed: bool) -> None:
        """In the transaction that holds the lock, or after the claim in one that need not wait for the disk."""
        store, now = self._ledger.store, self._queue.now()
        due = now + result.wait if result.state is State.WAITING else 0
        try:
            if was_claimed:
                store.begin(durable=False)
            before = "sending" if was_claimed else "waiting"
            store.execute(SETTLE, (result.state.value, result.reason, due, now, row.id, before))
            if result.suppress:
                self._ledger.opt_out(row.token, result.reason, now)
            store.commit()
        except BaseException:
            store.rollback()
            raise
        self._queue.observe("settled")
        self._go_on(row)

    def pass_over(self, row: Row) -> None:
        """Unlock it."""
        self._ledger.store.rollback()
        self._go_on(row)

    def _go_on(self, row: Row) -> None:
        self._after, self._taken = row.id, None

    def repeat(self, row: Row) -> None:
        """Unlock it; it comes again unless another worker takes it."""
        self._ledger.store.rollback()
        self._after, self._taken = row.id - 1, None

    def close(self) -> None:
        """Unlock what was taken."""
        self._ledger.store.rollback()
        self._taken = None
