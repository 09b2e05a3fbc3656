"""What a build may keep for the next one: bytes by the hash of everything they depend on.

One SQLite file, safe to delete and to share between machines: a key is a content hash, a value is data (JSON or HTML),
never code. What a build did not ask for is dropped when the file has grown to twice what is used.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from helploop.pipeline.scratch import scratch_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Changes whenever a cached value would look different for the same key.
FORMAT = 6
_BATCH = 500
#: Bytes before each value, by which a damaged one is known.
_SEAL = 4
#: Bytes read and written at once: a text is larger than SQLite's own pages.
_PAGE = 16_384


def content_key(*parts: str | bytes) -> str:
    """The hash of some texts, each kept apart from the next."""
    digest = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:40]


class Cache:
    """A cache of one kind of thing per name. Without a file it remembers nothing from before and for later."""

    def __init__(self, file: Path | None) -> None:
        self._used: dict[str, set[str]] = {}
        self._has_new = False
        self.is_kept = file is not None
        self.file = file or scratch_file(self, "build.sqlite")
        self._db = _open(self.file)
        if self._db is None and file:  # the place can't be written
            self.is_kept = False
            self.file = scratch_file(self, "build.sqlite")
            self._db = _open(self.file)

    def get(self, name: str, key: str) -> bytes | None:
        """One value, even after the end of the build that asked for it first."""
        if self._db is None:
            self._db = _open(self.file)
        found = None
        if self._db is not None:
            with contextlib.suppress(sqlite3.Error):
                query = "SELECT value FROM kept WHERE name = ? AND key = ?"
                found = self._db.execute(query, (name, key)).fetchone()
        return _unsealed(found[0]) if found else None

    def use(self, names: Iterable[str], keys: Iterable[str]) -> None:
        """Say that values are still needed, without reading them."""
        wanted = set(keys)
        for name in names:
            self._used.setdefault(name, set()).update(wanted)

    def has_any(self, name: str) -> bool:
        """Whether there is a value of this kind."""
        with contextlib.suppress(sqlite3.Error):
            query = "SELECT 1 FROM kept WHERE name = ? LIMIT 1"
            return bool(self._db and self._db.execute(query, (name,)).fetchall())
        return False

    def have(self, name: str, keys: Iterable[str]) -> set[str]:
        """Which of these keys have a value, whole or not."""
        wanted = list(dict.fromkeys(keys))
        self._used.setdefault(name, set()).update(wanted)
        return {key for key, _ in self._select("key, 1", name, wanted)}

    def get_many(self, name: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The values known for these keys."""
        wanted = list(dict.fromkeys(keys))
        self._used.setdefault(name, set()).update(wanted)
        found = ((key, _unsealed(value)) for key, value in self._select("key, value", name, wanted))
        return {key: value for key, value in found if value is not None}

    def _select(self, columns: str, name: str, wanted: list[str]) -> list[tuple[str, bytes]]:
        found: list[tuple[str, bytes]] = []
        for start in range(0, len(wanted) if self._db else 0, _BATCH):
            batch = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            with contextlib.suppress(sqlite3.Error):
                query = f"SELECT {columns} FROM kept WHERE name = ? AND key IN ({marks})"  # noqa: S608 - marks only
                found += self._db.execute(query, (name, *batch)).fetchall() if self._db else []
        return found

    def put_many(self, name: str, values: Mapping[str, bytes]) -> None:
        """Remember values, at once: held until the end they would be half of a large build's memory.

        They are true whatever becomes of the build, for they depend on nothing but what their keys say.
        """
        if values:
            self._put((name, key, _seal(value) + value) for key, value in values.items())

    def put_all(self, kinds: Mapping[str, Mapping[str, bytes]]) -> None:
        """Remember values of several kinds, by their names, so that who else writes waits for the writing alone."""
        self._put(
            [(name, key, _seal(value) + value) for name, values in kinds.items() for key, value in values.items()]
        )

    def _put(self, rows: Iterable[tuple[str, str, bytes]]) -> None:
        if self._db is not None:
            self._has_new = True
            with contextlib.suppress(sqlite3.Error), self._db:
                self._db.executemany("INSERT OR REPLACE INTO kept (name, key, value) VALUES (?, ?, ?)", rows)

    def filled_elsewhere(self) -> None:
        """Say that another process has put values there."""
        self._has_new = True

    def close(self, *, is_whole: bool = True) -> None:
        """Drop what is stale, if a whole build has said what it uses.

        A cache that can't be written costs time at the next build and nothing else.
        """
        _opened.cache_clear()  # the last one to let go of the database makes one file of it
        if self._db is None:
            return
        with contextlib.suppress(sqlite3.Error):
            if is_whole:
                self._prune()
        with contextlib.suppress(sqlite3.Error):
            self._db.close()
        self._db = None

    def _prune(self) -> None:
        if self._db is None or not self._has_new:
            return
        for name, used in self._used.items():
            kept = [row[0] for row in self._db.execute("SELECT key FROM kept WHERE name = ?", (name,))]
            if len(kept) > 2 * len(used) + 100:
                with self._db:
                    stale = [(name, key) for key in kept if key not in used]
                    self._db.executemany("DELETE FROM kept WHERE name = ? AND key = ?", stale)


def cache_at(file: str) -> Cache:
    """A cache as this process reads and fills it: a fork may not use what its parent has opened."""
    return _opened(file, os.getpid())


@lru_cache(maxsize=2)
def _opened(file: str, process: int) -> Cache:  # noqa: ARG001 - another process, another connection
    return Cache(Path(file))


def _seal(value: bytes) -> bytes:
    return crc32(value).to_bytes(_SEAL, "big")


def _unsealed(held: bytes) -> bytes | None:
    """A value as it was put there; None when it is not whole any more."""
    value = held[_SEAL:]
    return value if held[:_SEAL] == _seal(value) else None


def _open(file: Path) -> sqlite3.Connection | None:
    """The database, made anew when it is damaged; None when the place can't be written."""
    for attempt in range(2):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            # A live server reads in one thread what another one has opened; SQLite itself lets them take turns.
            db = sqlite3.connect(file, timeout=10, check_same_thread=False)
            db.execute(f"PRAGMA page_size = {_PAGE}")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = OFF")
            db.execute(
                # Large values would be moved about in a table that is sorted by its key.
                "CREATE TABLE IF NOT EXISTS kept (name TEXT, key TEXT, value BLOB, PRIMARY KEY (name, key))"
            )
            db.execute("SELECT name, key, value FROM kept LIMIT 1").fetchall()
        except (sqlite3.DatabaseError, OSError):
            if attempt:
                return None
            with contextlib.suppress(OSError):
                file.unlink()
        else:
            return db
    return None
