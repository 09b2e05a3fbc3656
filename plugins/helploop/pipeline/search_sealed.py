"""Values of the search store with a checksum behind them: one that a disk has damaged is an error, and no wrong hit.

What leads to them, pages and indexes of the database, has none. There it has to do that nobody but us wrote the file.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from zlib import crc32

SEAL = 4


def seal(data: bytes, *names: object) -> bytes:
    """A value as it is stored; `names` are the other columns of its row, which are sealed with it."""
    return data + _checksum(data, names)


def unseal(stored: bytes, *names: object) -> bytes:
    """The value.

    Raises:
        sqlite3.DatabaseError: it, or a column beside it, is not what was written.
    """
    data = stored[:-SEAL]
    if stored[-SEAL:] != _checksum(data, names):
        raise sqlite3.DatabaseError("a row of the search store is damaged")
    return data


def _checksum(data: bytes, names: tuple[object, ...]) -> bytes:
    # not all text is UTF-8: an unpaired half of a character comes from broken input, and stays what it is
    return crc32(data, crc32(repr(names).encode("utf-8", "surrogatepass"))).to_bytes(SEAL, "big")


def leave_look(file: Path | str) -> None:
    """Note beside a file how it looks when it is left."""
    with contextlib.suppress(OSError):
        Path(f"{file}.look").write_text(_look(file), "ascii")


def looks_as_left(file: Path | str) -> bool:
    """Whether nobody has touched it since; unknown is no."""
    try:
        return Path(f"{file}.look").read_bytes() == _look(file).encode()
    except OSError:
        return False


def _look(file: Path | str) -> str:
    found = os.stat(file)
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ino}"
