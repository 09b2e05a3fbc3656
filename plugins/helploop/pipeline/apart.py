"""A new folder that the disk fills quickly, although another one was deleted a moment ago.

ext4 gives the number of a deleted file to no other one for a minute or more, and for each new file it looks through all
the numbers it must pass over: `recently_deleted` in <https://github.com/torvalds/linux/blob/v6.12/fs/ext4/ialloc.c>.
Who removes a site and builds it again pays for that more than for writing. What stands in one folder has numbers of one
group, so a folder in another group is all it takes. The disk chooses one with few folders, by the folder's name, for
what stands in a folder with the mark `T` (`chattr +T`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Each of some new folders gets a group of its own: with one alone it would too often be that of the last site.
_CHOICE = 8
#: `FS_IOC_GETFLAGS`, `FS_IOC_SETFLAGS` and `FS_TOPDIR_FL` of linux/fs.h.
_GET, _SET, _TOP = 0x80086601, 0x40086602, 0x00020000


def make_apart(folder: Path) -> None:
    """Make a folder, with those above it; on a disk that knows no groups it is like any other."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    cradle = folder.with_name(f"{folder.name}.apart")
    shutil.rmtree(cradle, ignore_errors=True)
    with contextlib.suppress(OSError):
        cradle.mkdir()
        _mark(cradle)
        found = [cradle / os.urandom(8).hex() for _ in range(_CHOICE)]
        for each in found:
            each.mkdir()
        found[os.urandom(1)[0] % _CHOICE].rename(folder)
    shutil.rmtree(cradle, ignore_errors=True)
    folder.mkdir(exist_ok=True)


def _mark(folder: Path) -> None:
    """Say that what stands in a folder is not used together."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError as error:
        raise OSError from error
    handle = os.open(folder, os.O_RDONLY)
    try:
        flags = fcntl.ioctl(handle, _GET, bytes(8))
        fcntl.ioctl(handle, _SET, (int.from_bytes(flags, "little") | _TOP).to_bytes(8, "little"))
    finally:
        os.close(handle)
