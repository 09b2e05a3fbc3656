"""`helploop import fider-csv` and `github-issues`: requests of other tools to items, without the people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helploop.cli.formats import render_text
from helploop.cli.project import config_option, open_project
from helploop.cli.written import write_over
from helploop.imports.fider_csv import parse_fider_csv
from helploop.imports.github_issues import parse_github_issues
from helploop.imports.items import plan_items
from helploop.model.errors import UsageError
from helploop.model.settings import RoadmapSettings
from helploop.sources.text import load_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from helploop.imports.items import FoundItems, ItemPlan

#: What to do with two items for one wish: then the next import finds it by its source.
_JOIN = "move its `requests:` there and remove it"
_OPTIONS = (
    config_option,
    click.argument("file", type=click.Path(path_type=Path)),
    click.option("--public", is_flag=True, help="Publish new items at once; else they are drafts."),
    click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing."),
    click.option("--json", "as_json", is_flag=True, help="Report as JSON."),
)


def _import_options(command: Callable[..., int]) -> Callable[..., int]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command(name="fider-csv")
@_import_options
def fider_csv(config: Path | None, file: Path, *, public: bool, dry_run: bool, as_json: bool) -> int:
    """Turn FILE (Fider's export of posts) into items of the roadmap, with how many voted.

    New items are drafts until you publish them. Of items that are there only the count changes, and a second run
    changes nothing. Names and addresses of people are never written.

    \b
    helploop import fider-csv posts.csv --dry-run
    """
    return _import(config, file, parse_fider_csv, public=public, dry_run=dry_run, as_json=as_json)


@click.command(name="github-issues")
@_import_options
def github_issues(config: Path | None, file: Path, *, public: bool, dry_run: bool, as_json: bool) -> int:
    """Turn FILE (issues, as GitHub's API lists them) into items of the roadmap, with their thumbs up.

    Reads a file, asks no network. Pull requests and duplicates are left out; labels become tags, or stages where they
    are called like one. New items are drafts until you publish them.

    \b
    gh api --paginate --slurp 'repos/OWNER/REPO/issues?state=all&labels=feature' > issues.json
    helploop import github-issues issues.json --dry-run
    """
    return _import(config, file, parse_github_issues, public=public, dry_run=dry_run, as_json=as_json)


def _import(  # noqa: PLR0913 - the options of a command, by name
    config: Path | None,
    file: Path,
    parse: Callable[[str, str], FoundItems],
    *,
    public: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    project = open_project(config)
    found = parse(_text(file), str(file))
    path = (project.settings.roadmap or RoadmapSettings()).file
    target = project.root / path
    text = _text(target) if target.is_file() else ""
    errors = [problem for problem in found.problems if problem.is_error]
    plan = None if errors else plan_items(text, path, project.settings, found.items, is_public=public)
    failed = bool(errors) or plan is None or any(problem.is_error for problem in plan.problems)
    if plan and not failed and not dry_run and plan.text != text:
        write_over(target, plan.text.encode())
    show = _show_json if as_json else _show
    show(found, plan, path, dry_run=dry_run, failed=failed)
    return 1 if failed else 0


def _text(file: Path) -> str:
    text, problems = load_text(file, str(file))
    if text is None:
        raise UsageError(render_text(problems))
    return text


def _show(found: FoundItems, plan: ItemPlan | None, path: str, *, dry_run: bool, failed: bool) -> None:
    problems = [*found.problems, *(plan.problems if plan else ())]
    if problems:
        click.echo(render_text(problems))
    if failed or plan is None:
        click.echo("nothing was written: mend these first")
        return
    would = "would be " if dry_run else ""
    for name in plan.added:
        click.echo(f"{would}added: {name}")
    for name, other, source in plan.renamed:
        click.echo(f"note: {name} ({source}) has this id because `{other}` is another's; if both are one wish, {_JOIN}")
    for name in plan.counted:
        click.echo(f"{would}counted anew: {name}")
    for note in found.left_out:
        click.echo(f"left out: {note}")
    said = f"{len(plan.added)} added, {len(plan.counted)} counted anew, {len(plan.same)} as they were"
    click.echo(f"{path}: {said}" + (" (nothing was written: --dry-run)" if dry_run else ""))


def _show_json(found: FoundItems, plan: ItemPlan | None, path: str, *, dry_run: bool, failed: bool) -> None:
    report = {
        "path": path,
        "dry_run": dry_run,
        "written": not dry_run and not failed,
        "added": list(plan.added) if plan else [],
        "counted": list(plan.counted) if plan else [],
        "same": list(plan.same) if plan else [],
        "renamed": [{"id": name, "taken": other, "source": source} for name, other, source in plan.renamed]
        if plan
        else [],
        "left_out": found.left_out,
        "problems": [str(problem) for problem in (*found.problems, *(plan.problems if plan else ()))],
    }
    click.echo(json.dumps(report, ensure_ascii=False, indent=2))
