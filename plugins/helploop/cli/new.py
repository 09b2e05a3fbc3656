"""`helploop new`: a whole small site, an article, a changelog entry."""

from __future__ import annotations

from pathlib import Path

import click

from helploop.cli.main import LazyGroup
from helploop.cli.project import open_project
from helploop.cli.translations import mark_all
from helploop.cli.written import write_all
from helploop.model.errors import HelploopError, UsageError
from helploop.sources.starter import starter_files


@click.group(
    cls=LazyGroup, lazy={"article": "helploop.cli.article:new_article", "entry": "helploop.cli.entry:new_entry"}
)
def new() -> None:
    """Start something: a site, an article, a changelog entry."""


@new.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="Acme Help", show_default=True, help="The site's name.")
@click.option("--dry-run", is_flag=True, help="List the files without writing them.")
def site(folder: Path, name: str, *, dry_run: bool) -> int:
    """Make a complete small site in FOLDER: articles in two languages, a changelog, a roadmap.

    It serves and builds at once:

    \b
    helploop new site my-help
    cd my-help && helploop serve
    """
    if not name.strip():
        raise UsageError("`--name` is empty", "give the site a name, or leave `--name` out; nothing was written")
    files = starter_files(name)
    for place in (folder, *folder.parents):
        if place.exists() and not place.is_dir():
            raise UsageError(f"`{place.name}` is a file", "choose a folder; nothing was written")
    taken = [path for path in files if (folder / path).exists()]
    if taken:
        shown = ", ".join(taken[:3])
        raise HelploopError(f"`{folder}` already holds {shown}", "choose an empty folder; nothing was written")
    if not dry_run:
        write_all({folder / path: text for path, text in files.items()})
    for path in files:
        click.echo(f"{'would write' if dry_run else 'wrote'} {folder / path}")
    if not dry_run:
        mark_all(open_project(folder / "mkdocs.yml"))
        click.echo(f"\nNext: cd {folder} && helploop serve")
    return 0
