"""What the ledger needs of a database, and SQLite as the default one: a single file only its owner may read."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from helploop.model.errors import HelploopError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

SCHEMA = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE people (
        token TEXT PRIMARY KEY, kind TEXT NOT NULL, contact TEXT, opted_out INTEGER NOT NULL DEFAULT 0,
        why TEXT NOT NULL DEFAULT '', changed DOUBLE PRECISION NOT NULL)""",
    """CREATE TABLE notices (
        id {serial}, message_key TEXT NOT NULL UNIQUE, entry TEXT NOT NULL, wave INTEGER NOT NULL,
        channel TEXT NOT NULL, token TEXT NOT NULL, language TEXT NOT NULL, items TEXT NOT NULL,
        source TEXT NOT NULL, source_id TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, due DOUBLE PRECISION NOT NULL DEFAULT 0,
        created DOUBLE PRECISION NOT NULL, changed DOUBLE PRECISION NOT NULL, runner TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX notices_by_state ON notices (state, channel, id)",
    "CREATE INDEX notices_by_token ON notices (token)",
    """CREATE TABLE covered (
        item TEXT NOT NULL, wave INTEGER NOT NULL, token TEXT NOT NULL, entry TEXT NOT NULL,
        PRIMARY KEY (item, wave, token))""",
)


class LedgerError(HelploopError):
    """The ledger could not be written. What was not claimed is not sent."""

    exit_code = 3


class Rows(Protocol):
    """The answer to a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        ...

    def fetchone(self) -> Any:
        """The next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows."""
        ...


class Store(Protocol):
    """A database with transactions. Statements use `?` for values."""

    is_shared: bool
    """Whether several workers may use it at once; then a picked row stays locked until it is settled."""

    def live_as(self, runner: str) -> None:
        """Show other workers that this runner lives."""

    def execute(self, sql: str, values: Sequence[object] = ()) -> Rows:
        """Run one statement."""
        ...

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for many rows."""

    def begin(self, *, durable: bool = True) -> None:
        """Start a transaction; a durable one survives a power cut."""

    def commit(self) -> None:
        """End the transaction."""

    def rollback(self) -> None:
        """Undo the transaction, if there is one."""

    def hold_alone(self) -> None:
        """Keep every other worker out of planning until the transaction ends."""

    def dead_runners(self, runners: Iterable[str]) -> list[str]:
        """Those of the runners that no longer live."""
        ...

    def close(self) -> None:
        """Let go of it."""


class SqliteStore:
    """The ledger in one SQLite file. A claim is on the disk before it counts; an answer may follow a moment later."""

    is_shared = False

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._path = path
        if create:
            self._create_file()
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
            self._db.execute("PRAGMA secure_delete=ON")
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA wal_autocheckpoint=1000")
        except sqlite3.Error as error:
            raise RefusedError(f"the ledger can't be opened: {error}", "is it a helploop ledger?") from None
        self._is_durable: bool | None = None

    def _create_file(self) -> None:
        try:
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            raise RefusedError("there is a file where the new ledger should stand", "choose another path") from None
        except OSError as error:
            raise RefusedError(f"the ledger can't be made: {error.strerror}", "choose a folder you own") from None

    def execute(self, sql: str, values: Sequence[object] = ()) -> Rows:
        """Run one statement."""
        try:
            return self._db.execute(sql, values)
        except sqlite3.DatabaseError as error:
            raise _failure(error) from None

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for many rows."""
        try:
            self._db.executemany(sql, rows)
        except sqlite3.DatabaseError as error:
            raise _failure(error) from None

    def begin(self, *, durable: bool = True) -> None:
        """Start a transaction; a durable one survives a power cut once it is committed."""
        if durable is not self._is_durable:
            self.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._is_durable = durable
        self.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """End the transaction."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """Undo the transaction, if there is one."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def live_as(self, runner: str) -> None:
        """The lock beside the file says it."""

    def hold_alone(self) -> None:
        """A transaction of SQLite is alone already."""

    def dead_runners(self, runners: Iterable[str]) -> list[str]:
        """All of them: the runner's lock is ours."""
        return list(runners)

    def limit_size(self, pages: int) -> None:
        """Let the file grow no further, as a full disk does."""
        self._db.execute(f"PRAGMA max_page_count={pages:d}")

    def close(self) -> None:
        """Write everything into the one file and let go of it."""
        with suppress(sqlite3.Error):  # a full or read-only disk: the write-ahead file keeps it
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()


def _failure(error: sqlite3.DatabaseError) -> LedgerError | RefusedError:
    """What a failure of the database means: try again later, or never with this file."""
    if isinstance(error, sqlite3.OperationalError):
        return LedgerError(f"the ledger can't be used: {error}", "free the disk or its lock, then run again")
    return RefusedError(f"the ledger is damaged or no ledger: {error}", "restore it")
