"""`helploop notify`: tell the people who asked for what has shipped, once."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helploop.cli.notify_committed import check_committed, unwritten
from helploop.cli.notify_doctor import doctor
from helploop.cli.notify_ledger import LEDGER_COMMANDS
from helploop.cli.notify_show import (
    NO_TABLE,
    many,
    people,
    plan_data,
    problem_data,
    refused_hint,
    render_count,
    render_plan,
    render_rows,
    render_stops,
    render_stranded,
    render_waiting,
    row_data,
    show_problems,
)
from helploop.cli.notify_site import books_option, config_option, load_notify, project_option
from helploop.cli.notify_terminal import asked_to_stop, progress
from helploop.cli.notify_trial import send_trial, write_messages
from helploop.model.errors import RefusedError, UsageError
from helploop.model.problem import sort_problems
from helploop.notify.deliver import Run, Tally, deliver_waiting
from helploop.notify.ledger_report import count_states, load_doubtful, load_rows
from helploop.notify.ledger_settle import delete_old_contacts
from helploop.notify.letter import Letters
from helploop.notify.notice import Known
from helploop.notify.page_check import check_pages
from helploop.notify.plan import plan_notices
from helploop.notify.session import Witness, alone, open_books, open_channels
from helploop.notify.state import State

if TYPE_CHECKING:
    import threading

    from helploop.cli.notify_site import Told
    from helploop.notify.ledger import Ledger
    from helploop.notify.notice import Plan


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What was asked for on the command line, besides where things are."""

    expect: int | None
    yes: bool
    as_json: bool


_NO_CHANNEL = "name the private configuration with --config, or in HELPLOOP_NOTIFY_CONFIG"


@click.group(invoke_without_command=True)
@project_option
@config_option
@books_option
@click.option("--requests", envvar="HELPLOOP_REQUESTS", help="Who asked: a CSV file, an https address, or - for stdin.")
@click.option("--dry-run", is_flag=True, help="Show who would be told and who not, and send nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan and the outcome as JSON, people masked.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write each message into DIR; send nothing.",
)
@click.option("--expect", type=click.IntRange(min=0), help="Send if exactly so many people would be told.")
@click.option("--yes", is_flag=True, help="Send without --expect, up to `max_recipients` of the configuration.")
@click.option("--limit", type=click.IntRange(min=1), help="With --to: send so many messages for trial.")
@click.option("--to", "trial_to", help="Send a trial to this address instead; nobody counts as told.")
@click.pass_context
def notify(ctx: click.Context, /, **options: Any) -> int | None:
    """Tell everyone who asked for what has shipped, once.

    \b
    helploop notify init --ledger /var/lib/helploop/acme.sqlite         once, before the first run
    helploop notify --requests people.csv --ledger L --dry-run          who would be told
    helploop notify --requests people.csv --ledger L --config C --limit 1 --to me@example.com
    helploop notify --requests people.csv --ledger L --config C --expect 40

    Exit code 0: everyone was told. 1: rows of the requests can't be used, or a note is not ready. 2: usage or
    configuration. 3: some still wait, run again. 4: a person has to decide (`notify status`). 5: refused to start.
    """
    ctx.ensure_object(dict)
    ctx.obj = {name: options[name] for name in ("project", "private_config", "ledger")}
    if ctx.invoked_subcommand is not None:
        return None
    if not options["requests"]:
        raise click.UsageError("--requests is missing: who asked?")
    is_trial, is_preview = options["trial_to"] or options["limit"], options["dry_run"] or options["out"]
    if is_trial and is_preview:
        raise UsageError("--dry-run and --out send nothing, --to sends", "give one of them")
    told = load_notify(**ctx.obj, requests=options["requests"], sends=bool(is_trial or not is_preview))
    if any(problem.code in NO_TABLE for problem in told.problems):
        _show_problems(told, as_json=options["as_json"])
        return 1
    if is_trial:
        return _trial(told, options)
    if is_preview:
        return _preview(told, options)
    return _tell(told, Wish(expect=options["expect"], yes=options["yes"], as_json=options["as_json"]))


for _command in (*LEDGER_COMMANDS, doctor):
    notify.add_command(_command)


def _plan(told: Told, known: Known) -> Plan:
    plan = plan_notices(told.site, told.requests, known, told.identity, told.config.routing)
    return replace(plan, problems=tuple(replace(problem, path=told.name) for problem in plan.problems))


def _preview(told: Told, options: dict[str, Any]) -> int:
    """Show the plan, and write the messages when a folder is given. Nothing is recorded."""
    plan, note, is_known = _plan_for_preview(told)
    told.problems = (*told.problems, *unwritten(told, plan))
    if options["out"]:
        count = write_messages(plan, told, options["out"])
        note = f"{note}{many(count, 'message')} written; nothing was sent.\n"
    if not told.config.has_channel:
        note = f"{note}No channel is configured, so nobody can be reached: {_NO_CHANNEL}.\n"
    if options["as_json"]:
        _print_json(told, plan, None, is_known=is_known)
    else:
        _show_problems(told, as_json=False, plan=plan)
        click.echo(render_plan(plan))
        send = f" To send: --expect {plan.people}" if plan.people and is_known else ""
        click.echo(f"\n{note}{render_count(plan)}{send}")
    return _exit_code(told)


def _plan_for_preview(told: Told) -> tuple[Plan, str, bool]:
    """The plan, what has to be said of it, and whether it knows who was told before."""
    books = told.books
    if not books.is_shared and not (books.ledger and Path(books.ledger).is_file()):
        seen = books.announced()
        if not seen.generation:
            return _plan(told, Known()), "There is no ledger yet: the plan does not know who was told before.\n", True
        if not books.ledger:
            note = f"{people(seen.told)} may be counted here again: --ledger is missing, which knows who was told.\n"
            return _plan(told, Known()), note, False
    ledger = open_books(books)
    told.identity = ledger.identity
    try:
        return _plan(told, ledger.known()), "", True
    finally:
        ledger.store.close()


def _trial(told: Told, options: dict[str, Any]) -> int:
    if not (options["trial_to"] and options["limit"]):
        raise UsageError("--limit and --to go together", "for a trial: --limit 1 --to you@example.com")
    plan, _, _ = _plan_for_preview(told)
    count = send_trial(plan, told, options["trial_to"], options["limit"])
    click.echo(f"{many(count, 'message')} sent for trial; nobody counts as told.")
    return 0


def _tell(told: Told, wish: Wish) -> int:
    """The real thing."""
    if not told.config.has_channel:
        raise UsageError("no channel is configured, so nobody can be told", _NO_CHANNEL)
    if not told.books.ledger:
        hint = "a file outside the repository; `helploop notify init` makes it"
        raise UsageError("--ledger is missing: who was told already?", hint)
    with alone(told.books), asked_to_stop() as stop:
        ledger = open_books(told.books)
        try:
            told.identity = ledger.identity
            return _tell_with(ledger, told, wish, stop)
        finally:
            ledger.store.close()


def _tell_with(ledger: Ledger, told: Told, wish: Wish, stop: threading.Event) -> int:
    now = time.time
    channels = open_channels(told.config, now=now, rest=stop.wait)
    ledger.recover(now(), frozenset(name for name, channel in channels.items() if channel.is_idempotent))
    plan = _plan(told, ledger.known())
    _check_wish(plan, told, wish)
    witness = Witness(told.books, ledger)
    if plan.notices or plan.open or plan.withdrawn:
        check_committed(told, plan)
        _check_pages(told, plan)
        witness.start()
        ledger.record(plan, now())
    waiting = len(plan.to_tell) + len(plan.open)
    with progress(waiting, visible=not wish.as_json) as advance:
        run = Run(
            letters=Letters(told.site, told.render),
            now=now,
            stop=stop,
            after_claim=witness.note,
            advance=advance,
            per_minute=told.config.per_minute,
            held=frozenset(notice.id for notice in plan.stranded),
        )
        tally = deliver_waiting(ledger, channels, run) if waiting else Tally()
    delete_old_contacts(ledger, now(), told.config.keep_days)
    witness.finish()
    return _report(ledger, told, plan, tally, wish)


def _check_wish(plan: Plan, told: Told, wish: Wish) -> None:
    """Nothing is sent unless somebody said how many people it is."""
    count, limit = plan.people, told.config.max_recipients
    said = f"{people(count)} would be told"
    if wish.expect is not None:
        joins = told.books.is_shared and not plan.to_tell and count < wish.expect
        if wish.expect != count and not joins:  # a worker that joins finds part of the work done
            hint = "look at --dry-run, then give the right number"
            raise UsageError(f"{said}, {wish.expect} expected; nothing was sent", hint)
        return
    if not count and not plan.to_tell:
        return
    if not wish.yes:
        click.echo(render_plan(plan), err=True)
        raise UsageError(f"{said}; nothing was sent", f"add `--expect {count}` to send")
    if not limit or count > limit:
        why = f"`max_recipients` is {limit}" if limit else "no `max_recipients` is configured"
        raise RefusedError(f"{said} and {why}; nothing was sent", f"use --expect {count}")


def _check_pages(told: Told, plan: Plan) -> None:
    if not told.config.checks_page:
        return
    problems = check_pages(told.site, plan.pages)
    if problems:
        raise RefusedError("nothing was sent:\n" + "\n".join(map(str, problems)))


def _report(ledger: Ledger, told: Told, plan: Plan, tally: Tally, wish: Wish) -> int:
    counts = count_states(ledger)
    unsure = load_doubtful(ledger)
    refused = [row for row in load_rows(ledger, (State.REFUSED,)) if row.changed >= told.began]
    domain = told.config.mail.domain
    if wish.as_json:
        outcome = {
            "told": tally.states[State.TOLD],
            "states": {state.value: counts[state] for state in State},
            "unsure": [row_data(row, domain) for row in unsure],
            "refused": [row_data(row, domain) for row in refused],
            "stops": [{"channel": one[0], "code": one[1], "cause": one[2]} for one in tally.stops],
        }
        _print_json(told, plan, outcome)
    else:
        _show_problems(told, as_json=False, plan=plan)
        click.echo(f"{tally.states[State.TOLD]} told; {counts[State.WAITING]} waiting.")
        for waits in (render_stranded(plan), render_waiting(load_rows(ledger, (State.WAITING,)))):
            if waits:
                click.echo(waits)
        for title, rows in (("refused", refused), ("unsure: a person has to decide", unsure)):
            if rows:
                click.echo(f"{title}:\n{render_rows(rows, domain)}")
                if rows is refused and refused_hint(rows):
                    click.echo(refused_hint(rows))
        if unsure:
            click.echo("  fix: look in the mail server's log, then `helploop notify resolve ID --told` or `--resend`")
        if tally.stops:
            click.echo(render_stops(tally), err=True)
    return _exit_code(told, tally, waiting=counts[State.WAITING] + counts[State.RESERVED], unsure=len(unsure))


def _exit_code(told: Told, tally: Tally | None = None, *, waiting: int = 0, unsure: int = 0) -> int:
    if tally is not None and tally.is_misconfigured:
        return 2
    if unsure:
        return 4
    if waiting or (tally is not None and (tally.is_interrupted or tally.stops)):
        return 3
    return 1 if any(problem.is_error for problem in told.problems) else 0


def _print_json(told: Told, plan: Plan, outcome: dict[str, Any] | None, *, is_known: bool = True) -> None:
    problems = sort_problems([*told.problems, *plan.problems])
    data = {**plan_data(plan), "knows_told": is_known, "problems": problem_data(problems), "outcome": outcome}
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _show_problems(told: Told, *, as_json: bool, plan: Plan | None = None) -> None:
    problems = sort_problems([*told.problems, *(plan.problems if plan else ())])
    if as_json:
        click.echo(json.dumps({"problems": problem_data(problems)}, ensure_ascii=False, indent=2))
        return
    show_problems(problems)
