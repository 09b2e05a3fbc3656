"""`helploop import keep-a-changelog` and `github-releases`: releases of other tools to entries, announcing nothing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helploop.cli.formats import render_text
from helploop.cli.project import config_option, open_project
from helploop.cli.written import write_over
from helploop.imports.entries import Act, plan_files
from helploop.imports.github_releases import parse_github_releases
from helploop.imports.keep_a_changelog import parse_keep_a_changelog
from helploop.model.errors import UsageError, WriteError
from helploop.model.settings import ChangelogSettings
from helploop.sources.text import load_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.cli.project import Project
    from helploop.imports.entries import Found, PlannedFile

_dry_run = click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
_as_json = click.option("--json", "as_json", is_flag=True, help="Report as JSON.")


@click.command(name="keep-a-changelog")
@config_option
@click.argument("file", type=click.Path(path_type=Path))
@_dry_run
@_as_json
def keep_a_changelog(config: Path | None, file: Path, *, dry_run: bool, as_json: bool) -> int:
    """Turn FILE (a CHANGELOG.md, or release notes of its shape) into one entry a version.

    Original dates, every line of every version. Nothing is ever announced (`notify: false`), and a second run changes
    nothing: entries that somebody has edited since stay as they are.

    \b
    helploop import keep-a-changelog CHANGELOG.md --dry-run
    """
    project = open_project(config)
    text = _text(file)
    return _import(project, parse_keep_a_changelog(text, str(file)), dry_run=dry_run, as_json=as_json)


@click.command(name="github-releases")
@config_option
@click.argument("file", metavar="JSON", type=click.Path(path_type=Path))
@_dry_run
@_as_json
def github_releases(config: Path | None, file: Path, *, dry_run: bool, as_json: bool) -> int:
    """Turn the answer of GitHub's API about releases into one entry a release. Reads a file, asks no network.

    \b
    gh api --paginate --slurp repos/OWNER/REPO/releases > releases.json
    helploop import github-releases releases.json --dry-run
    """
    project = open_project(config)
    text = _text(file)
    return _import(project, parse_github_releases(text, str(file)), dry_run=dry_run, as_json=as_json)


def _text(file: Path) -> str:
    text, problems = load_text(file, str(file))
    if text is None:
        raise UsageError(render_text(problems))
    return text


def _import(project: Project, found: Found, *, dry_run: bool, as_json: bool) -> int:
    errors = [problem for problem in found.problems if problem.is_error]
    folder = project.root / (project.settings.changelog or ChangelogSettings()).dir
    planned = () if errors else plan_files(found.releases, _existing(folder))
    if planned and not dry_run:
        _write(folder, planned)
    if as_json:
        click.echo(_json(found, planned, dry_run=dry_run))
    else:
        _show(found, planned, folder.relative_to(project.root), dry_run=dry_run)
    return 1 if errors else 0


def _existing(folder: Path) -> dict[str, str]:
    """The text of each entry of the project."""
    return {file.name: file.read_text("utf-8", errors="replace") for file in sorted(folder.glob("*.md"))}


def _write(folder: Path, planned: Sequence[PlannedFile]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in planned:
            if file.act is Act.WRITE:
                write_over(folder / file.name, file.text.encode())
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise WriteError(f"`{folder.name}/` can't be written: {reason}", "make room, then run it again") from error


def _show(found: Found, planned: Sequence[PlannedFile], folder: Path, *, dry_run: bool) -> None:
    if found.problems:
        click.echo(render_text(found.problems))
    for file in planned:
        if file.act is Act.WRITE:
            click.echo(f"{'would write' if dry_run else 'wrote'} {folder}/{file.name}")
        elif file.act is Act.EDITED:
            click.echo(f"left alone {folder}/{file.name} (somebody edited it)")
    for note in found.left_out:
        click.echo(f"left out: {note}")
    acts = Counter(file.act for file in planned)
    said = f"{acts[Act.WRITE]} written, {acts[Act.SAME]} there already, {acts[Act.EDITED]} left alone"
    click.echo(f"{len(planned)} versions: {said}" + (" (nothing was written: --dry-run)" if dry_run else ""))
    if any(problem.is_error for problem in found.problems):
        click.echo("nothing was written: mend these first")


def _json(found: Found, planned: Sequence[PlannedFile], *, dry_run: bool) -> str:
    report = {
        "dry_run": dry_run,
        "files": [{"file": file.name, "version": file.version, "act": str(file.act)} for file in planned],
        "left_out": found.left_out,
        "problems": [str(problem) for problem in found.problems],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)
