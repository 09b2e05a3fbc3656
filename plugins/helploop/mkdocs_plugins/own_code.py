"""Failures in what a project adds to the build itself: its templates and hooks. They are its author's, with a line."""

from __future__ import annotations

import traceback
from pathlib import Path

import helploop
from helploop.model.errors import OwnCodeError
from helploop.model.own_code import say_fault

_OURS = Path(helploop.__file__).parent


def place_in_project(error: Exception, root: Path) -> str | None:
    """Where in the project's own code it failed, as `path:line`; nothing when it failed in ours or the host's.

    The innermost place counts, so a template that extends ours is not blamed for what ours does.
    """
    written = getattr(error, "filename", None), getattr(error, "lineno", None)
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    for name, line in [written, *reversed(frames)]:
        if not isinstance(name, str) or not isinstance(line, int):
            continue
        file = Path(name)
        if file.is_relative_to(_OURS) and not isinstance(error, RecursionError):  # the last of a thousand is by chance
            return None
        if file.is_relative_to(root) and "site-packages" not in file.parts:
            return f"{file.relative_to(root).as_posix()}:{line}"
    return None


def own_fault(error: Exception, place: str) -> OwnCodeError:
    """What to say of it."""
    message, hint = say_fault(type(error).__name__, str(error))
    return OwnCodeError(place, message, hint.replace("template there", "template or hook there"))
