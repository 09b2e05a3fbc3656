"""Runs `helploop build` and dies at a named stage, with every process of the build: `python killer.py STAGE`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

#: Stages of the command line, in the order they are reached, then of the host's process.
OUTSIDE = ("locked", "emptied", "before-swap", "exchanged", "recording")
INSIDE = ("configured", "checked", "half-written", "written", "noting")
#: Of a build of nothing but what follows from an edited article.
EDITING = ("edit-read", "edit-half-written", "edit-made", "edit-exchanged", "edit-noting")
#: Where folders can't be exchanged: between the two steps, and after them.
APART = ("moved-away", "moved-in")


def die(*_: object, **__: object) -> Any:
    """Everything that takes part ends now."""
    os.killpg(0, signal.SIGKILL)


def then_die(work: Any) -> Any:
    """Do it, then die."""
    return lambda *given, **named: (work(*given, **named), die())


def die_half_way(handle: int, content: bytes) -> None:
    """Write half of a file, then die."""
    os.write(handle, content[: len(content) // 2])
    die()


def prepare_outside(stage: str) -> None:
    """Make the command line die at a stage, or hand the stage to the host's process."""
    from helploop.cli import build, swap

    build.HOST = (sys.executable, __file__, "--inside", stage)
    if stage in INSIDE:  # where the host has nothing to do, all is done here
        prepare_inside(stage)
    if stage == "locked":
        build.beside = die
    elif stage == "emptied":
        build.load_inputs = die
    elif stage == "before-swap":
        build.swap = die
    elif stage == "exchanged":
        swap._exchange = then_die(swap._exchange)
    elif stage == "recording":
        build.record_build = die
    elif stage in EDITING:
        prepare_editing(stage)
    elif stage in APART:
        swap._exchange = lambda *_: False
        moves, move = [], Path.rename

        def rename(self: Path, target: Path) -> Path:
            moved = move(self, target)
            if self.name != "twin":  # that is no step of the exchange
                moves.append(target)
            if len(moves) == APART.index(stage) + 1:
                die()
            return moved

        Path.rename = rename  # type: ignore[method-assign]


def prepare_editing(stage: str) -> None:
    """Make the command line die while it makes what follows from an edit."""
    from helploop.cli import edit, swap
    from helploop.pipeline import disk, edit_aside

    if stage == "edit-read":
        edit_aside.make_edit = die
    elif stage == "edit-half-written":
        disk._fill = die_half_way
    elif stage == "edit-made":
        edit.swap = die
    elif stage == "edit-exchanged":
        swap._exchange = then_die(swap._exchange)
    elif stage == "edit-noting":
        edit.record_build = die


def prepare_inside(stage: str) -> None:
    """Make the host's process die at a stage."""
    from helploop.mkdocs_plugins import articles, build
    from helploop.pipeline import disk, output

    if stage == "configured":
        articles.adopt_files = build.check_site = die
    elif stage == "checked":
        build.build_site = die
    elif stage == "half-written":
        disk._fill = die_half_way
    elif stage == "written":
        build.check_written = die
    elif stage == "noting":
        output.os.replace = die


if __name__ == "__main__":
    inside = sys.argv[1] == "--inside"
    if inside:
        prepare_inside(sys.argv[2])
        from helploop.mkdocs_plugins.host import main as host

        sys.exit(host(sys.argv[3:]))
    prepare_outside(sys.argv[1])
    from helploop.cli.main import run

    sys.exit(run(["build"]))
