"""A lock on a file that the operating system lets go when its holder dies: `flock`, or its like on Windows."""

from __future__ import annotations

import os

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: Windows locks bytes, and nobody else may read them: one far behind what the file holds.
_FAR = 1 << 30


def has_flock() -> bool:
    """Whether a lock holds for the whole file and leaves it readable and removable, as on POSIX systems."""
    return fcntl is not None


def try_lock(handle: int, *, shared: bool = False) -> bool:
    """Lock an open file, without waiting; False when somebody else holds it, or the file system knows no locks."""
    if fcntl is None:
        return _try_lock_byte(handle)
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def wait_for_lock(handle: int) -> None:
    """Lock an open file as soon as whoever holds it lets go (POSIX only)."""
    fcntl.flock(handle, fcntl.LOCK_EX)


def _try_lock_byte(handle: int) -> bool:
    import msvcrt  # noqa: PLC0415 - there is none elsewhere

    place = os.lseek(handle, 0, os.SEEK_CUR)
    os.lseek(handle, _FAR, os.SEEK_SET)
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    finally:
        os.lseek(handle, place, os.SEEK_SET)
    return True
