"""`helploop import mkdocs` and `docusaurus`: another site's pages to articles, with pictures and old addresses."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helploop.cli.formats import render_text
from helploop.cli.imports_docusaurus import docusaurus_folder, load_docusaurus
from helploop.cli.imports_folder import load_old_site, note
from helploop.cli.project import config_option, open_project
from helploop.cli.written import copy_over, write_over
from helploop.imports.entries import Act
from helploop.imports.old_pages import plan_pages
from helploop.model.address import article_address, docs_address
from helploop.model.errors import UsageError, WriteError
from helploop.model.redirects import own_addresses, page_addresses
from helploop.outputs.markdown import DEFAULTS
from helploop.sources.config_yaml import load_config
from helploop.sources.moment import build_date
from helploop.sources.site import load_site
from helploop.sources.validate import short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helploop.cli.project import Project
    from helploop.imports.old_pages import Plan, PlannedPage

CONFIG = "mkdocs.yml"
CONFIG_SUFFIXES = (".yml", ".yaml")
SHOWN = 40
#: Extensions that put other files into a text. A reader of the file would not see what the page says.
_INCLUDES = ("pymdownx.snippets", "markdown_include.include")
_PASTE = "put them into the articles, at each line that `helploop check` names"


@click.command()
@config_option
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def mkdocs(config: Path | None, folder: Path, *, dry_run: bool, as_json: bool) -> int:
    """Turn the pages of FOLDER (a project of MkDocs or Docusaurus, or any folder of Markdown) into articles.

    Descriptions become summaries, tags keywords, the navigation the order; folders and suffixes of a language of this
    site become translations. Pictures come along, links are written for the new places, and every old address leads
    to the new page. What can't be kept is listed. A second run changes nothing: articles that somebody has edited
    since stay as they are.

    \b
    helploop import mkdocs ../old-docs --dry-run
    helploop import docusaurus ../old-site --dry-run
    """
    project = open_project(config)
    target = project.root / project.settings.articles_dir
    left_out: list[str] = []
    found = docusaurus_folder(folder)
    docs, values = (found.docs, {}) if found else _opened(folder, left_out)
    _check_apart(folder, docs, target)
    if found:
        site, sources = load_docusaurus(found, project.settings.tags, left_out)
    else:
        site, sources = load_old_site(docs, values, left_out)
    plan = plan_pages(replace(site, taken=_taken(project)), project.settings.tags, _existing(target))
    plan.left_out += left_out + _no_nav(values) + _extensions(values)
    acts = dict.fromkeys([Act.WRITE, Act.SAME, Act.EDITED], 0) | Counter(page.act for page in plan.pages)
    copies = [(sources[old], target / new) for old, new in plan.copies if not (target / new).exists()]
    if not dry_run:
        _write(target, plan.pages, copies)
    if as_json:
        click.echo(_json(plan, copies, target, dry_run=dry_run))
        return 0
    _show(plan, project.settings.articles_dir, dry_run=dry_run)
    said = f"{acts[Act.WRITE]} written, {acts[Act.SAME]} there already, {acts[Act.EDITED]} left alone"
    end = " (nothing was written: --dry-run)" if dry_run else "\n\nNext: helploop check"
    click.echo(f"{len(plan.pages)} pages: {said}; {len(copies)} other files copied{end}")
    return 0


def _check_apart(folder: Path, docs: Path, target: Path) -> None:
    """Refuse a folder that holds this site, before it is read: it may be the whole disk."""
    ours, theirs = target.resolve(), docs.resolve()
    if ours.is_relative_to(theirs) or theirs.is_relative_to(ours):
        raise UsageError(f"`{folder}` and the articles of this site are in one folder", "name the other project")


def _taken(project: Project) -> frozenset[str]:
    """Addresses of this site that no article can have, in any language, without the slashes around them."""
    site, _ = load_site(project.root, project.settings, build_date())
    articles = {article_address(project.settings, key, project.settings.default_language) for key in site.article_keys}
    pages = {docs_address(project.settings, key, tag) for key, tag in site.pages}
    everything = own_addresses(site) | page_addresses(site) | pages
    tags = project.settings.tags[1:]
    plain = {_without_language(address.strip("/"), tags) for address in everything - articles}
    return frozenset(address for address in plain if address and not address.startswith("articles/"))


def _without_language(address: str, tags: Sequence[str]) -> str:
    first, _, rest = address.partition("/")
    return rest if first in tags else address


def _opened(folder: Path, left_out: list[str]) -> tuple[Path, Mapping[str, Any]]:
    """The folder with the pages, and the settings of the old site; none where there is only a folder of Markdown."""
    config = folder if folder.is_file() and folder.suffix in CONFIG_SUFFIXES else folder / CONFIG
    if not config.is_file():
        if not folder.is_dir():
            raise UsageError(f"`{folder}` is no folder", f"name a folder with a {CONFIG}, or one of Markdown files")
        return folder, {}
    document, problems = load_config(config)
    if document is None:
        raise UsageError(render_text([replace(problem, path=str(config)) for problem in problems]))
    left_out += dict.fromkeys(note(problem, config.name) for problem in problems)
    values: Mapping[str, Any] = document.value
    docs = config.parent / str(values.get("docs_dir") or "docs")
    if not docs.is_dir():
        raise UsageError(f"`{docs}` is no folder", f"correct `docs_dir:` in {config}")
    return docs, values


def _no_nav(values: Mapping[str, Any]) -> list[str]:
    """What stands where a list of pages was expected."""
    nav = values.get("nav")
    if nav is None or isinstance(nav, list):
        return []
    return [
        f"{CONFIG}: `nav` is `{short(nav)}`, a list of pages was expected (the pages keep the order of their names)"
    ]


def _existing(target: Path) -> dict[str, str]:
    """The text of each article of the project."""
    return {
        file.relative_to(target).as_posix(): file.read_text("utf-8", errors="replace") for file in target.rglob("*.md")
    }


def _extensions(values: Mapping[str, Any]) -> list[str]:
    """What the old site could read and this one can't, until somebody turns it on."""
    listed = values.get("markdown_extensions")
    pairs = listed.items() if isinstance(listed, dict) else ((each, None) for each in listed or ())
    names = [next(iter(name), "") if isinstance(name, dict) else str(name) for name, _ in pairs]
    missing = [name for name in names if not {name, f"markdown.extensions.{name}"} & {*DEFAULTS, *_INCLUDES}]
    words = [f"{CONFIG}: texts of other files (`{name}`); {_PASTE}" for name in names if name in _INCLUDES]
    words += [f"extensions of its Markdown, which you can add to {CONFIG}: {', '.join(missing)}"] if missing else []
    return words


def _write(target: Path, pages: list[PlannedPage], copies: list[tuple[Path, Path]]) -> None:
    try:
        for page in pages:
            if page.act is Act.WRITE:
                file = target / page.path
                file.parent.mkdir(parents=True, exist_ok=True)
                write_over(file, page.text.encode())
        for old, new in copies:
            copy_over(old, new)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise WriteError(f"`{target.name}/` can't be written: {reason}", "make room, then run it again") from error


def _show(plan: Plan, articles: str, *, dry_run: bool) -> None:
    written = [page for page in plan.pages if page.act is Act.WRITE]
    for page in written[:SHOWN]:
        click.echo(f"{'would write' if dry_run else 'wrote'} {articles}/{page.path}")
    if len(written) > SHOWN:
        click.echo(f"… and {len(written) - SHOWN} more (use --json to see all)")
    for page in plan.pages:
        if page.act is Act.EDITED:
            click.echo(f"left alone {articles}/{page.path} (it is there already, with another text)")
    for left in plan.left_out:
        click.echo(f"left out: {left}")


def _json(plan: Plan, copies: list[tuple[Path, Path]], target: Path, *, dry_run: bool) -> str:
    report = {
        "dry_run": dry_run,
        "pages": [{"path": page.path, "old": page.old, "act": str(page.act)} for page in plan.pages],
        "copied": [new.relative_to(target).as_posix() for _, new in copies],
        "left_out": plan.left_out,
    }
    return json.dumps(report, ensure_ascii=False, indent=2)
