"""`helploop check`: every problem of a project at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helploop.cli.formats import render_github, render_json, render_sarif, render_summary, render_text
from helploop.cli.project import config_option, find_config
from helploop.cli.sample import find_sample_addresses, note_sample
from helploop.model.errors import UsageError
from helploop.model.problem import sort_problems
from helploop.pipeline.check import check_site, without_followers
from helploop.pipeline.search_tests import check_queries
from helploop.pipeline.tools import open_tools
from helploop.sources.extensions import find_wrong_options
from helploop.sources.git import NO_REPOSITORY, is_repository
from helploop.sources.moment import build_date
from helploop.sources.queries import load_queries
from helploop.sources.settings import mend_settings

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.problem import Problem
    from helploop.model.settings import Settings

FORMATS = {"json": render_json, "github": render_github, "sarif": render_sarif}


@click.command()
@config_option
@click.option("--format", "form", type=click.Choice(["text", *FORMATS]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--no-cache", is_flag=True, help="Forget what the last build knew.")
def check(config: Path | None, form: str, *, strict: bool, no_cache: bool) -> int:
    """Find every mistake at once: front matter, links, translations, addresses, the loop.

    Addresses that are still the sample's are told, and fail with --strict only.

    \b
    helploop check                       for people
    helploop check --format github       annotations in a pull request
    helploop check --format json         for other tools
    helploop check --format sarif        for editors and code scanning

    Exit code 0: no errors. 1: errors in the content. 2: errors in mkdocs.yml.
    """
    file = find_config(config)
    problems, is_misconfigured = check_project(file, use_cache=not no_cache)
    if strict:
        problems = sort_problems([*problems, *find_sample_addresses(file)])
    if form in FORMATS:
        click.echo(FORMATS[form](problems))
    else:
        if problems:
            click.echo(render_text(problems))
        click.echo(render_summary(problems))
        if not is_repository(file.parent):
            click.echo(NO_REPOSITORY, err=True)
        if not strict:
            note_sample(file)
    failed = any(problem.is_error for problem in problems) or (strict and bool(problems))
    return 2 if is_misconfigured else int(failed)


def check_project(file: Path, *, use_cache: bool) -> tuple[tuple[Problem, ...], bool]:
    """Every problem of the project with this configuration, and whether some are in the configuration.

    Mistakes in it don't hide those of the content: what is good of it is enough to read the rest.
    """
    try:
        return _check_project(file, use_cache=use_cache)
    except (ValueError, TypeError, LookupError):
        if not use_cache:
            raise
        return _check_project(file, use_cache=False)  # what is kept may be damaged


def _check_project(file: Path, *, use_cache: bool) -> tuple[tuple[Problem, ...], bool]:
    settings, wrong = mend_settings(file)
    is_misconfigured = any(problem.is_error for problem in wrong)
    try:
        found = _check_content(file.parent, settings, use_cache=use_cache) if settings else []
    except UsageError as error:  # extensions of Markdown refuse their options when they are used
        wrong_options = find_wrong_options(file, str(error.message))
        return sort_problems([*wrong, *wrong_options]), True
    return sort_problems([*wrong, *without_followers(found, wrong)]), is_misconfigured


def _check_content(root: Path, settings: Settings, *, use_cache: bool) -> list[Problem]:
    with open_tools(root, use_cache=use_cache) as tools:
        found = check_site(root, settings, build_date(), tools)
        tests, _ = load_queries(root, settings)  # what is wrong in the file was found with the rest
        return [*found.problems, *check_queries(found, tests, tools)]
