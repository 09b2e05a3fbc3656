"""How the host's process ends: a build with the command that waits for it, a server in order when it is told to."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
from typing import NoReturn

#: `PR_SET_PDEATHSIG` of linux/prctl.h.
_SIGNAL_AT_DEATH = 1


def end_with(parent: int) -> None:
    """End at once when the process that started this one is killed: nobody would take what is made.

    Where the system has no word for that, the lock of the site, which this process holds too, keeps others out.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(_SIGNAL_AT_DEATH, signal.SIGKILL)
    if os.name == "posix" and os.getppid() != parent:  # it was killed before that
        os._exit(1)


def stop_in_order() -> None:
    """Let SIGTERM and SIGHUP end a server as Ctrl-C does, which takes its folder with it."""

    def stop(number: int, _frame: object) -> NoReturn:
        signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, stop)
