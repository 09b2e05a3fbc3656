"""What the ledger needs of a database, and SQLite as the default one: a single file only its owner may read."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from helploop.model.errors import RefusedError
from helploop.notify.ledger_error import LedgerError
from helploop.notify.marks import Marks
from helploop.notify.marks_settle import marks_path, settle_left_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    # of the waiting only: a mark made while sending then changes a single page
    "CREATE INDEX notices_waiting ON notices (channel, id) WHERE state = 'waiting'",
    "CREATE INDEX notices_by_token ON notices (token)",
    """CREATE TABLE covered (
        item TEXT NOT NULL, wave INTEGER NOT NULL, token TEXT NOT NULL, entry TEXT NOT NULL,
        PRIMARY KEY (item, wave, token))""",
)


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

    def enlist(self) -> str:
        """Show other workers that a new runner lives; its name."""
        ...

    def settle_left(self) -> None:
        """Write down what runners did that died since."""

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
        """Those of the runners that no longer live, and of whom everything that is known was written down."""
        ...

    def close(self) -> None:
        """Let go of it."""


class SqliteStore:
    """The ledger in one SQLite file. What was written but not synced survives the death of a process, and no more."""

    is_shared = False

    def __init__(self, path: Path, *, create: bool = False, boot: str = "") -> None:
        self._path, self._boot = path, boot or boot_name()
        self._log: int | None = None
        if create:
            self._create_file()
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
            self._db.execute("PRAGMA page_size=1024")  # of a new file; a mark writes one page
            self._db.execute("PRAGMA secure_delete=ON")
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA wal_autocheckpoint=16000")
        except sqlite3.Error as error:
            is_writable = os.access(path.parent, os.W_OK)  # SQLite writes beside the file, even to read it
            hint = "is it a helploop ledger?" if is_writable else "make the ledger's folder writable"
            raise RefusedError(f"the ledger can't be opened: {error}", hint) from None
        self._is_durable: bool | None = None
        if not create:
            self._catch_up()

    def _catch_up(self) -> None:
        """Whoever reads the ledger sees what a dead run did to the last."""
        try:
            self.settle_left()
        except BaseException:
            self._db.close()
            raise

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
        self._be_durable(wanted=durable)
        self.execute("BEGIN IMMEDIATE")

    def _be_durable(self, *, wanted: bool) -> None:
        if wanted is not self._is_durable:
            self.execute(f"PRAGMA synchronous={'FULL' if wanted else 'NORMAL'}")
            self._is_durable = wanted

    def commit(self) -> None:
        """End the transaction."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """Undo the transaction, if there is one."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def mark(self, sql: str, values: Sequence[object]) -> int:
        """One change as a transaction of its own that does not wait for the disk; how many rows it changed."""
        self._be_durable(wanted=False)
        return self.execute(sql, values).rowcount

    def sync(self) -> None:
        """Wait until everything committed so far is on the disk. Another thread may do it: no lock is held meanwhile.

        What is not in the write-ahead file any more went into the main file, and was synced on its way there.
        """
        try:
            if self._log is None:
                self._log = os.open(f"{self._path}-wal", os.O_RDONLY)
            _sync(self._log)
        except OSError as error:
            cause = f"the ledger can't be written: {error.strerror}"
            raise LedgerError(cause, "check the disk, then run again") from None

    def enlist(self) -> str:
        """The name says since which start of the machine it lives; its marks, once it has some, that it does."""
        return f"{self._boot}:{secrets.token_hex(8)}"

    def open_marks(self, runner: str) -> Marks:
        """The file of a runner that is about to reserve messages."""
        return Marks(marks_path(self._path, runner))

    def settle_left(self) -> None:
        """Written is written, whatever became of the process, as long as the machine did not go down."""
        settle_left_marks(self, self._path, self._boot)

    def version(self) -> int:
        """Another number whenever somebody else has changed the ledger."""
        return int(self.execute("PRAGMA data_version").fetchone()[0])

    def hold_alone(self) -> None:
        """A transaction of SQLite is alone already."""

    def dead_runners(self, runners: Iterable[str]) -> list[str]:
        """Those with no marks any more."""
        return [runner for runner in runners if not marks_path(self._path, runner).exists()]

    def close(self) -> None:
        """Write everything into the one file and let go of it."""
        with suppress(sqlite3.Error):  # a full or read-only disk: the write-ahead file keeps it
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()
        if self._log is not None:
            os.close(self._log)
            self._log = None


def boot_name() -> str:
    """This start of the machine; where the system gives it no name, every asking has another one."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip().replace("-", "")
    except OSError:
        return secrets.token_hex(16)


#: File data is enough, where the system can tell it from the rest.
_sync = getattr(os, "fdatasync", os.fsync)


def _failure(error: sqlite3.DatabaseError) -> LedgerError | RefusedError:
    """What a failure of the database means: try again later, or never with this file."""
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith("no such "):
        return RefusedError("the file is no ledger of helploop", "give the ledger the last run used")
    if isinstance(error, sqlite3.OperationalError):
        return LedgerError(f"the ledger can't be used: {error}", "free the disk or its lock, then run again")
    return RefusedError(f"the ledger is damaged or no ledger: {error}", "restore it")
