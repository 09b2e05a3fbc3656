"""A site's own templates: one that can't be read, or whose syntax is wrong, is named before the host stops at it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from helploop.model.problem import Problem
from helploop.sources.links_out import check_inside
from helploop.sources.text import load_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.settings import Settings

OVERRIDES = "overrides"
_ENDINGS = (".html", ".xml")


def check_templates(root: Path, settings: Settings) -> Iterator[Problem]:
    """What is wrong with them. The syntax is checked where the theme is ours: others may know more tags."""
    if problem := check_inside(root, OVERRIDES):
        yield problem
    for folder in template_folders(settings):
        place = Path(os.path.realpath(root / folder))  # which answers for every name, where `pathlib` may fail
        if place.is_relative_to(os.path.realpath(root)) and os.path.isdir(place):
            yield from _walk(root, folder, settings)


def _walk(root: Path, folder: str, settings: Settings) -> Iterator[Problem]:
    """One folder and those below it; links that lead back are not followed."""
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except OSError as error:
        found = f"the folder can't be read: {error.strerror}"
        yield Problem(folder, 0, "unreadable", found, "check its permissions")
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path, settings)
        elif entry.is_symlink() and (problem := check_inside(root, path)):
            yield problem
        elif entry.name.endswith(_ENDINGS):
            yield from _check(root / path, path, settings)


def is_template(path: str, settings: Settings) -> bool:
    """Whether a path of the project is one that `check_templates` looks at."""
    folders = template_folders(settings)
    return path in folders or path.startswith(tuple(f"{folder}/" for folder in folders))


def template_folders(settings: Settings) -> dict[str, None]:
    """The folders of a project that hold templates, if they are there: each once."""
    return dict.fromkeys((OVERRIDES, os.path.normpath(settings.custom_dir or OVERRIDES)))


def _check(file: Path, path: str, settings: Settings) -> Iterator[Problem]:
    text, problems = load_text(file, path)
    yield from problems
    if text is None or settings.theme != "helploop":
        return
    from helploop.sources.template_faults import check_template  # noqa: PLC0415 - long to import, for few sites

    # The host's templates may know more: plugins can teach it.
    is_hosts = path.startswith(f"{os.path.normpath(settings.custom_dir)}/") if settings.custom_dir else False
    yield from check_template(text, path, None if is_hosts else file.parents[path.count("/") - 1])
