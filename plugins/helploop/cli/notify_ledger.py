"""The commands that look at the ledger or settle it: init, status, resolve, forget, export, mailbox."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helploop.cli.notify_show import many, people, render_counts, render_rows, row_data
from helploop.cli.notify_site import books_option, config_option, open_books_of, project_option
from helploop.cli.project import open_project
from helploop.model.cells import to_cell
from helploop.model.errors import RefusedError, UsageError
from helploop.notify.contact import BadContactError, parse_contact
from helploop.notify.ledger_report import count_states, has_opted_out, load_doubtful, load_rows
from helploop.notify.ledger_settle import forget as forget_person
from helploop.notify.ledger_settle import knows, note_bounce
from helploop.notify.ledger_settle import resolve as resolve_messages
from helploop.notify.lock import running
from helploop.notify.mailbox import AnswerKind, load_mails, parse_answer
from helploop.notify.mailbox_imap import open_imap, parse_imap_address
from helploop.notify.session import Witness, alone, ledger_file, open_books, start_books
from helploop.notify.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.notify.config import NotifyConfig
    from helploop.notify.ledger import Ledger
    from helploop.notify.mailbox import Answer
    from helploop.notify.session import Books


def own_books(ctx: click.Context, given: dict[str, Any], *, sends: bool = False) -> tuple[Books, NotifyConfig]:
    """The ledger named here or before the subcommand."""
    outer = ctx.parent.obj if ctx.parent and isinstance(ctx.parent.obj, dict) else {}
    chosen = {name: given.get(name) or outer.get(name) for name in ("project", "private_config", "ledger")}
    if not chosen["ledger"]:
        raise UsageError("--ledger is missing", "give its path, or set HELPLOOP_LEDGER")
    return open_books_of(open_project(chosen["project"]), chosen["private_config"], chosen["ledger"], sends=sends)


@contextmanager
def _opened(books: Books, *, changes: bool = False) -> Iterator[Ledger]:
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


@click.command()
@project_option
@config_option
@books_option
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Tell about entries from this day on only.")
@click.option(
    "--adopt",
    is_flag=True,
    help="Begin anew after a ledger was lost: nothing published so far is told again.",
)
@click.option("--expect", type=click.IntRange(min=0), help="With --adopt: how many people the lost ledger had told.")
@click.pass_context
def init(ctx: click.Context, /, **given: Any) -> int:
    """Make a new ledger. Do it once for a site, and keep the file safe."""
    books, _ = own_books(ctx, given)
    seen = books.announced()
    since: date | None = given["since"].date() if given["since"] else None
    if seen.generation and not given["adopt"]:
        hint = "bring the ledger back; only if it is lost for good: --adopt"
        raise RefusedError(f"this site had a ledger before ({books.witness_name} says so)", hint)
    if given["adopt"]:
        told = sum(counts.get("told", 0) for counts in seen.entries.values())
        if given["expect"] != told:
            raise RefusedError(f"the lost ledger had told {people(told)}", f"add --expect {told} to begin anew")
        since = max(since or date.min, datetime.now(UTC).date() + timedelta(days=1))
    with alone(books):
        ledger = start_books(books, since=since, generation=seen.generation + 1)
        Witness(books, ledger).start()
        ledger.store.close()
    click.echo("The ledger is ready." + (f" It tells about entries from {since} on." if since else ""))
    return 0


@click.command()
@project_option
@config_option
@books_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--show-addresses", is_flag=True, help="Print addresses in full; mind who sees your screen.")
@click.pass_context
def status(ctx: click.Context, /, **given: Any) -> int:
    """How many are in which state, and who needs a decision. Exit code 4: somebody does."""
    books, config = own_books(ctx, given)
    shows, domain = given["show_addresses"], config.mail.domain
    run = "" if books.is_shared else running(ledger_file(books))
    with _opened(books) as ledger:
        counts = count_states(ledger)
        # what a run has in hand this moment is no question yet
        unsure = load_rows(ledger, (State.UNSURE,)) if run else load_doubtful(ledger)
        other = load_rows(ledger, (State.WAITING, State.REFUSED))
    if given["as_json"]:
        rows = [row_data(row, domain, shows_address=shows) for row in (*unsure, *other)]
        states = {state.value: counts[state] for state in State}
        data = {"states": states, "run": run or None, "messages": rows}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        click.echo(render_counts(counts) + (f"\nA run is going on ({run})." if run else ""))
        for title, state in (("unsure", None), ("waiting", State.WAITING), ("refused", State.REFUSED)):
            rows_of = unsure if state is None else [row for row in other if row.state is state]
            if rows_of:
                click.echo(f"{title}:\n{render_rows(rows_of[:200], domain, shows_address=shows)}")
        if unsure:
            click.echo("  fix: `helploop notify resolve ID --told` or `--resend`")
    return 4 if unsure else 0


@click.command()
@click.argument("ids", nargs=-1, type=int)
@project_option
@config_option
@books_option
@click.option("--resend", "decision", flag_value="resend", help="It did not arrive: send it again.")
@click.option("--told", "decision", flag_value="told", help="It arrived.")
@click.option("--skip", "decision", flag_value="skip", help="Neither: let it rest.")
@click.option("--all", "takes_all", is_flag=True, help="Every unsure message.")
@click.option("--dry-run", is_flag=True, help="Say what would be settled.")
@click.pass_context
def resolve(ctx: click.Context, /, **given: Any) -> int:
    """Decide about messages nobody can be sure of, by their number in `notify status`."""
    if not given["decision"] or bool(given["ids"]) == given["takes_all"]:
        raise click.UsageError("give message numbers or --all, and one of --resend, --told, --skip")
    books, _ = own_books(ctx, given)
    with _opened(books, changes=not given["dry_run"]) as ledger:
        if not given["dry_run"]:
            ledger.recover(time.time(), frozenset())
        ids = list(given["ids"]) or [row.id for row in load_rows(ledger, (State.UNSURE,))]
        if given["dry_run"]:
            click.echo(f"{many(len(ids), 'message')} would be settled.")
            return 0
        done = resolve_messages(ledger, ids, given["decision"], time.time())
    left = sorted(set(ids) - set(done))
    click.echo(f"{len(done)} settled." + (f" Not settled: {', '.join(f'#{one}' for one in left)}" if left else ""))
    return 1 if left else 0


@click.command()
@click.argument("people", metavar="ADDRESS...", nargs=-1, required=True)
@project_option
@config_option
@books_option
@click.pass_context
def forget(ctx: click.Context, /, people: tuple[str, ...], **given: Any) -> int:
    """Delete somebody's address and never tell them anything again.

    Instead of an address, the 32-digit code in an unsubscribe link will do. `-` reads one a line from standard input.
    """
    books, _ = own_books(ctx, given)
    names = [name for one in people for name in (sys.stdin.read().split() if one == "-" else [one])]
    count = skipped = 0
    with _opened(books, changes=True) as ledger:
        for token, kind, is_code in [(*_token(ledger, name), _is_code(name)) for name in names]:
            if is_code and not knows(ledger, token):  # an endpoint is public: anybody can send it digits
                skipped += 1
            else:
                count += forget_person(ledger, token, kind, time.time())
    if len(names) > skipped:
        click.echo(f"Forgotten; messages that keep a mark without the address: {count}.")
    if skipped:
        click.echo(f"{skipped} skipped: no message was sent with this code.")
    return 1 if names and skipped == len(names) else 0


def _is_code(person: str) -> bool:
    text = person.strip().lower()
    return len(text) == 32 and all(char in "0123456789abcdef" for char in text)


def _token(ledger: Ledger, person: str) -> tuple[str, str]:
    if _is_code(person):
        return person.strip().lower(), "email"
    try:
        contact = parse_contact(person, allow_utf8=True)
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
    with _opened(books) as ledger:
        token = _token(ledger, person)[0] if person else ""
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


@click.command()
@click.argument("mails")
@project_option
@config_option
@books_option
@click.option("--dry-run", is_flag=True, help="Say what would be noted.")
@click.pass_context
def mailbox(ctx: click.Context, /, mails: str, **given: Any) -> int:
    """Note bounces and wishes to hear no more from MAILS.

    \b
    an .eml file, a folder of them, an mbox or a Maildir; or the unread mails of
    imaps://USER@HOST/FOLDER, with HELPLOOP_IMAP_PASSWORD in the environment
    """
    books, _ = own_books(ctx, given)
    is_dry, counts = given["dry_run"], Counter[str]()
    if "://" not in mails and not Path(mails).exists():
        raise UsageError(f"{Path(mails).name} is not there", "give a file, a folder, or imaps://USER@HOST/FOLDER")
    with _opened(books, changes=not is_dry) as ledger:
        if "://" not in mails:
            for content in load_mails(Path(mails)):
                counts[_note(ledger, parse_answer(content), is_dry=is_dry)] += 1
        else:
            with open_imap(parse_imap_address(mails), os.environ.get("HELPLOOP_IMAP_PASSWORD", "")) as box:
                for number, content in box.load_unread():
                    counts[_note(ledger, parse_answer(content), is_dry=is_dry)] += 1
                    if not is_dry:
                        box.mark_read(number)
    for words, count in sorted(counts.items()):
        click.echo(f"{count}  {words}")
    return 0


def _note(ledger: Ledger, answer: Answer, *, is_dry: bool) -> str:
    """Write one answer down; what was done with it, in words that name nobody."""
    if answer.kind is AnswerKind.SKIPPED:
        return f"skipped: {answer.reason}"
    if answer.kind is AnswerKind.BOUNCED:
        is_ours = is_dry or note_bounce(ledger, answer.message_key, answer.reason, time.time())
        return f"came back ({answer.reason})" if is_ours else "skipped: it names no message of this ledger"
    try:
        token, kind = _token(ledger, answer.token or answer.address)
    except UsageError:
        return "skipped: it does not say who wants to hear no more"
    if not knows(ledger, token):
        return "skipped: nobody in this ledger wrote it"
    if not is_dry:
        forget_person(ledger, token, kind, time.time(), why="unsubscribed")
    return "wants to hear no more"


LEDGER_COMMANDS = (init, status, resolve, forget, export, mailbox)
