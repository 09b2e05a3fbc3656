"""What became of the messages a run has reserved, in a small file beside the ledger that goes when the run ends.

One line a mark: `sending 12 1764244800.5`, `told 12 …` or `left 12 …`, each written by one call before the next step is
taken. What was written outlives the process; the file's lock does not, and so says whether the run lives.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from helploop.notify.ledger_error import LedgerError
from helploop.sources.file_lock import try_lock, wait_for_lock

if TYPE_CHECKING:
    from pathlib import Path

#: The last one of a message holds. `left`: it ended otherwise, and the ledger says how.
SENDING, TOLD, LEFT = "sending", "told", "left"
_WORDS = {SENDING, TOLD, LEFT}


class Mark(NamedTuple):
    """The last mark of a message and its moment."""

    word: str
    moment: float


class Marks:
    """The marks of a living run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = _create(path)
        except OSError as error:
            raise _failure(error) from None

    def write(self, word: str, number: int, moment: float) -> None:
        """Make a mark; one that was written in part was not made.

        Raises:
            LedgerError: the disk is full or gone. Nothing may be sent, and what was sent is unsure.
        """
        line = f"{word} {number} {moment!r}\n".encode()
        try:
            is_written = os.write(self._file, line) == len(line)
        except OSError as error:
            raise _failure(error) from None
        if not is_written:
            raise LedgerError("the ledger's marks can't be written: the disk is full", "free the disk, then run again")

    def clear(self) -> None:
        """All of them stand in the ledger now."""
        os.ftruncate(self._file, 0)

    def remove(self) -> None:
        """The run ends, and everything stands in the ledger."""
        self._path.unlink(missing_ok=True)
        self.let_go()

    def let_go(self) -> None:
        """The run ends, and the next one reads what stands here."""
        os.close(self._file)


def _create(path: Path) -> int:
    """The new file, locked. Whoever looks into it in between may take the empty file away: then once more."""
    while True:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        wait_for_lock(handle)
        if os.fstat(handle).st_nlink:
            return handle
        os.close(handle)


class LeftMarks:
    """The marks of a run that died, held until they were taken over."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path, self._handle = path, handle

    def read(self) -> dict[int, Mark]:
        """The last mark of each message."""
        size = os.fstat(self._handle).st_size
        return parse_marks(os.pread(self._handle, size, 0).decode("ascii", "replace"))

    def close(self, *, remove: bool) -> None:
        """Let go of the file, or take it away."""
        if remove:
            self._path.unlink(missing_ok=True)
        os.close(self._handle)


def take_left(path: Path) -> LeftMarks | None:
    """The marks at a path when their run is dead; None while it lives, and when another one has taken them."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    if try_lock(handle) and os.fstat(handle).st_nlink:
        return LeftMarks(path, handle)
    os.close(handle)
    return None


def parse_marks(text: str) -> dict[int, Mark]:
    """The last mark of each message; a line that is not whole was not written."""
    found: dict[int, Mark] = {}
    for line in text.split("\n")[:-1]:
        word, _, rest = line.partition(" ")
        number, _, moment = rest.partition(" ")
        if word not in _WORDS or not number.isdecimal():
            continue
        try:
            found[int(number)] = Mark(word, float(moment))
        except ValueError:
            continue
    return found


def _failure(error: OSError) -> LedgerError:
    return LedgerError(f"the ledger's marks can't be written: {error.strerror}", "check the disk, then run again")
