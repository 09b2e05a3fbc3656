"""A new folder that the disk fills quickly, although another one was deleted a moment ago.

ext4 gives the number of a deleted file to no other one for a minute or more, and for each new file it looks through all
the numbers it must pass over: `recently_deleted` in <https://github.com/torvalds/linux/blob/v6.12/fs/ext4/ialloc.c>.
Who removes a site and builds it again pays for that more than for writing. What stands in one folder has numbers of one
group, so a folder in another group is all it takes. The disk chooses one with few folders, by the folder's name, for
what stands in a folder with the mark `T` (`chattr +T`); the numbers of some files tell whether it was used lately.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: So many groups are tried, in so many folders: the disk gives the same one again and again.
_CHOICE, _FOLDERS = 12, 60
#: Files by which a group is known, the numbers in a group of most disks, how many of these groups it fills together,
#: and how many to pass over is no matter.
_TRIED, _NUMBERS, _TOGETHER, _FEW = 64, 8192, 16, 128
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
        _choose(cradle).rename(folder)
    shutil.rmtree(cradle, ignore_errors=True)
    folder.mkdir(exist_ok=True)


def _choose(cradle: Path) -> Path:
    """A new folder in the first group that has numbers at once, or in the best of some."""
    tried: dict[int, tuple[int, Path]] = {}
    for _ in range(_FOLDERS):
        folder = cradle / os.urandom(8).hex()
        folder.mkdir()
        if (group := _groups_of(folder)) not in tried:
            tried[group] = _passed_over(folder), folder
            if tried[group][0] < _FEW or len(tried) == _CHOICE:
                break
    return min(tried.values())[1]


def _groups_of(folder: Path) -> int:
    """Which groups, filled together, a folder stands in."""
    return folder.stat().st_ino // (_NUMBERS * _TOGETHER)


def _passed_over(folder: Path) -> int:
    """How many numbers of its group the disk passes over for new files in a folder."""
    files = [folder / str(number) for number in range(_TRIED)]
    for file in files:
        file.touch()
    numbers = [(file.stat().st_ino - 1) % _NUMBERS for file in files]
    for file in files:
        file.unlink()
    return max(numbers)


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
