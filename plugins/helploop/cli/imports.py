"""`helploop import`: other tools' exports into files of ours. Importing never tells anybody anything."""

from __future__ import annotations

import click

from helploop.cli.main import LazyGroup

IMPORTS = {
    "mkdocs": "helploop.cli.imports_pages:mkdocs",
    "docusaurus": "helploop.cli.imports_pages:mkdocs",
    "keep-a-changelog": "helploop.cli.imports_changelog:keep_a_changelog",
    "github-releases": "helploop.cli.imports_changelog:github_releases",
    "fider-csv": "helploop.cli.imports_roadmap:fider_csv",
    "github-issues": "helploop.cli.imports_roadmap:github_issues",
}


@click.group(name="import", cls=LazyGroup, lazy=IMPORTS)
def imports() -> None:
    """Bring pages, release notes and requests from other tools.

    Every import shows first what it would do (`--dry-run`), can be repeated, and tells nobody anything.

    \b
    helploop import mkdocs ../old-docs --dry-run
    helploop import keep-a-changelog CHANGELOG.md --dry-run
    helploop import github-issues issues.json --dry-run
    """
