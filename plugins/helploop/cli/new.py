"""`helploop new`: a whole small site, an article, a changelog entry."""

from __future__ import annotations

from pathlib import Path

import click

from helploop.cli.main import LazyGroup
from helploop.cli.project import config_option, open_project
from helploop.cli.starter import starter_files
from helploop.cli.translations import mark_all
from helploop.model.errors import HelploopError, WriteError
from helploop.model.slug import slugify
from helploop.model.templates import ARTICLE_BODY, ARTICLE_SUMMARY


@click.group(cls=LazyGroup, lazy={"entry": "helploop.cli.entry:new_entry"})
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
    files = starter_files(name)
    taken = [path for path in files if (folder / path).exists()]
    if taken:
        shown = ", ".join(taken[:3])
        raise HelploopError(f"`{folder}` already holds {shown}", "choose an empty folder; nothing was written")
    for path, text in files.items():
        if not dry_run:
            _write(folder / path, text)
        click.echo(f"{'would write' if dry_run else 'wrote'} {folder / path}")
    if not dry_run:
        mark_all(open_project(folder / "mkdocs.yml"))
        click.echo(f"\nNext: cd {folder} && helploop serve")
    return 0


@new.command()
@config_option
@click.argument("path")
@click.option("--title", help="The title (default: made from the path).")
@click.option("--language", help="Write a translation: the language's tag.")
@click.option("--dry-run", is_flag=True, help="Show the file without writing it.")
def article(config: Path | None, path: str, title: str | None, language: str | None, *, dry_run: bool) -> int:
    """Write a new article with its front matter, at PATH below the articles folder.

    \b
    helploop new article billing/export-data --title "Export your data"
    helploop new article billing/export-data --language de
    """
    project = open_project(config)
    settings = project.settings
    folder, _, stem = path.strip("/").removeprefix(f"{settings.articles_dir}/").removesuffix(".md").rpartition("/")
    slug = slugify(stem)
    if ".." in folder.split("/"):
        raise HelploopError(
            f"`{path}` leads out of {settings.articles_dir}/", "write a path like `billing/export-data`"
        )
    if not slug:
        raise HelploopError(f"`{path}` names no file", "write a path like `billing/export-data`")
    if language and language not in settings.tags[1:]:
        raise HelploopError(
            f"`{language}` is no other language of the site",
            f"one of {', '.join(settings.tags[1:]) or '(none)'}",
        )
    name = f"{slug}.{language}.md" if language else f"{slug}.md"
    file = project.root / settings.articles_dir / folder / name
    if file.exists():
        raise HelploopError(
            f"`{file.relative_to(project.root)}` exists already", "choose another path; nothing was written"
        )
    words = title or slug.replace("-", " ").capitalize()
    text = _ARTICLE.format(title=words.replace('"', "'"))
    if not dry_run:
        _write(file, text)
    click.echo(text if dry_run else f"wrote {file.relative_to(project.root)}")
    for above in _without_index(project.root / settings.articles_dir, file.parent) if not dry_run else ():
        name = above.name.replace("-", " ").capitalize()
        click.echo(f"Readers see its folder as “{name}”: {above.relative_to(project.root)}/index.md gives it a title.")
    return 0


def _without_index(top: Path, folder: Path) -> list[Path]:
    """The folders above an article that have no title of their own."""
    above = [one for one in (folder, *folder.parents) if one != top and one.is_relative_to(top)]
    return [one for one in reversed(above) if not (one / "index.md").exists()]


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        hint = "choose another folder, or fix its permissions"
        raise WriteError(f"`{file.name}` can't be written: {error.strerror}", hint) from error


_ARTICLE = f"""---
title: "{{title}}"
summary: {ARTICLE_SUMMARY}
keywords: []
---

{ARTICLE_BODY}"""
