"""Addresses of the sample in `mkdocs.yml`: said kindly while a site is written, in the way before it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.problem import Problem


def find_sample_addresses(file: Path) -> list[Problem]:
    """Addresses that the site has from the sample; nothing is asked of a configuration with mistakes."""
    try:
        written = file.read_bytes()
    except OSError:
        return []
    if not any(domain in written for domain in (b"example.com", b"example.net", b"example.org")):
        return []
    from helploop.sources.sample_addresses import check_sample_addresses  # noqa: PLC0415 - few sites need it
    from helploop.sources.settings import load_settings  # noqa: PLC0415 - as above

    settings, _ = load_settings(file)
    return [] if settings is None else check_sample_addresses(file.parent, settings)


def note_sample(file: Path) -> None:
    """Say of them, where they stop nothing yet, that they are there."""
    if found := find_sample_addresses(file):
        names = ", ".join(f"`{problem.message.split('`')[1]}` (line {problem.line})" for problem in found)
        words = f"note: {file.name} still has the sample's {names}: write your own before the site goes live"
        click.echo(words, err=True)


def said_of_sample(file: Path) -> str:
    """What stops a publication that has to be without warnings, told with everything else; nothing without any."""
    found = find_sample_addresses(file)
    if not found:
        return ""
    from helploop.cli.check import check_project  # noqa: PLC0415 - as above
    from helploop.cli.formats import render_text  # noqa: PLC0415
    from helploop.model.problem import sort_problems  # noqa: PLC0415

    return render_text(sort_problems([*check_project(file, use_cache=True)[0], *found]))
