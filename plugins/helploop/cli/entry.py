"""`helploop new entry`: a changelog entry with its front matter, and a first text from the commits if wanted."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from helploop.cli.project import config_option, open_project
from helploop.cli.written import write_new
from helploop.model.entry import EntryType
from helploop.model.errors import HelploopError, UsageError
from helploop.model.settings import ChangelogSettings
from helploop.model.slug import slugify
from helploop.model.spelling import did_you_mean, did_you_mean_path
from helploop.model.templates import ENTRY_BODY
from helploop.sources.git import run_git
from helploop.sources.moment import build_date
from helploop.sources.site import load_site

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.cli.project import Project

KINDS = tuple(kind.value for kind in EntryType)
MAX_COMMITS = 50


@click.command(name="entry")
@config_option
@click.option("--title", help="What customers can do now, in one line.")
@click.option("--type", "kind", type=click.Choice(KINDS), help="The kind of change.")
@click.option("--label", "labels", multiple=True, help="A label; may be repeated.")
@click.option("--ships", multiple=True, help="The id of a roadmap item this ships; may be repeated.")
@click.option("--article", "articles", multiple=True, help="An article that explains it; may be repeated.")
@click.option("--date", help="The day of publication (default: today); a future one waits.")
@click.option("--breaking", is_flag=True, help="Customers have to change something.")
@click.option("--language", "--lang", help="Write the translation of an entry: the language's tag. Needs --of.")
@click.option("--of", "original", help="With --language: the entry to translate (its file's name without .md).")
@click.option("--from-commits", is_flag=True, help="Propose the text from the commits since the last entry or tag.")
@click.option("--dry-run", is_flag=True, help="Show the file without writing it.")
def new_entry(config: Path | None, *, dry_run: bool, **given: object) -> int:
    """Write a new changelog entry. What no option says is asked for, when somebody is there to answer.

    \b
    helploop new entry
    helploop new entry --type new --title "Export as CSV" --ships csv-export --from-commits
    helploop new entry --of 2026-11-20-csv-export --language de
    """
    project = open_project(config)
    folder = (project.settings.changelog or ChangelogSettings()).dir
    name, text = _translation(project, folder, given) if given["language"] else _entry(project, folder, given)
    file = project.root / folder / name
    hint = "edit it, or name another language" if given["language"] else "choose another title"
    taken = HelploopError(f"`{folder}/{name}` exists already", f"{hint}; nothing was written")
    if os.path.lexists(file):
        raise taken
    if dry_run:
        click.echo(f"would write {folder}/{name}\n\n{text}", nl=False)
        return 0
    write_new(file, text, taken)
    click.echo(f"wrote {folder}/{name}\n\nNext: write the text, then `helploop check`.")
    return 0


def _entry(project: Project, folder: str, given: dict[str, object]) -> tuple[str, str]:
    """The file's name and its text."""
    title = " ".join(str(given["title"] or _ask("Title: what can customers do now?")).split())
    kind = str(given["kind"] or _ask("Type", KINDS))
    day = str(given["date"] or build_date())
    _check_given(project, given, day)
    labels = _words(given["labels"])
    known = project.settings.changelog.labels if project.settings.changelog else ()
    for label in labels:
        if known and label not in known:
            raise UsageError(f"there is no label `{label}`", did_you_mean(label, known, f"one of {', '.join(known)}"))
    slug = slugify(title)[:60].strip("-")
    if not slug:
        raise UsageError(f"`{title}` has no letters to name a file by", "choose another title")
    name = f"{day[:10]}-{slug}"
    lines = [f"title: {_quoted(title)}", f"date: {day}", f"type: {kind}", f"id: {_quoted(name)}"]
    for key, values in (("labels", labels), ("ships", _words(given["ships"])), ("articles", _words(given["articles"]))):
        if values:
            lines.append(f"{key}: [{', '.join(map(_quoted, values))}]")
    if given["breaking"]:
        lines.append("breaking: true")
    body = _from_commits(project.root, folder) if given["from_commits"] else ""
    front = "\n".join(lines)
    return f"{name}.md", f"---\n{front}\n---\n\n{body or ENTRY_BODY}\n"


def _check_given(project: Project, given: dict[str, object], day: str) -> None:
    """Say now what `helploop check` would say of the file.

    Raises:
        UsageError: the day, an item or an article does not exist.
    """
    try:
        datetime.fromisoformat(day)
    except ValueError as error:
        raise UsageError(f"`--date` is `{day}`, which is no day", "write it like 2026-11-22") from error
    site, _ = load_site(project.root, project.settings, build_date())
    site = site.mended or site
    if site.roadmap is not None:
        items = {*site.roadmap.by_id, *site.roadmap.merged_into, *site.hidden_items}
        _check_known("ships", _words(given["ships"]), items, f"add the item to {site.roadmap.path} first")
    articles = {*site.articles_by_id, *(key for key, _ in site.hidden_articles)}
    _check_known("article", _words(given["articles"]), articles, "write its path below articles/, without `.md`")


def _check_known(option: str, names: list[str], known: set[str], hint: str) -> None:
    for name in names:
        if name not in known:
            raise UsageError(f"`--{option}` names `{name}`, which is not there", did_you_mean_path(name, known, hint))


def _translation(project: Project, folder: str, given: dict[str, object]) -> tuple[str, str]:
    tag, key = str(given["language"]), str(given["original"] or "").removesuffix(".md")
    others = project.settings.tags[1:]
    if tag not in others:
        raise UsageError(f"`{tag}` is no other language of the site", f"one of {', '.join(others) or '(none)'}")
    files = sorted(file.stem for file in (project.root / folder).glob("*.md"))
    if key not in files:
        raise UsageError(
            f"`--of` names no entry `{key}`", did_you_mean(key, files, "write its file's name without .md")
        )
    original = (project.root / folder / f"{key}.md").read_text("utf-8", errors="replace")
    title = next((line for line in original.split("\n") if line.startswith("title:")), "title: …")
    body = original.split("\n---", 1)[-1].split("\n", 1)[-1].strip()
    if given["title"]:
        title = f"title: {_quoted(str(given['title']))}"
    return f"{key}.{tag}.md", f"---\n{title}\n---\n\n{body}\n"


def _ask(question: str, choices: tuple[str, ...] = ()) -> str:
    if not sys.stdin.isatty():
        option = "--type" if choices else "--title"
        raise UsageError(f"`{option}` is missing, and nobody is there to ask", f"add {option}")
    answer = click.prompt(question, type=click.Choice(choices) if choices else str)
    return str(answer)


def _words(value: object) -> list[str]:
    return [str(item).strip() for item in value] if isinstance(value, tuple) else []


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _from_commits(root: Path, folder: str) -> str:
    """The subjects of the commits since the last entry or tag, the oldest first, as a list to edit."""
    start = _last(root, folder)
    span = [f"{start}..HEAD"] if start else []
    printed = run_git(root, "log", "--no-merges", "--reverse", f"-n{MAX_COMMITS}", "--format=%s", *span, "--", ".")
    if printed is None:
        raise UsageError("there is no git history to propose a text from", "leave out --from-commits")
    subjects = [line.strip() for line in printed.decode("utf-8", "replace").split("\n") if line.strip()]
    if not subjects:
        return ""
    lines = "\n".join(f"- {subject}" for subject in subjects)
    since = start[:12] or "the beginning"
    return f"<!-- Commits since {since}: keep what customers notice, in their words. -->\n\n{lines}"


def _last(root: Path, folder: str) -> str:
    """The commit of the last entry or of the last tag, whichever is the younger; empty when there is neither."""
    entry = run_git(root, "log", "-n1", "--format=%H", "--diff-filter=A", "--", folder)
    tag = run_git(root, "describe", "--tags", "--abbrev=0")
    commits = [printed.decode().strip() for printed in (entry, tag) if printed]
    dated = []
    for commit in commits:
        moment = run_git(root, "log", "-n1", "--format=%ct %H", commit)
        if moment:
            seconds, _, found = moment.decode().strip().partition(" ")
            dated.append((int(seconds), found))
    return max(dated)[1] if dated else ""
