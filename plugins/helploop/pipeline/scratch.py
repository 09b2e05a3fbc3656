"""Files of a build that keeps nothing: in a folder of the system's, gone with their owner, or with the next build.

A lock says that the owner lives. The system lets it go when the owner is killed, and who makes such a folder next
removes those that nobody holds.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import weakref
from pathlib import Path

from helploop.sources.file_lock import try_lock

_PREFIX = "helploop-scratch-"
_LOCK = "lock"
_TRIES = 3


def scratch_file(owner: object, name: str) -> Path:
    """A new place for a file that goes when its owner does."""
    _remove_left()
    for _ in range(_TRIES):
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        handle = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        weakref.finalize(owner, _remove, folder, handle, os.getpid())
        if try_lock(handle):  # else somebody has just taken it for one that was left, or there are no locks
            break
    return folder / name


def _remove(folder: Path, handle: int, process: int) -> None:
    """Only by the process that made it: a fork has the same owner."""
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            os.close(handle)


def _remove_left() -> None:
    """Remove the folders of owners that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if _is_ours(folder):
                handle = os.open(folder / _LOCK, os.O_RDWR)
                try:
                    if try_lock(handle):
                        shutil.rmtree(folder, ignore_errors=True)
                finally:
                    os.close(handle)


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder, and of the same user: anybody may put things there."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and (not hasattr(os, "getuid") or found.st_uid == os.getuid())
