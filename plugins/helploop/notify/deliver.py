"""Carry out what the ledger holds: pick, claim, send, settle, until nothing waits or somebody says stop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.notify.ledger import ClaimLostError
from helploop.notify.result import ChannelDownError, ChannelRefusedError, Result
from helploop.notify.state import State
from helploop.notify.store import LedgerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from threading import Event

    from helploop.notify.channel import Channel, Observe
    from helploop.notify.ledger import Ledger
    from helploop.notify.ledger_row import Row
    from helploop.notify.letter import Letters

#: A channel that hangs up so many times in a row is left alone until the next run.
MAX_DOWNS = 3
#: So many refusals in a row that say nothing about the recipient mean that nobody would get through.
MAX_BLANKET = 3
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

    def rest(self, seconds: float) -> None:
        """Wait, but not when asked to stop."""
        if seconds > 0:
            self.stop.wait(seconds)


def deliver_waiting(ledger: Ledger, channels: Mapping[str, Channel], run: Run) -> Tally:
    """Send everything that waits, channel by channel. What a dead run left open must have been recovered before."""
    tally = Tally()
    for name, channel in channels.items():
        try:
            _deliver_channel(ledger, name, channel, run, tally)
        except ChannelRefusedError as refused:
            ledger.release()
            tally.stops.append((name, refused.code, refused.cause, refused.hint))
            tally.is_misconfigured = True
        except LedgerError as broken:
            ledger.release()
            tally.stops.append((name, "ledger", broken.message, broken.hint))
            break
        finally:
            channel.close()
    tally.is_interrupted = run.stop.is_set()
    return tally


def _deliver_channel(ledger: Ledger, name: str, channel: Channel, run: Run, tally: Tally) -> None:
    after, downs, blankets, pauses = 0, 0, 0, 0
    gap = 60 / run.per_minute[name] if run.per_minute.get(name) else 0.0
    while not run.stop.is_set():
        row = ledger.pick(name, after, run.now(), far=FAR)
        if row is None:
            return
        run.observe("picked")
        if not run.letters.has(row.entry):
            after = row.id
            ledger.release()
            continue
        began = run.now()
        try:
            result = _deliver_one(ledger, channel, row, run)
        except ChannelDownError as down:
            downs += 1
            after = _step_back(ledger, row, down, run)
            if downs >= MAX_DOWNS:
                tally.stops.append((name, "unreachable", down.cause, "run again later; nobody is lost"))
                return
            run.rest(2 ** (downs - 1))
            continue
        downs = 0
        if result is not None and result.pause:
            pauses += 1
            if result.pause > MAX_PAUSE or pauses > MAX_PAUSES:
                tally.stops.append((name, "rate-limit", result.reason, "run again later"))
                tally.states[result.state] += 1
                return
            run.rest(result.pause)
            continue
        after, pauses = row.id, 0
        if result is None:
            continue
        tally.states[result.state] += 1
        run.advance()
        blankets = blankets + 1 if result.is_blanket else 0
        if blankets >= MAX_BLANKET:
            hint = "ask the mail server's owner why; the others keep waiting"
            tally.stops.append((name, "relay-rejects", result.reason, hint))
            return
        run.rest(gap - (run.now() - began))


def _step_back(ledger: Ledger, row: Row, down: ChannelDownError, run: Run) -> int:
    """After a broken connection: where to go on. A recipient it broke at steps aside, lest it blocks the others."""
    if not down.at_recipient:
        ledger.release()
        return row.id - 1
    wait = min(300 * 2**row.attempts, 21_600)
    ledger.settle(row, Result(state=State.WAITING, reason=down.cause, wait=wait), run.now(), was_claimed=False)
    return row.id


def _deliver_one(ledger: Ledger, channel: Channel, row: Row, run: Run) -> Result | None:
    """One message; None when it turned out not to be ours to send."""
    was_claimed = False

    def claim() -> None:
        nonlocal was_claimed
        ledger.claim(row, run.now())
        was_claimed = True
        run.after_claim()
        run.observe("claimed")

    try:
        letter = run.letters.letter(row.entry, row.language, row.items)
        result = channel.deliver(row, letter, claim)
    except ClaimLostError:
        return None
    ledger.settle(row, result, run.now(), was_claimed=was_claimed)
    run.observe("settled")
    return result
