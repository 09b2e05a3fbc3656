"""`helploop changelog`: the same entries as a CHANGELOG.md, the body of a release, or the text of a mail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from helploop.cli.formats import render_text
from helploop.cli.project import config_option, open_project
from helploop.model.address import absolute, changelog_address
from helploop.model.errors import HelploopError, UsageError, WriteError
from helploop.model.spelling import did_you_mean
from helploop.outputs import changelog_forms as forms
from helploop.outputs.links import Links
from helploop.outputs.strings import strings_for
from helploop.sources.moment import build_date
from helploop.sources.site import load_site

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from helploop.model.entry import Entry
    from helploop.model.site import Site

FORMS = ("keep-a-changelog", "github-release", "text")


@click.command()
@config_option
@click.option("--format", "form", type=click.Choice(FORMS), default=FORMS[0], show_default=True)
@click.option("--entry", "keys", multiple=True, help="Only this entry (its file's name without .md); may be repeated.")
@click.option("--release", "version", help="Only the entries of this version.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only entries from this day on.")
@click.option("--language", "--lang", help="The language (default: the site's).")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file instead of the terminal.")
@click.option("--dry-run", is_flag=True, help="With -o: show the text, write nothing.")
def changelog(  # noqa: PLR0913, PLR0917 - one parameter an option
    config: Path | None,
    form: str,
    keys: tuple[str, ...],
    version: str | None,
    since: dt.datetime | None,
    language: str | None,
    output: Path | None,
    *,
    dry_run: bool,
) -> int:
    """Write the published entries in another form. Nothing is announced.

    \b
    helploop changelog -o CHANGELOG.md
    helploop changelog --format github-release --release 1.4.0
    helploop changelog --format text --entry 2026-11-20-csv-export
    """
    site = _site(config)
    tag = language or site.settings.default_language
    if tag not in site.settings.tags:
        hint = did_you_mean(tag, site.settings.tags, f"one of {', '.join(site.settings.tags)}")
        raise UsageError(f"`{tag}` is no language of the site", hint)
    entries = _chosen(site, tag, keys, version, since.date() if since else None)
    if form == "github-release" and not (keys or version or since):
        entries = _newest_release(entries)
    text = _render(form, entries, site, tag)
    if output is None or dry_run:
        click.echo(text, nl=False)
        return 0
    try:
        output.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise WriteError(f"`{output}` can't be written: {error.strerror}", "choose another file") from error
    click.echo(f"wrote {output} ({len(entries)} entries)")
    return 0


def _site(config: Path | None) -> Site:
    project = open_project(config)
    if project.settings.changelog is None:
        raise UsageError("the site has no changelog", "add `- helploop/changelog` to `plugins:`")
    site, problems = load_site(project.root, project.settings, build_date())
    broken = [p for p in problems if p.is_error and p.path.startswith(f"{project.settings.changelog.dir}/")]
    if broken:
        raise HelploopError("the changelog has mistakes:\n" + render_text(broken))
    return site


def _chosen(site: Site, tag: str, keys: Sequence[str], version: str | None, since: dt.date | None) -> tuple[Entry, ...]:
    entries = tuple(entry for key in site.entry_keys if (entry := site.entry(key, tag)) is not None)
    for key in keys:
        if key.removesuffix(".md") not in site.entry_keys:
            raise UsageError(f"there is no published entry `{key}`", did_you_mean(key, site.entry_keys))
    wanted = {key.removesuffix(".md") for key in keys}
    versions = {entry.version for entry in entries if entry.version}
    if version is not None and version not in versions:
        raise UsageError(f"no published entry has the version `{version}`", did_you_mean(version, versions))
    return tuple(
        entry
        for entry in entries
        if (not wanted or entry.key in wanted)
        and (version is None or entry.version == version)
        and (since is None or entry.day >= since)
    )


def _newest_release(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """All entries of the newest version, or the newest entry alone."""
    if not entries or not entries[0].version:
        return entries[:1]
    return tuple(entry for entry in entries if entry.version == entries[0].version)


def _render(form: str, entries: Sequence[Entry], site: Site, tag: str) -> str:
    links = Links(site)
    if form == "keep-a-changelog":
        return forms.render_keep_a_changelog(entries, _absolute(site, links, tag))
    render = forms.render_github_release if form == "github-release" else forms.render_text
    return render(entries, _absolute(site, links, tag), strings_for(tag))


def _absolute(site: Site, links: Links, tag: str) -> Callable[[Entry, str], str | None]:
    """An address written in an entry as a URL of the site; an empty one is the entry's own page."""

    def found(entry: Entry, written: str) -> str | None:
        settings = site.settings
        page = changelog_address(settings, tag, entry.key)
        if not written:
            return absolute(settings, page) if settings.site_url else None
        target = links.target(written, entry.path)
        if target.kind == "outside":
            return written
        anchor = f"#{target.anchor}" if target.anchor and target.kind != "item" else ""
        if target.kind == "here":
            return f"{absolute(settings, page)}{anchor}"
        address = links.address(target, tag)
        return None if address is None else f"{absolute(settings, address)}{anchor}"

    return found
