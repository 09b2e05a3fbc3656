"""`helploop check`: every problem of a project at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helploop.cli.project import (
    config_option,
    open_project,
    render_github,
    render_json,
    render_summary,
    render_text,
)
from helploop.model.problem import sort_problems
from helploop.pipeline.check import check_site
from helploop.pipeline.search_tests import check_queries
from helploop.pipeline.tools import open_tools
from helploop.sources.queries import load_queries
from helploop.sources.site import build_date

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@config_option
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--no-cache", is_flag=True, help="Forget what the last build knew.")
def check(config: Path | None, form: str, *, strict: bool, no_cache: bool) -> int:
    """Find every mistake at once: front matter, links, translations, addresses, the loop.

    \b
    helploop check                       for people
    helploop check --format github       annotations in a pull request
    helploop check --format json         for other tools

    Exit code 0: no errors. 1: errors in the content. 2: errors in mkdocs.yml.
    """
    project = open_project(config)
    with open_tools(project.root, use_cache=not no_cache) as tools:
        found = check_site(project.root, project.settings, build_date(), tools)
        tests, wrong = load_queries(project.root, project.settings)
        failed_tests = check_queries(found, tests, tools)
    problems = sort_problems([*project.problems, *found.problems, *wrong, *failed_tests])
    if form == "json":
        click.echo(render_json(problems))
    elif form == "github":
        click.echo(render_github(problems))
    else:
        if problems:
            click.echo(render_text(problems))
        click.echo(render_summary(problems))
    failed = any(problem.is_error for problem in problems) or (strict and bool(problems))
    return 1 if failed else 0
