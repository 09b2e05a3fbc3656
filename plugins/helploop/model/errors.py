"""What stops the program. Everything else is a `Problem`."""

from __future__ import annotations

import errno
import os

#: The exit code of a failure that is our mistake (sysexits.h, EX_SOFTWARE).
OUR_BUG = 70
#: What the host's process says when nothing may be published, not even what is good. People see a 1.
LEAKED = 71
#: What it says when it stopped midway: what it has written is no site. People see a 1.
UNFINISHED = 72


class HelploopError(Exception):
    """The root of our exceptions: a message for a person, a hint, and the exit code a door gives it."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  fix: {self.hint}" if self.hint else self.message

    @property
    def said(self) -> str:
        """What a person reads who has started us."""
        return f"helploop: {self}"


class UsageError(HelploopError):
    """The configuration or the command line can't be understood."""

    exit_code = 2


class RefusedError(HelploopError):
    """Something else holds what we need (a lock, a ledger): starting would do harm."""

    exit_code = 5


class FaultError(HelploopError):
    """The disk or the system refused something."""

    def __str__(self) -> str:
        return f"error[system]: {super().__str__()}"


class OwnCodeError(HelploopError):
    """A template or hook of the project failed: `place` is its path and line."""

    def __init__(self, place: str, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.place = place

    def __reduce__(self) -> tuple[type[OwnCodeError], tuple[str, str, str]]:
        """It travels from the process that made a page."""
        return OwnCodeError, (self.place, self.message, self.hint)

    @property
    def said(self) -> str:
        """It is a mistake in a file, and looks like all of them."""
        return str(self)

    def __str__(self) -> str:
        return f"{self.place}: error[own-code]: {super().__str__()}"


class WriteError(HelploopError):
    """An output could not be written: disk full, no permission, read-only file system."""

    exit_code = 1

    def __str__(self) -> str:
        return f"error[write-failed]: {super().__str__()}"


#: What a disk or a system refuses, and the way out. Nobody who wrote articles or programs is to blame for these.
_WAYS_OUT = {
    errno.ENOSPC: "make room there, then run it again",
    errno.EDQUOT: "make room there: your share of that disk is used up",
    errno.EROFS: "make that file system writable, or choose another place",
    errno.EACCES: "fix its permissions",
    errno.EPERM: "fix its permissions",
    errno.EFBIG: "allow larger files (`ulimit -f`)",
    errno.EMFILE: "allow more open files, for example `ulimit -n 4096`",
    errno.ENFILE: "end other programs: this computer has too many open files",
    errno.ENOMEM: "end other programs, or run it where there is more memory",
    errno.EAGAIN: "end other programs: this computer starts no more processes",
    errno.EIO: "check the disk: it fails",
    errno.ESTALE: "mount that folder again",
}
#: What a path can be that nobody can use.
_BAD_PATHS = {
    errno.ENAMETOOLONG: "give a shorter name",
    errno.ELOOP: "remove the symbolic link that leads to itself",
    errno.ENOTDIR: "a file stands where a folder was expected: move it, or choose another place",
    errno.EISDIR: "a folder stands where a file was expected: move it, or choose another place",
}


def way_out(error: OSError, otherwise: str, room: str = _WAYS_OUT[errno.ENOSPC]) -> str:
    """What to do where a file can't be written: `room` on a full disk, else `otherwise`."""
    if error.errno == errno.ENOSPC:
        return _NO_FILES if _has_no_files_left(error.filename) else room
    return otherwise


_NO_FILES = "remove some files there: that disk has room, but for no further file (`df -i`)"


def _has_no_files_left(path: object) -> bool:
    """Whether a disk has all the files it can have: the system says then, too, that there is no space."""
    place = os.fspath(path) if isinstance(path, (str, os.PathLike)) else "."
    while place and not os.path.isdir(place):
        place = os.path.dirname(place)
    try:
        found = os.statvfs(place or ".")
    except (OSError, AttributeError):  # Windows has no such call, nor such a limit
        return False
    return found.f_files > 0 and found.f_favail == 0 and found.f_bavail > 0


def fault_of_system(error: Exception) -> HelploopError | None:
    """What to say of a fault of the disk or the system; None where it may be our mistake."""
    if isinstance(error, MemoryError):
        return FaultError("the memory is used up", "end other programs, or run it where there is more")
    if not isinstance(error, OSError):
        return None
    path = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ""
    name = max(path.split("/"), key=len) if error.errno == errno.ENAMETOOLONG else os.path.basename(path)
    shown = f"`{name[:100]}{'…' if len(name) > 100 else ''}`" if name else "what was to be written or read"
    if hint := _BAD_PATHS.get(error.errno or 0):
        return UsageError(f"{shown} can't be used: {error.strerror}", hint)
    hint = _WAYS_OUT.get(error.errno or 0)
    hint = way_out(error, hint, hint) if hint else None
    return FaultError(f"{shown}: {error.strerror}", hint) if hint else None


def unwritable(name: str, error: OSError) -> WriteError:
    """Why the disk refused a file of the site, and the way out."""
    if isinstance(error, (IsADirectoryError, FileExistsError)):
        message = f"`{name}` could not be written: a folder of that name stands there"
        return WriteError(message, f"rename the folder `{name}` in docs/ or in the theme's own folder")
    if isinstance(error, NotADirectoryError):
        message = f"`{name}` could not be written: a file stands where its folder belongs"
        return WriteError(message, "rename that file in docs/ or in the theme's own folder")
    reason = error.strerror or "unknown reason"
    hint = "free space or fix the permissions of the site folder, then build again"
    return WriteError(f"`{name}` could not be written: {reason}", way_out(error, hint, hint))
