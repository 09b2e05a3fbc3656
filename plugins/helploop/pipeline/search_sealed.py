"""Values of the search store with a checksum behind them: one that a disk has damaged is an error, and no wrong hit."""

from __future__ import annotations

import sqlite3
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
