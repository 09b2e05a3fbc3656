"""How one delivery ended, and what stops a whole channel."""

from __future__ import annotations

from dataclasses import dataclass

from helploop.notify.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The state a message is in now. `wait` (seconds) goes with waiting; `suppress` ends all mail to this address.

    `pause` asks the whole channel to rest that long and try this message again: a rate limit. `is_blanket` marks a
    refusal that says more about us than about the recipient; several in a row stop the run.
    """

    state: State
    reason: str = ""
    wait: float = 0
    pause: float = 0
    suppress: bool = False
    is_blanket: bool = False


TOLD = Result(state=State.TOLD)


def later(reason: str, attempts: int = 0, wait: float = 0) -> Result:
    """Not now: the next try comes after 5 minutes, then twice as long each time, up to 6 hours."""
    return Result(state=State.WAITING, reason=reason, wait=wait or min(300 * 2**attempts, 21_600))


class ChannelDownError(Exception):
    """The channel can't be reached or hung up before anything was accepted. `at_recipient`: during a message."""

    def __init__(self, cause: str, *, at_recipient: bool = False) -> None:
        super().__init__(cause)
        self.cause, self.at_recipient = cause, at_recipient


class ChannelRefusedError(Exception):
    """The channel is configured wrongly (certificate, password, sender): trying again does not help."""

    def __init__(self, code: str, cause: str, hint: str = "") -> None:
        super().__init__(cause)
        self.code, self.cause, self.hint = code, cause, hint
