"""The same ledger in PostgreSQL, for workers on many machines: a picked row stays locked until it is claimed.

Each worker holds an advisory lock with its own number for as long as its connection lives, so that the others can tell
a dead worker from a slow one.
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from helploop.model.errors import RefusedError, UsageError
from helploop.notify.ledger_error import LedgerError

try:
    import psycopg
except ImportError:  # the extra is not installed; said when somebody asks for it
    psycopg = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from helploop.notify.store import Rows

#: Keeps planning to one worker at a time.
_PLANNING = 0x48454C50


class PostgresStore:
    """A connection to the shared ledger."""

    is_shared = True

    def __init__(self, address: str) -> None:
        if psycopg is None:
            raise UsageError("PostgreSQL needs an extra", "pip install 'helploop[postgres]'")
        try:
            self._db = psycopg.connect(address, autocommit=True, connect_timeout=10)
        except psycopg.Error:  # its words may hold the password
            raise RefusedError("the ledger's database can't be reached", "check the address and password") from None
        self._is_open = False

    def enlist(self) -> str:
        """Show the others that this runner lives; its name is the number of its lock."""
        runner = secrets.randbits(62)
        self.execute("SELECT pg_advisory_lock(?)", (runner,))
        return str(runner)

    def settle_left(self) -> None:
        """Everything stands in the database at once."""

    def execute(self, sql: str, values: Sequence[object] = ()) -> Rows:
        """Run one statement."""
        with self._reporting():
            return cast("Rows", self._db.execute(_translated(sql), values))

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for many rows."""
        with self._reporting(), self._db.cursor() as cursor:
            cursor.executemany(_translated(sql), list(rows))

    def begin(self, *, durable: bool = True) -> None:
        """Start a transaction; one that need not survive a power cut does not wait for the disk."""
        self.execute("BEGIN")
        self._is_open = True
        if not durable:
            self.execute("SET LOCAL synchronous_commit = off")

    def commit(self) -> None:
        """End the transaction."""
        self.execute("COMMIT")
        self._is_open = False

    def rollback(self) -> None:
        """Undo the transaction, if there is one."""
        if self._is_open and not self._db.closed:
            self._is_open = False
            self.execute("ROLLBACK")

    def hold_alone(self) -> None:
        """One worker plans at a time."""
        self.execute("SELECT pg_advisory_xact_lock(?)", (_PLANNING,))

    def dead_runners(self, runners: Iterable[str]) -> list[str]:
        """Those whose own lock can be had: their connection is gone."""
        dead = []
        for runner in runners:
            is_free = self.execute("SELECT pg_try_advisory_lock(?)", (int(runner),)).fetchone()[0]
            if is_free:
                self.execute("SELECT pg_advisory_unlock(?)", (int(runner),))
                dead.append(runner)
        return dead

    def close(self) -> None:
        """Let go of the connection, and with it of all locks."""
        self._db.close()

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        errors: Any = psycopg
        try:
            yield
        except errors.errors.UndefinedTable:
            raise RefusedError("the database holds no ledger", "make one with `helploop notify init`") from None
        except errors.errors.DuplicateTable:
            raise RefusedError("the database holds a ledger already", "use it, or another database") from None
        except errors.Error as error:
            cause = (str(error).splitlines() or ["no answer"])[0][:200]
            raise LedgerError(f"the ledger can't be used: {cause}", "run again when the database is back") from None


def _translated(sql: str) -> str:
    """Our marks for values as psycopg writes them; no statement of ours holds a literal mark or percent sign."""
    return sql.replace("?", "%s")
