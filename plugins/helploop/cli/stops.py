"""What holds for every command as a process: its letters, how it ends when it is told to, and where its words go."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from helploop.model.errors import fault_of_system

if TYPE_CHECKING:
    from collections.abc import Iterator


def speak_utf8() -> None:
    """Begin again in UTF-8 where the system is set to another encoding: names of files and texts are UTF-8."""
    if os.name != "posix" or sys.getfilesystemencoding() == "utf-8" or os.environ.get("PYTHONUTF8") == "1":
        return
    os.environ["PYTHONUTF8"] = "1"  # for the processes we start, and so that this happens once
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - the same program


def clean_up_when_stopped() -> None:
    """Let SIGTERM and SIGHUP end a command as Ctrl-C does: what it began is taken away, who works for it ends."""
    mine = os.getpid()

    def stop(number: int, _frame: object) -> NoReturn:
        if os.getpid() != mine:  # a fork has nothing to put in order
            os._exit(128 + number)
        signal.signal(number, signal.SIG_IGN)  # the first one is enough
        os.write(2, b"helploop: stopped\n")
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # `nohup` has other wishes
            signal.signal(number, stop)


@contextlib.contextmanager
def ctrl_c_waits() -> Iterator[None]:
    """Let Ctrl-C wait while another Python is started, which would have words of its own for it until it has loaded.

    The process started in here has to let it in: `pthread_sigmask(SIG_UNBLOCK, …)`.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def let_go_of_output() -> int:
    """Write what was said; 1 when nobody takes it, which Python would tell of in its own words at the end."""
    code = 0
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except OSError as error:
            code = 1
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            if stream is sys.stdout and (fault := fault_of_system(error)):
                sys.stderr.write(f"helploop: {fault}\n")
    return code
