"""`helploop requests`: bring requests in from other tools, and see what is asked for."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from helploop.cli.formats import render_text
from helploop.cli.notify_show import show_problems
from helploop.cli.notify_site import project_option
from helploop.cli.project import open_project
from helploop.cli.written import write_over
from helploop.imports.requests_columns import TOOLS, VOTERS, map_columns
from helploop.imports.requests_counts import update_counts, without_fewer
from helploop.imports.requests_rows import (
    COLUMNS,
    NO_ADDRESS,
    RequestRow,
    Wishes,
    convert_records,
    merge_rows,
    parse_rows,
    render_rows,
    topics_of,
)
from helploop.imports.requests_table import parse_table
from helploop.imports.requests_votes import check_votes
from helploop.model.errors import UsageError, WriteError
from helploop.model.problem import sort_problems
from helploop.model.shipping import shipping_of
from helploop.notify.demand import count_demand
from helploop.notify.load import load_requests_text
from helploop.notify.place import check_outside
from helploop.notify.private_file import save_private
from helploop.notify.request import parse_requests
from helploop.notify.requests_file import check_folder, is_open_to_all, load_list, one_writer, open_to_all
from helploop.sources.moment import build_date
from helploop.sources.roadmap import load_roadmap, parse_roadmap
from helploop.sources.site import load_site

if TYPE_CHECKING:
    from collections import Counter

    from helploop.cli.project import Project
    from helploop.model.problem import Problem
    from helploop.model.roadmap import Roadmap
    from helploop.notify.demand import Demand


@click.group()
def requests() -> None:
    """Who asked for what: import it from the tools people ask in, and see it per roadmap item."""


def _pairs(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in given:
        left, equals, right = text.rpartition("=")
        if not equals or not left.strip() or not right.strip():
            raise click.BadParameter(f"`{text}` is no NAME=VALUE")
        pairs[left.strip()] = right.strip()
    return pairs


@requests.command("import")
@click.argument("export")
@project_option
@click.option("--from", "tool", type=click.Choice(TOOLS), required=True, help="The tool the export is from.")
@click.option("--into", type=click.Path(dir_okay=False, path_type=Path), help="The private requests file to add to.")
@click.option("--item", default="", help="All rows ask for this roadmap item.")
@click.option("--map", "topics", multiple=True, callback=_pairs, help="TOPIC=item-id, where the tool's word differs.")
@click.option("--column", "columns", multiple=True, callback=_pairs, help="FIELD=COLUMN, where a column is not known.")
@click.option("--consent", default="", help="What the consent column says where the export is silent: yes, or a date.")
@click.option("--dry-run", is_flag=True, help="Show the mapping and the counts, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def import_requests(export: str, **options: Any) -> int:
    """Add an export (CSV or JSON; - for stdin) of another tool to the private requests file.

    \b
    helploop requests import tickets.csv --from zendesk --into ../people.csv --dry-run
    helploop requests import votes.json --from canny --into ../people.csv --map 'Excel please=csv-export'
    """
    project = open_project(options["project"])
    roadmap = _roadmap(project)
    if options["item"] and options["item"] not in {item.id for item in roadmap.items}:
        raise UsageError(f"no roadmap item has the id `{options['item']}`", "see roadmap.yaml")
    text, name = load_requests_text(export)
    records, columns, unread = parse_table(text, name)
    if any(problem.is_error for problem in unread):
        raise UsageError(render_text(unread))
    mapping = map_columns(options["tool"], columns, options["columns"])
    topics = topics_of(roadmap.items, options["topics"])
    wishes = Wishes(
        tool=options["tool"], columns=mapping, topics=topics, item=options["item"], consent=options["consent"]
    )
    rows, problems = convert_records(records, name, wishes)
    if hint := VOTERS.get(options["tool"]):
        problems = (*check_votes(records, rows, name, wishes, hint), *problems)
    problems = sort_problems((*unread, *problems))
    counts = {
        "records": len(records) + sum(problem.code == "bad-row" for problem in unread),
        "columns": mapping,
        "requests": len(rows),
        "without_consent": sum(not row.consent for row in rows),
        "skipped": sum(problem.code not in {"voters", "double-column", NO_ADDRESS} for problem in problems),
    }
    shown = Imported(rows, problems, counts, as_json=options["as_json"])
    _add(shown, options["into"], project, writes=not options["dry_run"])
    return 0


class Imported(NamedTuple):
    """What an export gave, and how to show it."""

    rows: tuple[RequestRow, ...]
    problems: tuple[Problem, ...]
    counts: dict[str, Any]
    as_json: bool


def _add(imported: Imported, into: Path | None, project: Project, *, writes: bool) -> None:
    """Put the rows among those that stand in the file already, and show what became of them."""
    if into:
        check_outside(into, project.root, "the requests file")
        check_folder(into)
    real = into.resolve() if into else None  # a link stays one
    with one_writer(real) if real and writes else nullcontext():
        before = _standing(real)
        merged = merge_rows((*before, *imported.rows))
        problems = (*imported.problems, *(open_to_all(str(real)) if real and not writes else ()))
        outcome = {**imported.counts, "new": len(merged) - len(before)}
        _show_import(outcome, [str(problem) for problem in problems], as_json=imported.as_json)
        if writes and real is None:
            raise UsageError("--into is missing: where do requests go?", "a file outside the repository, or --dry-run")
        if writes and real:
            was_open = is_open_to_all(real)
            save_private(real, render_rows(merged))
            if was_open:
                click.echo(f"note: every user of this computer could read {real.name}; from now on, not", err=True)


def _show_import(outcome: dict[str, Any], problems: list[str], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**outcome, "problems": problems}, ensure_ascii=False, indent=2))
        return
    for field, column in outcome["columns"].items():
        click.echo(f"{field:<10} <- {', '.join(column)}")
    for text in problems[:20]:
        click.echo(text, err=True)
    if len(problems) > 20:
        click.echo(f"… and {len(problems) - 20} more like these", err=True)
    click.echo(f"{outcome['records']} records: {outcome['requests']} requests, {outcome['new']} of them new.")
    if outcome["without_consent"]:
        click.echo(f"{outcome['without_consent']} say nothing of consent and will not be told (see --consent).")


def _standing(into: Path | None) -> tuple[RequestRow, ...]:
    """The rows that stand in the file already, none when it is new."""
    if into is None or not into.is_file():
        return ()
    text, name = load_list(str(into))
    records, columns, problems = parse_table(text, name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not records:  # no row tells the columns; a first line that names others is a row, or somebody's text
        columns = tuple(re.split(r"[,;\t]", first.replace('"', ""))) if first else COLUMNS
    unknown = [column for column in columns if column.strip().casefold() not in COLUMNS]
    if unknown:
        raise UsageError(f"{name} is no requests file of ours", f"its first line has to be {','.join(COLUMNS)}")
    if problems:  # a row that can't be read would be lost when the file is written anew
        raise UsageError(f"nothing was added to {name}:\n{render_text(problems)}")
    return parse_rows(records)


def _roadmap(project: Project) -> Roadmap:
    roadmap, problems = load_roadmap(project.root, project.settings)
    errors = [problem for problem in problems if problem.is_error]
    if roadmap is None or errors:
        raise UsageError("the roadmap can't be read\n" + render_text(errors))
    return roadmap


@requests.command()
@project_option
@click.option("--requests", "source", envvar="HELPLOOP_REQUESTS", required=True, help="A CSV file, an address, or -.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--update-counts", is_flag=True, help="Write the counts into roadmap.yaml, and nothing else.")
@click.option("--dry-run", is_flag=True, help="With --update-counts: write nothing.")
def report(project: Path | None, source: str, *, as_json: bool, update_counts: bool, dry_run: bool) -> int:
    """What is asked for: per roadmap item people, sources, languages, first and last asked. Nobody is named."""
    opened = open_project(project)
    roadmap = _roadmap(opened)
    text, name = load_list(source)
    today = build_date()
    rows, problems = parse_requests(text, name, today=today, allow_utf8=True)
    site, _ = load_site(opened.root, opened.settings, today)
    demand = count_demand(rows, shipping_of(site))
    show_problems((*open_to_all(source), *problems))
    failed = any(problem.is_error for problem in problems)
    if as_json:
        click.echo(json.dumps([_demand_data(one) for one in demand], ensure_ascii=False, indent=2))
    elif demand or not failed:  # of a list that can't be read nobody knows
        click.echo("\n".join(map(_demand_line, demand)) or "Nobody asked for anything yet.")
    if update_counts:
        click.echo(_write_counts(opened, roadmap, demand, dry_run=dry_run), err=as_json)
    return 1 if failed else 0


def _write_counts(project: Project, roadmap: Roadmap, demand: tuple[Demand, ...], *, dry_run: bool) -> str:
    file = project.root / roadmap.path
    before = file.read_bytes().decode("utf-8")
    counts = {one.item: one.sources for one in demand if one.is_known}
    kept, fewer = without_fewer(roadmap, counts)
    after, problems = update_counts(before, roadmap, kept)
    again, found = parse_roadmap(after, roadmap.path, project.settings)
    if again is None or len(again.items) != len(roadmap.items) or any(problem.is_error for problem in found):
        raise WriteError("the counts can't be written without harm to roadmap.yaml", "write one key a line")
    for problem in (*fewer, *problems):
        click.echo(str(problem), err=True)
    if after == before:
        return "No count is written." if fewer or problems else "The counts are right already."
    if not dry_run:
        write_over(file, after.encode())
    return f"{roadmap.path}: counts {'would be ' if dry_run else ''}written."


def _demand_data(one: Demand) -> dict[str, Any]:
    return {
        "item": one.item,
        "title": one.title,
        "stage": one.stage,
        "people": one.people,
        "sources": dict(one.sources),
        "languages": dict(one.languages),
        "consented": one.consented,
        "first": one.first.isoformat() if one.first else None,
        "last": one.last.isoformat() if one.last else None,
    }


def _demand_line(one: Demand) -> str:
    stage = one.stage or "not on the roadmap"
    span = f"{one.first} to {one.last}" if one.first != one.last else f"{one.first or 'no date'}"
    return f"{one.people:>5}  {one.item} ({stage}): {_listed(one.sources)}; {_listed(one.languages)}; {span}"


def _listed(counts: Counter[str]) -> str:
    return ", ".join(
        f"{name or 'no language'} {count}" for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )
