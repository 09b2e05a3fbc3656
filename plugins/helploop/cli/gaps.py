"""`helploop gaps`: what customers ask and nobody answers, from logs of searches and exports of tickets."""

from __future__ import annotations

import difflib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helploop.cli.formats import render_text
from helploop.cli.project import config_option, open_project
from helploop.cli.written import write_over
from helploop.imports.article_keywords import add_keywords
from helploop.imports.heard import KINDS, parse_heard
from helploop.model.errors import UsageError, WriteError
from helploop.model.question import Heard, join_heard
from helploop.outputs.gaps import render_gaps_json, render_gaps_text
from helploop.outputs.pages.gaps import render_gaps_page
from helploop.pipeline.check import check_site
from helploop.pipeline.gaps import find_site_gaps
from helploop.pipeline.tools import open_tools
from helploop.sources.moment import build_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from helploop.cli.project import Project
    from helploop.model.gaps import GapReport
    from helploop.model.site import Site

MOST_BYTES = 500_000_000


@click.command()
@click.argument("files", nargs=-1, required=True)
@config_option
@click.option("--from", "kind", type=click.Choice(KINDS), default="auto", show_default=True, help="What the files are.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what was asked from this day on.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Rows of each list.")
@click.option("--json", "as_json", is_flag=True, help="For other tools.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page for the team to this file.")
@click.option("--apply", is_flag=True, help="Write the proposed words into the keywords of their articles.")
@click.option("--dry-run", is_flag=True, help="Show what --apply and --html would write, write nothing.")
def gaps(files: tuple[str, ...], **options: Any) -> int:
    """Find what customers ask and no article answers, in search logs and ticket exports (- for stdin).

    \b
    helploop gaps signals.jsonl tickets.csv --html gaps.html
    helploop gaps support.mbox --since 2026-10-01 --limit 50
    helploop gaps signals.jsonl --apply --dry-run

    Reads JSON lines (browser/SIGNALS.md), exports of Zendesk, Intercom and Help Scout, any CSV with a column `subject`
    or `description`, and mbox. Addresses and numbers are taken out before anything else is done with a text.

    Exit code 0: reported. 1: a file could not be read as it should; the report says what was left out.
    """
    project = open_project(options["config"])
    heard = join_heard(_load(name, options["kind"]) for name in files)
    if options["since"]:
        heard = _since(heard, options["since"].date().isoformat())
    with open_tools(project.root) as tools:
        checked = check_site(project.root, project.settings, build_date(), tools)
        report = find_site_gaps(checked, heard, tools, options["limit"])
    click.echo(render_gaps_json(report) if options["as_json"] else render_gaps_text(report))
    if heard.problems:
        click.echo(render_text(heard.problems), err=True)
    if options["html"]:
        _write_page(options["html"], report, project, dry_run=options["dry_run"])
    if options["apply"]:
        _apply(report, project, checked.site, dry_run=options["dry_run"])
    elif not options["as_json"] and any(word.article for language in report.languages for word in language.words):
        click.echo(
            "\n--apply writes the proposed words into the articles; --apply --dry-run shows the change.", err=True
        )
    return 1 if any(problem.is_error for problem in heard.problems) else 0


def _load(name: str, kind: str) -> Heard:
    """What a file says. Problems call it by its name, not by where it lies."""
    try:
        data = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else _bytes_of(Path(name))
    except OSError as error:
        raise UsageError(f"`{name}` can't be read: {error.strerror}", "name a log of signals or an export") from error
    shown = "stdin" if name == "-" else Path(name).name
    if len(data) > MOST_BYTES:
        raise UsageError(f"{shown} is larger than {MOST_BYTES // 1_000_000} MB", "export less at a time")
    return parse_heard(data, shown, kind)


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _since(heard: Heard, day: str) -> Heard:
    """What was said from a day on; what bears no date is kept, since nobody knows better."""
    kept = Heard(
        questions=tuple(each for each in heard.questions if not each.day or each.day >= day),
        votes=tuple(each for each in heard.votes if not each.day or each.day >= day),
        openings=tuple(each for each in heard.openings if not each.day or each.day >= day),
        skipped=heard.skipped.copy(),
        problems=heard.problems,
    )
    before = sum(map(len, (heard.questions, heard.votes, heard.openings)))
    if gone := before - sum(map(len, (kept.questions, kept.votes, kept.openings))):
        kept.skipped[f"older than {day}"] += gone
    return kept


def _write_page(file: Path, report: GapReport, project: Project, *, dry_run: bool) -> None:
    settings = project.settings
    for folder in (settings.docs_dir, settings.site_dir, settings.articles_dir):
        if Path(os.path.realpath(file)).is_relative_to(os.path.realpath(project.root / folder)):
            raise UsageError(f"`{file}` would be published with the site", "choose a file outside of its folders")
    if dry_run:
        click.echo(f"{file} would be written.", err=True)
        return
    try:
        file.write_text(render_gaps_page(report, settings), "utf-8", newline="\n")
    except OSError as error:
        raise WriteError(f"`{file}` can't be written: {error.strerror}", "choose another file") from error
    click.echo(f"wrote {file}", err=True)


def _apply(report: GapReport, project: Project, site: Site, *, dry_run: bool) -> None:
    """Write or show the change of each article's `keywords`."""
    changed = 0
    for path, words in _proposals(report, site):
        file = project.root / path
        before = file.read_bytes().decode("utf-8")
        after = add_keywords(before, words)
        if after is None:
            click.echo(f"{path}: the keywords can't be written here; add {', '.join(words)} yourself", err=True)
        elif after != before:
            changed += 1
            click.echo("".join(_diff(before, after, path)), err=True, nl=False)
            if not dry_run:
                write_over(file, after.encode("utf-8"))
    done = "would be changed" if dry_run else "changed; look at them with `git diff`"
    click.echo(f"{changed} article{'s' * (changed != 1)} {done}", err=True)


def _proposals(report: GapReport, site: Site) -> Iterator[tuple[str, list[str]]]:
    """Each article's file with its new words. An article that is not translated has no file to write to."""
    words: dict[str, list[str]] = {}
    for language in report.languages:
        for word in language.words:
            key = site.articles_by_id.get(word.article, "")
            article = site.articles.get((key, language.language))
            if article is not None:
                words.setdefault(article.path, []).append(word.word)
    yield from sorted(words.items())


def _diff(before: str, after: str, path: str) -> Iterable[str]:
    lines = (
        before.replace("\r\n", "\n").splitlines(keepends=True),
        after.replace("\r\n", "\n").splitlines(keepends=True),
    )
    return difflib.unified_diff(*lines, fromfile=f"a/{path}", tofile=f"b/{path}", n=1)
