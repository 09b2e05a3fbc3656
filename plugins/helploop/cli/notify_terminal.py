"""What a run obeys and shows while it goes on: Ctrl-C, and a bar on a terminal."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def asked_to_stop() -> Iterator[threading.Event]:
    """Ctrl-C and SIGTERM let the message under way be finished; the second Ctrl-C does not wait."""
    stop = threading.Event()

    def on_signal(number: int, _frame: object) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def progress(total: int, *, visible: bool) -> Iterator[Any]:
    """A bar on a terminal; nothing in a log."""
    if not (visible and total and sys.stderr.isatty()):
        yield lambda: None
        return
    with click.progressbar(length=total, label="telling", file=sys.stderr) as bar:
        yield lambda: bar.update(1)
