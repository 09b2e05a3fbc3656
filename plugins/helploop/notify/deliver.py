"""Carry out what the ledger holds: pick, claim, send, settle, until nothing waits or somebody says stop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.notify.ledger_error import LedgerError
from helploop.notify.outbox import ClaimLostError, Outbox, Queue
from helploop.notify.outbox_alone import AloneOutbox
from helploop.notify.outbox_shared import SharedOutbox
from helploop.notify.result import ChannelDownError, ChannelRefusedError, Result, later
from helploop.notify.store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from threading import Event

    from helploop.notify.channel import Channel, Observe
    from helploop.notify.ledger import Ledger
    from helploop.notify.ledger_row import Row
    from helploop.notify.letter import Letters
    from helploop.notify.state import State

#: A channel that hangs up so many times in a row is left alone until the next run.
MAX_DOWNS = 3
#: So many refusals in a row that say nothing about the recipient mean that nobody would get through.
MAX_BLANKET = 3
#: So many dead addresses in a row are rather a directory that is out of order.
MAX_DEAD = 10
#: A longer rest than this is left to the next run.
MAX_PAUSE = 120
MAX_PAUSES = 5
#: No due time is further off than this; a later one means that the clock was moved.
FAR = 2 * 86_400


@dataclass(slots=True)
class Tally:
    """What a run did: how many ended in each state, and why channels stopped early."""

    states: Counter[State] = field(default_factory=Counter)
    stops: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Channel, code, cause, hint."""
    is_misconfigured: bool = False
    is_interrupted: bool = False


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a delivery needs besides the ledger. `rest` sleeps and returns early when the run should stop."""

    letters: Letters
    now: Callable[[], float]
    stop: Event
    observe: Observe = lambda _: None
    after_claim: Callable[[], None] = lambda: None
    advance: Callable[[], None] = lambda: None
    per_minute: Mapping[str, float] = field(default_factory=dict)
    held: Collection[int] = frozenset()
    """The messages that wait on, whatever the channel: the plan says so."""

    def rest(self, seconds: float) -> None:
        """Wait, but not when asked to stop."""
        if seconds > 0:
            self.stop.wait(seconds)


def open_outbox(ledger: Ledger, queue: Queue) -> Outbox:
    """The waiting messages of one channel, taken in the way the ledger's store needs."""
    if isinstance(ledger.store, SqliteStore):
        return AloneOutbox(ledger, ledger.store, queue)
    return SharedOutbox(ledger, queue)


def deliver_waiting(ledger: Ledger, channels: Mapping[str, Channel], run: Run) -> Tally:
    """Send everything that waits, channel by channel. What a dead run left open must have been recovered before."""
    tally = Tally()
    for name, channel in channels.items():
        outbox = open_outbox(ledger, Queue(channel=name, now=run.now, far=FAR, observe=run.observe))
        try:
            _Delivery(outbox, name, channel, run, tally).deliver_all()
        except ChannelRefusedError as refused:
            tally.stops.append((name, refused.code, refused.cause, refused.hint))
            tally.is_misconfigured = True
        except LedgerError as broken:
            tally.stops.append((name, "ledger", broken.message, broken.hint))
            break
        finally:
            outbox.close()
            channel.close()
    tally.is_interrupted = run.stop.is_set()
    return tally


class _Delivery:
    """One channel's part of a run, and how often in a row what went wrong. Its steps say whether to go on."""

    def __init__(self, outbox: Outbox, name: str, channel: Channel, run: Run, tally: Tally) -> None:
        self._outbox, self._name, self._channel, self._run, self._tally = outbox, name, channel, run, tally
        self._downs, self._blankets, self._dead, self._pauses = 0, 0, 0, 0
        self._gap = 60 / run.per_minute[name] if run.per_minute.get(name) else 0.0

    def deliver_all(self) -> None:
        """Message by message."""
        while not self._run.stop.is_set():
            row = self._outbox.take()
            if row is None:
                return
            self._run.observe("picked")
            if row.id in self._run.held or not self._run.letters.has(row.entry):
                self._outbox.pass_over(row)
            elif not self._deliver(row):
                return

    def _deliver(self, row: Row) -> bool:
        began = self._run.now()
        try:
            result = _deliver_one(self._outbox, self._channel, row, self._run)
        except ChannelDownError as down:
            return self._step_back(row, down)
        self._downs = 0
        if result is None:
            return True
        if result.pause:
            return self._pause(row, result)
        self._pauses = 0
        return self._note(result, began)

    def _step_back(self, row: Row, down: ChannelDownError) -> bool:
        """After a broken connection. A recipient it broke at steps aside, lest it blocks the others."""
        self._downs += 1
        if down.at_recipient:
            self._outbox.settle(row, later(down.cause, row.attempts), was_claimed=False)
        else:
            self._outbox.repeat(row)
        if self._downs >= MAX_DOWNS:
            hint = "run again later, nobody is lost; if it stays so, check the channel's settings"
            return self._stop("unreachable", down.cause, hint)
        self._run.rest(2 ** (self._downs - 1))
        return True

    def _pause(self, row: Row, result: Result) -> bool:
        """A rate limit: rest, and try the same message again."""
        self._pauses += 1
        if result.pause > MAX_PAUSE or self._pauses > MAX_PAUSES:
            self._tally.states[result.state] += 1
            return self._stop("rate-limit", result.reason, "run again later")
        self._outbox.repeat(row)
        self._run.rest(result.pause)
        return True

    def _note(self, result: Result, began: float) -> bool:
        self._tally.states[result.state] += 1
        self._run.advance()
        self._blankets = self._blankets + 1 if result.is_blanket else 0
        self._dead = self._dead + 1 if result.suppress else 0
        if self._blankets >= MAX_BLANKET or self._dead >= MAX_DEAD:
            who = "mail server" if self._name == "smtp" else "receiver"
            hint = f"ask the {who}'s owner why; the others keep waiting"
            return self._stop("relay-rejects", result.reason, hint)
        if self._gap:
            self._run.rest(self._gap - (self._run.now() - began))
        return True

    def _stop(self, code: str, cause: str, hint: str) -> bool:
        self._tally.stops.append((self._name, code, cause, hint))
        return False


class _Claim:
    """The claim of one message, and whether it was made."""

    def __init__(self, outbox: Outbox, row: Row, run: Run) -> None:
        self._outbox, self._row, self._run = outbox, row, run
        self.was_made = False

    def __call__(self) -> None:
        self._outbox.claim(self._row)
        self.was_made = True
        self._run.after_claim()
        self._run.observe("claimed")


def _deliver_one(outbox: Outbox, channel: Channel, row: Row, run: Run) -> Result | None:
    """One message; None when it turned out not to be ours to send."""
    claim = _Claim(outbox, row, run)
    try:
        result = channel.deliver(row, run.letters.letter(row.entry, row.language, row.items), claim)
    except ClaimLostError:
        outbox.pass_over(row)
        return None
    outbox.settle(row, result, was_claimed=claim.was_made)
    return result
