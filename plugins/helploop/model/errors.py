"""What stops the program. Everything else is a `Problem`."""

from __future__ import annotations

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


class UsageError(HelploopError):
    """The configuration or the command line can't be understood."""

    exit_code = 2


class RefusedError(HelploopError):
    """Something else holds what we need (a lock, a ledger): starting would do harm."""

    exit_code = 5


class WriteError(HelploopError):
    """An output could not be written: disk full, no permission, read-only file system."""

    exit_code = 1

    def __str__(self) -> str:
        return f"error[write-failed]: {super().__str__()}"


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
    return WriteError(f"`{name}` could not be written: {reason}", hint)
