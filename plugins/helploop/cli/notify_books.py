"""The ledger a subcommand of notify works with: found where it was named, opened, and held alone for a change."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from helploop.cli.notify_site import open_books_of
from helploop.cli.project import open_project
from helploop.model.errors import UsageError
from helploop.notify.session import Witness, alone, open_books

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

    from helploop.notify.config import NotifyConfig
    from helploop.notify.ledger import Ledger
    from helploop.notify.session import Books


def own_books(ctx: click.Context, given: dict[str, Any], *, sends: bool = False) -> tuple[Books, NotifyConfig]:
    """The ledger named here or before the subcommand."""
    outer = ctx.parent.obj if ctx.parent and isinstance(ctx.parent.obj, dict) else {}
    chosen = {name: given.get(name) or outer.get(name) for name in ("project", "private_config", "ledger")}
    if not chosen["ledger"]:
        raise UsageError("--ledger is missing", "give its path, or set HELPLOOP_LEDGER")
    return open_books_of(open_project(chosen["project"]), chosen["private_config"], chosen["ledger"], sends=sends)


@contextmanager
def opened(books: Books, *, changes: bool = False) -> Iterator[Ledger]:
    """The ledger; with `changes`, no run goes on meanwhile and the witness follows."""
    if not changes:
        ledger = open_books(books)
        try:
            yield ledger
        finally:
            ledger.store.close()
        return
    with alone(books):
        ledger = open_books(books)
        try:
            yield ledger
            Witness(books, ledger).finish()
        finally:
            ledger.store.close()
