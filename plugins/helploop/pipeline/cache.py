"""What a build may keep for the next one: bytes by the hash of everything they depend on.

One SQLite file, safe to delete and to share between machines: a key is a content hash, a value is data (JSON or HTML),
never code. What a build did not ask for is dropped when the file has grown to twice what is used.
"""

from __future__ import annotations

import contextlib
import sqlite3
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: Changes whenever a cached value would look different for the same key.
FORMAT = 2
_BATCH = 500


def content_key(*parts: str | bytes) -> str:
    """The hash of some texts, each kept apart from the next."""
    digest = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:40]


class Cache:
    """A cache of one kind of thing per name. Without a file it forgets everything: `--no-cache`."""

    def __init__(self, file: Path | None) -> None:
        self._used: dict[str, set[str]] = {}
        self._has_new = False
        self._db = _open(file) if file else None

    def get_many(self, name: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The values known for these keys."""
        wanted = list(dict.fromkeys(keys))
        self._used.setdefault(name, set()).update(wanted)
        found: dict[str, bytes] = {}
        if self._db is None:
            return found
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            with contextlib.suppress(sqlite3.Error):
                query = f"SELECT key, value FROM kept WHERE name = ? AND key IN ({marks})"  # noqa: S608 - marks only
                found.update(self._db.execute(query, (name, *batch)).fetchall())
        return found

    def put_many(self, name: str, values: Mapping[str, bytes]) -> None:
        """Remember values, at once: held until the end they would be half of a large build's memory.

        They are true whatever becomes of the build, for they depend on nothing but what their keys say.
        """
        if self._db is None or not values:
            return
        self._has_new = True
        rows = ((name, key, value) for key, value in values.items())
        with contextlib.suppress(sqlite3.Error), self._db:
            self._db.executemany("INSERT OR REPLACE INTO kept (name, key, value) VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Drop what is stale. A cache that can't be written costs time at the next build and nothing else."""
        if self._db is None:
            return
        with contextlib.suppress(sqlite3.Error):
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


def _open(file: Path) -> sqlite3.Connection | None:
    """The database, made anew when it is damaged; None when the place can't be written."""
    for attempt in range(2):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(file, timeout=10)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = OFF")
            db.execute(
                "CREATE TABLE IF NOT EXISTS kept"
                " (name TEXT, key TEXT, value BLOB, PRIMARY KEY (name, key)) WITHOUT ROWID"
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
