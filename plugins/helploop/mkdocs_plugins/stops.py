"""How the host's process ends: a build with the command that waits for it, a server in order when it is told to."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import threading
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: `PR_SET_PDEATHSIG` of linux/prctl.h.
_SIGNAL_AT_DEATH = 1
_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")


def end_with(parent: int) -> None:
    """End at once when the process that started this one is killed: nobody would take what is made.

    Where the system has no word for that, the lock of the site, which this process holds too, keeps others out.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(_SIGNAL_AT_DEATH, signal.SIGKILL)
    if os.name == "posix" and os.getppid() != parent:  # it was killed before that
        os._exit(1)


@contextlib.contextmanager
def stops_wait() -> Iterator[None]:
    """Let what ends a server wait for something that may not be left half done."""
    if threading.current_thread() is not threading.main_thread():  # which hears no signal
        yield
        return
    told: list[int] = []
    numbers = [number for name in _STOPS if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.getsignal(number) for number in numbers if callable(signal.getsignal(number))}
    for number in before:
        signal.signal(number, lambda number, _frame: told.append(number))
    try:
        yield
    finally:
        for number, action in before.items():
            signal.signal(number, action)
        for number in told[:1]:
            signal.raise_signal(number)


def whole(start: Callable[[], None]) -> Callable[[], None]:
    """A thread's start that nothing interrupts: the host would close the socket of a server that is about to use it."""

    def begin() -> None:
        with stops_wait():
            start()

    return begin


def stop_in_order() -> None:
    """Let SIGTERM and SIGHUP end a server as Ctrl-C does, which takes its folder with it."""

    def stop(number: int, _frame: object) -> NoReturn:
        signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, stop)
