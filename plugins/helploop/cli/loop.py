"""`helploop loop`: what merging a change would do to readers and to the people who asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from helploop.cli.notify_show import NO_TABLE, show_problems
from helploop.cli.project import config_option, open_project
from helploop.model.errors import UsageError
from helploop.model.loop_diff import compare_loops
from helploop.model.settings import ChangelogSettings, RoadmapSettings
from helploop.notify.contact import ContactKind
from helploop.notify.identity import Identity
from helploop.notify.notice import Known, Routing
from helploop.notify.plan import plan_notices
from helploop.notify.request import parse_requests
from helploop.notify.requests_file import load_list, open_to_all
from helploop.outputs.loop_report import render_loop_json, render_loop_markdown, render_loop_text
from helploop.sources.git import export_commit, merge_base
from helploop.sources.moment import build_date
from helploop.sources.roadmap_schema import render_schema
from helploop.sources.settings import load_settings
from helploop.sources.site import load_site

if TYPE_CHECKING:
    from helploop.cli.project import Project
    from helploop.model.loop_diff import LoopDiff
    from helploop.model.settings import Settings
    from helploop.notify.request import Request

RENDERERS = {"text": render_loop_text, "markdown": render_loop_markdown, "json": render_loop_json}
#: Ready jobs, by the name of the host.
_CI = Path(__file__).parent / "ci"
#: Where changes are usually merged into.
_USUAL = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
#: What a person is told over as a rule: the private configuration of notify is not known here.
_ROUTING = Routing(by_kind={ContactKind.EMAIL: "smtp", ContactKind.GITHUB: "github", ContactKind.TICKET: "ticket"})
#: A day after every date an entry can have: who will be told once all entries are public.
_EVENTUALLY = date(9000, 1, 1)


@click.command()
@config_option
@click.option(
    "--against", help="The branch this would be merged into (default: the one of `origin`, else main or master)."
)
@click.option("--requests", envvar="HELPLOOP_REQUESTS", help="Who asked: then the report counts people per channel.")
@click.option("--format", "form", type=click.Choice(sorted(RENDERERS)), default="text", show_default=True)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of roadmap.yaml and stop.")
@click.option(
    "--ci", type=click.Choice(("github", "gitlab")), help="Print a ready job that posts the report, and stop."
)
def loop(  # noqa: PLR0913 - the options of a command
    config: Path | None, against: str | None, requests: str | None, form: str, *, schema: bool, ci: str | None
) -> int:
    """Say what merging this would do: what goes live, moves, redirects, and who is told.

    \b
    helploop loop                                            for people
    helploop loop --against origin/main --format markdown    for a comment in the pull request
    helploop loop --requests people.csv                      with counts per channel, never names
    helploop loop --ci github > .github/workflows/loop.yml   posts it, and keeps it current
    helploop loop --schema > schemas/roadmap.schema.json     for editors

    Exit code 0: the report is complete. 2: the branch or the project can't be read.
    """
    if schema or ci:
        click.echo(render_schema() if schema else (_CI / f"{ci}.yml").read_text("utf-8"), nl=False)
        return 0
    project = open_project(config)
    base = _base(project.root, against)
    with TemporaryDirectory() as folder:
        export_commit(project.root, base, Path(folder), _content(project))
        click.echo(RENDERERS[form](_compare(project, Path(folder), requests)), nl=False)
    return 0


def _base(root: Path, against: str | None) -> str:
    """The commit to compare with.

    Raises:
        UsageError: there is none.
    """
    for name in [against] if against else _USUAL:
        if base := merge_base(root, name):
            if not against and not name.startswith("origin/"):
                click.echo(f"Compared with `{name}`: there is no `origin` here.", err=True)
            return base
    if not merge_base(root, "HEAD"):
        hint = "`git init` and commit once; then `helploop loop` compares with what is committed"
        raise UsageError("git has no commit here to compare with", hint)
    wanted = f"or commit `{against}` here" if against else "`main` or `master`, here or at `origin`"
    raise UsageError(f"git knows no branch {wanted}", "fetch it (`git fetch origin`), or name another with --against")


def _content(project: Project) -> list[str]:
    """Everything a site is read from."""
    settings = project.settings
    roadmap = Path((settings.roadmap or RoadmapSettings()).file)
    tags = [f"{roadmap.with_suffix('')}.{tag}{roadmap.suffix}" for tag in settings.tags[1:]]
    changelog = (settings.changelog or ChangelogSettings()).dir
    return [project.config.name, settings.articles_dir, settings.docs_dir, changelog, str(roadmap), *tags]


def _compare(project: Project, folder: Path, requests: str | None) -> LoopDiff:
    settings, _ = (
        load_settings(folder / project.config.name) if (folder / project.config.name).is_file() else (None, ())
    )
    old = settings or project.settings
    today = build_date()
    before, after = load_site(folder, old, today)[0], load_site(project.root, project.settings, today)[0]
    if before.roadmap and after.roadmap:  # the exported files have no history of their own
        before = replace(before, roadmap=replace(before.roadmap, history=after.roadmap.history))
    return compare_loops(before, after, _told(project, folder, old, requests) if requests else None)


def _told(project: Project, folder: Path, old: Settings, requests: str) -> tuple[tuple[str, int], ...]:
    """How many people would be told over each channel, who would not be without this change."""
    text, name = load_list(requests)
    rows, problems = parse_requests(text, name, today=build_date(), allow_utf8=True)
    if any(problem.code in NO_TABLE for problem in problems):
        raise UsageError("nobody can be counted:\n" + "\n".join(map(str, problems)))
    show_problems((*open_to_all(requests), *problems))
    known = _tellings(folder, old, rows)
    new = _tellings(project.root, project.settings, rows) - known
    counts = Counter(channel for channel, _, _ in new)
    return tuple(sorted(counts.items()))


def _tellings(root: Path, settings: Settings, rows: tuple[Request, ...]) -> set[tuple[str, str, tuple[str, ...]]]:
    """Channel, person and items of every message, once all entries are public."""
    site, _ = load_site(root, settings, _EVENTUALLY)
    plan = plan_notices(site, rows, Known(), Identity("loop", b"preview"), _ROUTING)
    return {(notice.channel or "no channel", notice.token, notice.covers) for notice in plan.to_tell}
