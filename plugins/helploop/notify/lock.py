"""One runner at a time: a lock the operating system releases when its holder dies."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from helploop.model.errors import RefusedError
from helploop.sources.file_lock import has_flock, try_lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def runner_lock(ledger: Path) -> Iterator[None]:
    """Hold the ledger's lock.

    Raises:
        RefusedError: another run holds it; the message says which.
    """
    if not has_flock():
        raise RefusedError(
            "this system has no locks that are safe enough to send with", "run it on Linux or macOS, or in WSL"
        )
    path = ledger.with_name(ledger.name + ".lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        hint = "make the ledger's folder writable: a run writes beside the ledger"
        raise RefusedError(f"the lock beside the ledger can't be opened: {error.strerror}", hint) from None
    try:
        if not try_lock(handle):
            holder = os.read(handle, 200).decode(errors="replace").strip() or "unknown"
            hint = "wait until it ends; a dead run holds no lock"
            raise RefusedError(f"another run is going on with this ledger ({holder})", hint)
        os.ftruncate(handle, 0)
        since = datetime.now(UTC).isoformat(timespec="seconds")
        os.write(handle, f"process {os.getpid()} on {socket.gethostname()}, since {since}\n".encode())
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def running(ledger: Path) -> str:
    """Which run holds the ledger's lock now: process, machine and since when. Empty when none does."""
    try:
        handle = os.open(ledger.with_name(ledger.name + ".lock"), os.O_RDONLY)
    except OSError:
        return ""
    try:
        if try_lock(handle, shared=True):
            return ""
        return os.read(handle, 200).decode(errors="replace").strip() or "unknown"
    finally:
        os.close(handle)
