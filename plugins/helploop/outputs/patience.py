"""A limit on the computing time of one text: some inputs make any converter of Markdown run for minutes.

The clock is the process's own computing time (POSIX `ITIMER_PROF`), so that a busy machine changes nothing. Where
there is no such timer, or in a thread that gets no signals, there is no limit.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

#: A long article takes a hundredth of this.
SECONDS = 6.0


class OutOfPatienceError(BaseException):
    """The time is up. Not an `Exception`: code between must not take it for one of its own."""


class Patience:
    """The computing time that a text may take, in as many steps as there are."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._left = seconds

    def take(self, step: Callable[[], None]) -> None:
        """Take a step, within a `limit`.

        Raises:
            OutOfPatienceError: the time is over.
        """
        if not _limits():
            step()
            return
        signal.setitimer(signal.ITIMER_PROF, self._left)
        try:
            step()
        finally:
            self._left, _ = signal.setitimer(signal.ITIMER_PROF, 0)


@contextmanager
def limit() -> Iterator[None]:
    """A block in which steps can be stopped."""
    if not _limits():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGPROF, before)


def _limits() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - what a signal gives
    raise OutOfPatienceError
