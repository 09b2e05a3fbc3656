"""An edit, from what the last build has kept to what is made in the twin, while another process looks at both trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from helploop.pipeline.cache import Cache
from helploop.pipeline.checked import Tools
from helploop.pipeline.edit import Standing, check_edit, make_edit
from helploop.pipeline.kept_places import CACHE_FILE, KEPT, RECORD, TWIN
from helploop.pipeline.kept_site import read_site
from helploop.pipeline.output import load_last
from helploop.pipeline.sealed import read_sealed
from helploop.pipeline.workers import Workers

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.pipeline.aside import Aside
    from helploop.pipeline.edit import Edit
    from helploop.pipeline.inputs import Inputs
    from helploop.pipeline.said import Said


class MadeEdit(NamedTuple):
    """What follows from the edited articles, in the twin, if it is to be published; and what is said of it."""

    edit: Edit | None
    said: Said
    renewed: int


def make_aside(root: Path, site: Path, inputs: Inputs, book: Aside, *, strict: bool) -> MadeEdit | None:
    """Make it while `book` looks at the site and its twin; None where it can't be said."""
    kept = read_site(read_sealed(root / KEPT), inputs.record)
    if kept is None:
        return None
    standing = Standing(root / TWIN, lambda: load_last(root / RECORD, site).record)
    tools = Tools(Cache(root / CACHE_FILE), Workers(1))
    try:
        edited = check_edit(root, kept, inputs, tools)
        said = inputs.said.again(kept.told.problems, edited.checked.problems) if edited else None
        if edited is None or said is None or not (ready := book.take()):
            return None
        if strict and said.warnings:  # nothing was made in the twin yet: it is a good start for the next edit
            return MadeEdit(None, said, ready - 1) if book.take() and book.give(None) else None
        edit = make_edit(root, kept, edited, tools, standing)
        return MadeEdit(edit, said, ready - 1) if edit is not None and book.take() else None
    except Exception:  # noqa: BLE001 - a damaged cache, an article that makes a template fail: a whole build says what
        return None
    finally:
        tools.cache.close(is_whole=False)
