"""Symbolic links in what a project is made from: one that leads out of it is never read, for it would be published."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from helploop.model.problem import Problem
from helploop.sources.text import load_text


def load_inside(root: Path, path: str) -> tuple[str | None, list[Problem]]:
    """The text of a file of the project, or None with the reason: who may change a file may make it a link."""
    problem = check_inside(root, path)
    return (None, [problem]) if problem else load_text(root / path, path)


def is_written(root: Path, path: str) -> bool:
    """Whether something stands there; a link that leads nowhere does, too, and is told."""
    return os.path.lexists(root / path)


def check_inside(root: Path, path: str) -> Problem | None:
    """A problem when a path, or a folder on the way to it, is a symbolic link that leaves the project."""
    here = root
    for part in PurePosixPath(path).parts:
        here /= part
        if here.is_symlink():
            place = here.relative_to(root).as_posix()
            if problem := check_link(here, place, root.resolve(), "project"):
                return problem
    return None


def check_link(link: Path, path: str, top: Path, place: str) -> Problem | None:
    """A problem when a symbolic link leads nowhere, in a circle, or out of `top`, which is called `place`."""
    written = os.readlink(link)
    shown = "another place of this computer" if os.path.isabs(written) else f"`{written}`"
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        found = f"a symbolic link to {shown}, which leads nowhere"
        return Problem(path, 0, "symlink-broken", found, "remove it, or copy the file here")
    if not target.is_relative_to(top):
        found = f"a symbolic link to {shown}, outside the {place}"
        return Problem(path, 0, "symlink-outside", found, f"copy the file into the {place}")
    if link.parent.resolve().is_relative_to(target):
        found = f"a symbolic link to {shown}, a folder it stands in"
        return Problem(path, 0, "symlink-loop", found, "remove it")
    return None
