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
    from collections.abc import Iterator
    from types import FrameType

#: A long article takes a hundredth of this.
SECONDS = 6.0


class OutOfPatienceError(BaseException):
    """The time is up. Not an `Exception`: code between must not take it for one of its own."""


@contextmanager
def patience(seconds: float = SECONDS) -> Iterator[None]:
    """Stop the block after so many seconds of computing.

    Raises:
        OutOfPatienceError: they are over.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - what a signal gives
    raise OutOfPatienceError
