"""The commands about one person: forget them, or say all that is known of them."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from helploop.cli.notify_books import opened, own_books
from helploop.cli.notify_show import people as people_of
from helploop.cli.notify_show import row_data
from helploop.cli.notify_site import books_option, config_option, project_option
from helploop.model.cells import to_cell
from helploop.model.errors import UsageError
from helploop.model.mail_address import bare_address
from helploop.model.problem import Problem
from helploop.notify.contact import BadContactError, parse_contact
from helploop.notify.ledger_report import has_opted_out, load_rows
from helploop.notify.ledger_settle import forget as forget_person
from helploop.notify.ledger_settle import knows

if TYPE_CHECKING:
    from helploop.notify.ledger import Ledger

_CODE = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", re.IGNORECASE)


@click.command()
@click.argument("people", metavar="ADDRESS...", nargs=-1, required=True)
@project_option
@config_option
@books_option
@click.option("--dry-run", is_flag=True, help="Say how many would be forgotten.")
@click.pass_context
def forget(ctx: click.Context, /, people: tuple[str, ...], **given: Any) -> int:
    """Delete somebody's address and never tell them anything again.

    Instead of an address, the 32-digit code in an unsubscribe link will do. `-` reads one a line from standard input.

    Exit code 1: a line of standard input is neither (the others are forgotten), or a code given here belongs to nobody.
    One of standard input that belongs to nobody is skipped: an endpoint is public, and anybody can send it digits.
    """
    books, _ = own_books(ctx, given)
    with opened(books, changes=not given["dry_run"]) as ledger:
        for one in people:
            if one != "-":
                person_token(ledger, one)  # a slip among those given here stops all before anything is done
        listed = _Listed(ledger, is_dry=given["dry_run"])
        for one in people:
            for line, text in enumerate(sys.stdin.read().splitlines() if one == "-" else [one], 1):
                if text.strip("\ufeff \t") or one != "-":
                    listed.take(text, f"stdin:{line}" if one == "-" else "")
    return listed.report()


class _Listed:
    """Those who are to be forgotten, one after the other, and what became of them. Nothing said of them names them."""

    def __init__(self, ledger: Ledger, *, is_dry: bool) -> None:
        self._ledger, self._is_dry = ledger, is_dry
        self._people = self._messages = self._new = self._skipped = 0
        self._is_failed = False

    def take(self, text: str, place: str) -> None:
        """Forget one; `place` is where it stands, empty on the command line."""
        try:
            token, kind = person_token(self._ledger, text)
        except UsageError as error:
            self._is_failed = True
            click.echo(str(Problem(place, 0, "bad-address", error.message, error.hint)), err=True)
            return
        is_known = knows(self._ledger, token)
        if not is_known and code_in(text):
            self._skipped += 1
            self._is_failed |= not place
            return
        self._people += 1
        self._new += not is_known
        if not self._is_dry:
            self._messages += forget_person(self._ledger, token, kind, time.time())

    def report(self) -> int:
        """Say it; the exit code."""
        if self._is_dry:
            click.echo(f"{people_of(self._people)} would be forgotten.")
        elif self._people:
            click.echo(f"Forgotten; messages that keep a mark without the address: {self._messages}.")
        if self._new:
            hint = "If you expected them there, check the spelling."
            click.echo(f"{self._new} not in the ledger so far, and not told from now on. {hint}")
        if self._skipped:
            click.echo(f"{self._skipped} skipped: no message was sent with this code.")
        if not (self._people or self._skipped or self._is_failed):
            click.echo("Nobody was named.")
        return 1 if self._is_failed else 0


def code_in(text: str) -> str:
    """The code of an unsubscribe link or of the subject of an unsubscribe mail; empty where there is not just one."""
    found = _CODE.findall(text) if "@" not in text else []
    return found[0].lower() if len(found) == 1 else ""


def person_token(ledger: Ledger, person: str) -> tuple[str, str]:
    """What the ledger calls somebody, and the kind of their contact.

    Raises:
        UsageError: it is neither an address nor a code.
    """
    if code := code_in(person):
        return code, "email"
    try:
        contact = parse_contact(bare_address(person), allow_utf8=True)
    except BadContactError as error:
        raise UsageError(str(error), "give one address, or the token of an unsubscribe mail") from None
    return ledger.identity.token(contact), contact.kind.value


@click.command()
@click.argument("person", metavar="[ADDRESS]", required=False)
@project_option
@config_option
@books_option
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
@click.option("--show-addresses", is_flag=True, help="Addresses in full.")
@click.pass_context
def export(ctx: click.Context, /, person: str | None, **given: Any) -> int:
    """Print the ledger, or everything it knows of one person (who has a right to it)."""
    books, config = own_books(ctx, given)
    shows = given["show_addresses"] or bool(person)
    with opened(books) as ledger:
        token = person_token(ledger, person)[0] if person else ""
        rows = load_rows(ledger, token=token)
        opted_out = has_opted_out(ledger, token) if token else None
    data = [row_data(row, config.mail.domain, shows_address=shows) for row in rows]
    if given["form"] == "csv":
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(list(data[0]) if data else ["id"])
        writer.writerows([_cell(value) for value in row.values()] for row in data)
        click.echo(table.getvalue(), nl=False)
        return 0
    answer: dict[str, Any] = {"messages": data} | ({"opted_out": opted_out} if token else {})
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0


def _cell(value: object) -> object:
    """A value for a spreadsheet, which must not take a text for a formula."""
    if isinstance(value, list):
        return to_cell(" ".join(map(str, value)))
    return to_cell(value) if isinstance(value, str) else value
