"""`helploop translations`: what is missing and what is outdated, per language; `mark` after a review."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helploop.cli.project import config_option, open_project
from helploop.cli.written import write_over
from helploop.model.article import source_hash
from helploop.model.entry import Entry, entry_hash
from helploop.model.errors import HelploopError, UsageError
from helploop.model.roadmap import item_source_hash
from helploop.model.spelling import did_you_mean
from helploop.model.translations import Coverage, find_coverage, item_name
from helploop.sources.mark import with_item_source, with_key
from helploop.sources.moment import build_date
from helploop.sources.site import load_site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.cli.project import Project
    from helploop.model.article import Article
    from helploop.model.collection import Collection
    from helploop.model.site import Site

    Text = Article | Collection | Entry

#: Release notes and titles without a translation that are named one by one.
SHOWN = 10


class Percent(click.ParamType):  # type: ignore[type-arg] # click is generic for type checkers only
    """`10%` or `10`."""

    name = "percent"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """A number from 0 to 100."""
        try:
            number = float(str(value).strip().removesuffix("%"))
        except ValueError:
            number = -1
        if not 0 <= number <= 100:
            self.fail(f"`{value}` is no percentage, a number from 0% to 100% was expected", param, ctx)
        return number


@click.group(invoke_without_command=True)
@config_option
@click.option("--language", "--lang", "only", help="Only this language.")
@click.option("--json", "as_json", is_flag=True, help="For other tools.")
@click.option("--max-outdated", type=Percent(), help="Fail when more of a language is outdated, e.g. 10%.")
@click.pass_context
def translations(
    ctx: click.Context, config: Path | None, only: str | None, *, as_json: bool, max_outdated: float | None
) -> int:
    """List missing and outdated translations of articles and roadmap items, with percentages.

    `also` names titles of collections and release notes without a translation; no percentage counts them.

    \b
    helploop translations                          every language
    helploop translations --language de            one
    helploop translations --max-outdated 10%       exit code 1 when a language is worse (for CI)
    helploop translations mark articles/a.de.md    say that a translation is current again
    """
    if ctx.invoked_subcommand:
        return 0
    project = open_project(config)
    site, _ = load_site(project.root, project.settings, build_date())
    if only and only not in project.settings.tags:
        raise UsageError(f"there is no language `{only}`", did_you_mean(only, project.settings.tags))
    found = [coverage for coverage in find_coverage(site) if only in {None, coverage.language}]
    click.echo(_json(found) if as_json else "\n".join(_lines(found)))
    worse = [c.language for c in found if max_outdated is not None and c.outdated_share > max_outdated]
    if worse and not as_json:
        click.echo(f"more than {max_outdated:g}% outdated: {', '.join(worse)}", err=True)
    return 1 if worse else 0


def _lines(found: list[Coverage]) -> list[str]:
    lines = []
    for coverage in found:
        lines.append(
            f"{coverage.language}: {coverage.translated} of {coverage.total} translated ({coverage.complete:.0f}%), "
            f"{len(coverage.outdated)} outdated ({coverage.outdated_share:.0f}%)"
        )
        lines.extend(f"  missing   {key}" for key in coverage.missing)
        lines.extend(f"  outdated  {path}" for path in coverage.outdated)
        lines.extend(f"  unmarked  {path}" for path in coverage.unmarked)
        lines.extend(f"  also      {path}" for path in coverage.also_missing[:SHOWN])
        if len(coverage.also_missing) > SHOWN:
            lines.append(f"  also      … and {len(coverage.also_missing) - SHOWN} more (--json lists them)")
    return lines or ["the site has one language"]


def _json(found: list[Coverage]) -> str:
    rows = [
        {
            **asdict(c),
            "translated": c.translated,
            "complete": round(c.complete, 1),
            "outdated_share": round(c.outdated_share, 1),
        }
        for c in found
    ]
    return json.dumps({"languages": rows}, ensure_ascii=False, indent=2)


@translations.command()
@config_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be written.")
def mark(config: Path | None, files: tuple[Path, ...], *, dry_run: bool) -> int:
    """Record that translations were made from the current original.

    Writes `source:` with the original's hash into the front matter of each FILE: an article, the title page of a
    collection, a release note; or to a roadmap item (FILE#ID).

    \b
    helploop translations mark articles/billing/export.de.md changelog/2026-11-20-csv-export.de.md
    helploop translations mark roadmap.de.yaml#csv-export
    """
    project = open_project(config)
    site, _ = load_site(project.root, project.settings, build_date())
    for file in files:
        digest = _mark(project.root, site, str(file), dry_run=dry_run)
        click.echo(f"{'would mark' if dry_run else 'marked'} {file}: source: {digest}")
    return 0


def mark_all(project: Project) -> None:
    """Mark every translation that was never marked: of a site that was made a moment ago they are current."""
    site, _ = load_site(project.root, project.settings, build_date())
    for coverage in find_coverage(site):
        for name in coverage.unmarked:
            _mark(project.root, site, str(project.root / name), dry_run=False)


def _mark(root: Path, site: Site, file: str, *, dry_run: bool) -> str:
    """The hash written into a translation, or into an item of one (FILE#ID)."""
    name, _, item = file.partition("#")
    path = next((path for path in (Path(name).resolve(), root / name) if path.is_file()), root / name)
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else name
    digest = _item_hash(site, shown, item) if item else _original_hash(site, shown)
    if not dry_run:
        text = path.read_bytes().decode("utf-8-sig")
        marked = with_item_source(text, shown, item, digest) if item else with_key(text, "source", digest)
        write_over(path, marked.encode())
    return digest


def _item_hash(site: Site, path: str, name: str) -> str:
    items = site.roadmap.items if site.roadmap else ()
    translated = {
        item_name(own.path, item.id): item_source_hash(item) for item in items for own in item.translations.values()
    }
    wanted = item_name(path, name)
    if wanted not in translated:
        hint = did_you_mean(wanted, translated, "run `helploop check`")
        raise HelploopError(f"`{wanted}` is no translation of a roadmap item", hint)
    return translated[wanted]


def _original_hash(site: Site, path: str) -> str:
    """The hash of what an article, a title page of a collection or a release note was translated from."""
    default = site.settings.default_language
    everything = {**_by_path(site.collections), **_by_path({**site.hidden_entries, **site.entries})}
    everything |= _by_path({**site.hidden_articles, **site.articles})
    thing = everything.get(path)
    if thing is None or thing.language == default:
        paths = [each.path for each in everything.values() if each.language != default]
        hint = did_you_mean(path, paths, "run `helploop check`")
        if site.roadmap and path in {own.path for item in site.roadmap.items for own in item.translations.values()}:
            first = next(item for item in site.roadmap.items if item.translations)
            hint = f"name one of its items: `{item_name(path, first.id)}`"
        raise HelploopError(f"`{path}` is no translation that can be read", hint)
    original = next(
        (
            each
            for each in everything.values()
            if (each.key, each.language) == (thing.key, default) and type(each) is type(thing)
        ),
        None,
    )
    if original is None:
        raise HelploopError(f"`{path}` has no original", f"write {_plain_path(path, thing.language)}")
    return entry_hash(original) if isinstance(original, Entry) else source_hash(original)


def _by_path(things: Mapping[tuple[str, str], Text]) -> dict[str, Text]:
    return {thing.path: thing for thing in things.values()}


def _plain_path(path: str, language: str) -> str:
    """The file of the original of a translation."""
    return f"{path.removesuffix('.md').removesuffix(f'.{language}')}.md"
