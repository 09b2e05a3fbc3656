"""One run from the lock to the last mail: open the ledger, settle what dead runs left, record the plan, deliver."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from helploop.model.errors import RefusedError, UsageError
from helploop.notify.announced import FILE_NAME, Announced, load_announced, save_announced
from helploop.notify.channels.files import FilesChannel
from helploop.notify.channels.github import GithubChannel
from helploop.notify.channels.slack import SlackChannel
from helploop.notify.channels.smtp import SmtpChannel
from helploop.notify.channels.webhook import WebhookChannel
from helploop.notify.ledger import create_ledger, open_ledger
from helploop.notify.ledger_report import count_entries
from helploop.notify.lock import runner_lock
from helploop.notify.place import check_outside
from helploop.notify.postgres_store import PostgresStore
from helploop.notify.store import SqliteStore, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from helploop.model.settings import Settings
    from helploop.notify.channel import Channel
    from helploop.notify.config import NotifyConfig
    from helploop.notify.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Which ledger a site has, and where its public witness stands."""

    ledger: str
    """A path, or the address of a PostgreSQL database."""
    root: Path
    settings: Settings
    site_id: str
    secret: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether the ledger is a database many workers share."""
        return self.ledger.startswith(("postgresql://", "postgres://"))

    @property
    def witness(self) -> Path:
        """The public file that remembers how far the ledger was."""
        folder = self.settings.changelog.dir if self.settings.changelog else "changelog"
        return self.root / folder / FILE_NAME

    @property
    def witness_name(self) -> str:
        """What messages call it: its path in the project."""
        return self.witness.relative_to(self.root).as_posix()

    def announced(self) -> Announced:
        """What the witness says.

        Raises:
            RefusedError: it is another site's.
        """
        seen = load_announced(self.witness, self.witness_name)
        if seen.site_id and seen.site_id != self.site_id:
            hint = "set `site_id` in the notify configuration to the one it always had"
            said = f"{self.witness_name} is of site `{seen.site_id}`, this is `{self.site_id}`"
            raise RefusedError(said, hint)
        return seen


def open_books(books: Books) -> Ledger:
    """The ledger of a site; it fails closed.

    Raises:
        RefusedError: it is missing, in the wrong place, older than last seen, or another site's.
    """
    seen = books.announced()
    store = _open_store(books)
    try:
        return open_ledger(store, books.site_id, secret=books.secret, generation=seen.generation)
    except BaseException:
        store.close()
        raise


def ledger_file(books: Books) -> Path:
    """Where the ledger stands, or will stand.

    Raises:
        RefusedError: no ledger can stand there.
        UsageError: it is the address of something else.
    """
    if "://" in books.ledger:
        kind = books.ledger.partition("://")[0]
        raise UsageError(f"no ledger is kept at `{kind}://…`", "give the path of a file, or `postgresql://…`")
    path = Path(books.ledger)
    try:
        check_outside(path, books.root, "the ledger")
        is_folder = path.is_dir()
        is_open = path.is_file() and os.name == "posix" and path.stat().st_mode & stat.S_IRWXO
    except (OSError, RuntimeError, ValueError):  # links in a circle, a name that is too long, a NUL
        raise RefusedError("the ledger's path leads nowhere", "give the path of a file") from None
    if is_folder:
        raise RefusedError("the ledger's path is that of a folder", "give the path of the file in it")
    if is_open:
        raise RefusedError("every user of this computer can read the ledger", f"run `chmod 600 {path.name}` beside it")
    return path


def _open_store(books: Books) -> Store:
    if books.is_shared:
        return PostgresStore(books.ledger)
    path = ledger_file(books)
    if not path.is_file():
        hint = "give the ledger the last run used; `helploop notify init` makes the first one"
        raise RefusedError(f"there is no ledger at {path.name}, so nobody knows who was told", hint)
    return SqliteStore(path)


def start_books(books: Books, *, since: date | None, generation: int = 0) -> Ledger:
    """The first ledger of a site, or a new one that goes on from a generation seen before."""
    if books.is_shared:
        store: Store = PostgresStore(books.ledger)
    else:
        store = SqliteStore(ledger_file(books), create=True)
    return create_ledger(store, books.site_id, secret=books.secret, since=since, generation=generation)


@contextmanager
def alone(books: Books) -> Iterator[None]:
    """Be the only run with this ledger on this machine; workers of a shared one need no lock."""
    if books.is_shared:
        yield
        return
    file = ledger_file(books)
    if not file.parent.is_dir():
        raise RefusedError("the ledger's folder is not there", "mount or make it, then run again")
    with runner_lock(file):
        yield


class Witness:
    """Keeps the public file in step with the ledger, so that an older copy of it is recognised."""

    def __init__(self, books: Books, ledger: Ledger) -> None:
        self._books, self._ledger = books, ledger
        self._seen = replace(books.announced(), site_id=books.site_id)
        self._written = 0.0

    def start(self) -> None:
        """Write it once, before anything is sent.

        Raises:
            RefusedError: it can't be written.
        """
        try:
            self._write()
        except OSError as error:
            hint = "make the changelog's folder writable for this run, and commit the file afterwards"
            raise RefusedError(f"{self._books.witness_name} can't be written: {error.strerror}", hint) from None

    def note(self) -> None:
        """Follow the ledger, once a second at most. A full disk here loses a safeguard, not a message."""
        if monotonic() - self._written >= 1:
            with suppress(OSError):
                self._write()

    def finish(self) -> None:
        """Write the counts as well."""
        self._seen = replace(self._seen, entries={**self._seen.entries, **count_entries(self._ledger)})
        with suppress(OSError):
            self._write()

    def _write(self) -> None:
        self._written = monotonic()
        self._seen = replace(self._seen, generation=max(self._ledger.generation, self._seen.generation))
        save_announced(self._books.witness, self._seen)


def open_channels(
    config: NotifyConfig,
    *,
    now: Callable[[], float],
    rest: Callable[[float], object],
    observe: Callable[[str], None] = lambda _: None,
) -> dict[str, Channel]:
    """Every configured channel by name; none connects before its first message."""
    channels: dict[str, Channel] = {}
    if config.smtp:
        channels["smtp"] = SmtpChannel(config.smtp, config.mail, observe=observe)
    if config.github:
        channels["github"] = GithubChannel(config.github, rest=rest)
    for name, hook in config.webhooks.items():
        channels[name] = WebhookChannel(hook, now=now)
    if config.files:
        channels["files"] = FilesChannel(config.files, config.mail)
    if config.slack:
        channels["slack"] = SlackChannel(config.slack)
    return channels
