"""The commands that look at the ledger or settle it: init, status, resolve, mailbox."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helploop.cli.notify_books import opened, own_books
from helploop.cli.notify_people import export, forget, person_token
from helploop.cli.notify_show import many, people, render_counts, render_rows, row_data
from helploop.cli.notify_site import books_option, config_option, project_option
from helploop.model.errors import RefusedError, UsageError
from helploop.notify.ledger_report import count_states, load_doubtful, load_rows
from helploop.notify.ledger_settle import find_resolvable, knows, note_bounce, told_by
from helploop.notify.ledger_settle import forget as forget_person
from helploop.notify.ledger_settle import resolve as resolve_messages
from helploop.notify.lock import running
from helploop.notify.mailbox import AnswerKind, load_mails, parse_answer
from helploop.notify.mailbox_imap import open_imap, parse_imap_address
from helploop.notify.session import Witness, alone, ledger_file, start_books
from helploop.notify.state import State

if TYPE_CHECKING:
    from helploop.notify.ledger import Ledger
    from helploop.notify.mailbox import Answer


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
        if given["expect"] != seen.told:
            raise RefusedError(
                f"the lost ledger had told {people(seen.told)}", f"add --expect {seen.told} to begin anew"
            )
        since = max(since or date.min, datetime.now(UTC).date() + timedelta(days=1))
    with alone(books):
        ledger = start_books(books, since=since, generation=seen.generation + 1)
        try:
            Witness(books, ledger).start()
        except RefusedError:
            if not books.is_shared:  # nobody stands in it yet, and the next try would find it in its way
                ledger_file(books).unlink()
            raise
        finally:
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
    with opened(books) as ledger:
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
    with opened(books, changes=not given["dry_run"]) as ledger:
        if not given["dry_run"]:
            ledger.recover(time.time(), frozenset())
        ids = list(given["ids"]) or [row.id for row in load_rows(ledger, (State.UNSURE,))]
        if given["dry_run"]:
            done = find_resolvable(ledger, ids, given["decision"])
        else:
            done = resolve_messages(ledger, ids, given["decision"], time.time())
    left = sorted(set(ids) - set(done))
    said = f"{many(len(done), 'message')} would be settled." if given["dry_run"] else f"{len(done)} settled."
    click.echo(said + (f" Not settled: {', '.join(f'#{one}' for one in left)}" if left else ""))
    return 1 if left else 0


@click.command()
@click.argument("mails")
@project_option
@config_option
@books_option
@click.option("--dry-run", is_flag=True, help="Say what would be noted.")
@click.pass_context
def mailbox(ctx: click.Context, /, mails: str, **given: Any) -> int:
    """Note bounces, complaints and wishes to hear no more from MAILS.

    \b
    an .eml file, a folder of them, an mbox or a Maildir; or the unread mails of
    imaps://USER@HOST/FOLDER, with HELPLOOP_IMAP_PASSWORD in the environment
    """
    books, _ = own_books(ctx, given)
    is_dry, counts = given["dry_run"], Counter[str]()
    if "://" not in mails and not Path(mails).exists():
        raise UsageError(f"{Path(mails).name} is not there", "give a file, a folder, or imaps://USER@HOST/FOLDER")
    with opened(books, changes=not is_dry) as ledger:
        if "://" not in mails:
            for content in load_mails(Path(mails)):
                counts[_note(ledger, parse_answer(content), is_dry=is_dry)] += 1
        else:
            with open_imap(parse_imap_address(mails), os.environ.get("HELPLOOP_IMAP_PASSWORD", "")) as box:
                for number, content in box.load_unread():
                    counts[_note(ledger, parse_answer(content), is_dry=is_dry)] += 1
                    if not is_dry:
                        box.mark_read(number)
    if not counts and "://" not in mails and Path(mails).is_file() and Path(mails).stat().st_size:
        raise UsageError(
            f"{Path(mails).name} holds no mails", "give an .eml file, a folder of them, an mbox or a Maildir"
        )
    for words, count in sorted(counts.items()):
        click.echo(f"{count}  {words}")
    if not counts:
        click.echo("No mails there.")
    return 0


def _note(ledger: Ledger, answer: Answer, *, is_dry: bool) -> str:
    """Write one answer down; what was done with it, in words that name nobody."""
    if answer.kind is AnswerKind.SKIPPED:
        return f"skipped: {answer.reason}"
    if answer.kind is AnswerKind.BOUNCED:
        is_ours = is_dry or note_bounce(ledger, answer.message_key, answer.reason, time.time())
        return f"came back ({answer.reason})" if is_ours else "skipped: it names no message of this ledger"
    if answer.kind is AnswerKind.COMPLAINED:
        person = told_by(ledger, answer.message_key)
        if person is not None and not is_dry:
            forget_person(ledger, *person, time.time(), why="complained")
        return "complained, hears no more" if person else "skipped: it names no message of this ledger"
    try:
        token, kind = person_token(ledger, answer.token or answer.address)
    except UsageError:
        return "skipped: it does not say who wants to hear no more"
    if not knows(ledger, token):
        return "skipped: nobody in this ledger wrote it"
    if not is_dry:
        forget_person(ledger, token, kind, time.time(), why="unsubscribed")
    return "wants to hear no more"


LEDGER_COMMANDS = (init, status, resolve, forget, export, mailbox)
