"""What one runner has before it of one channel: the next message, its claim at the last safe moment, and its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from helploop.notify.ledger_row import COLUMNS, FROM, Row, parse_row

if TYPE_CHECKING:
    from collections.abc import Callable

    from helploop.notify.channel import Observe
    from helploop.notify.ledger import Ledger
    from helploop.notify.result import Result


class ClaimLostError(Exception):
    """Somebody else claimed the message, or the person opted out a moment ago: nothing may be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Which messages of a ledger are meant. A due time further off than `far` means that the clock was moved."""

    channel: str
    now: Callable[[], float]
    far: float
    observe: Observe = lambda _: None


class Outbox(Protocol):
    """The waiting messages of a channel, one after the other, each once a run."""

    def take(self) -> Row | None:
        """The next message; the same one until it was settled or passed over."""
        ...

    def claim(self, row: Row) -> None:
        """From waiting to sending, before anything can be accepted.

        Raises:
            ClaimLostError: it is not ours to send.
        """

    def settle(self, row: Row, result: Result, *, was_claimed: bool) -> None:
        """How it went, in a way that outlives the process."""

    def pass_over(self, row: Row) -> None:
        """Leave it waiting, and go on to the next."""

    def repeat(self, row: Row) -> None:
        """Leave everything waiting that was taken, and offer this message again."""

    def close(self) -> None:
        """Leave everything waiting that was taken, whatever the ledger's state."""


#: For the state after, the reason, the due time and the moment; then the message and the state before.
SETTLE = (
    "UPDATE notices SET state = ?, reason = ?, attempts = attempts + 1, due = ?, changed = ? WHERE id = ? AND state = ?"
)


def load_waiting(ledger: Ledger, queue: Queue, after: int, end: str) -> list[Row]:
    """The waiting messages of a queue behind an id; `end` says how many, and how they are locked."""
    now = queue.now()
    found = ledger.store.execute(
        f"SELECT {COLUMNS} {FROM} WHERE n.state = 'waiting' AND n.channel = ? AND n.id > ?"
        f" AND (n.due <= ? OR n.due > ?) AND p.opted_out = 0 AND p.contact IS NOT NULL ORDER BY n.id {end}",
        (queue.channel, after, now, now + queue.far),
    ).fetchall()
    return [parse_row(row) for row in found]
