"""`helploop build` where nothing but the words of a few articles has changed: only what follows from them is made.

Made in the twin of the site, which takes its place when it is complete. Whatever is out of the ordinary is left to a
whole build, before anything is published.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, NamedTuple

from helploop.cli.swap import swap
from helploop.pipeline.aside import Aside
from helploop.pipeline.book import keep_book
from helploop.pipeline.cache import Cache
from helploop.pipeline.checked import Tools
from helploop.pipeline.edit import Standing, check_edit, make_edit
from helploop.pipeline.inputs import is_still
from helploop.pipeline.kept_places import (
    BOOK,
    CACHE_FILE,
    KEPT,
    NEXT_KEPT,
    NEXT_RECORD,
    RECORD,
    SCHEDULER,
    TWIN,
    TWIN_RECORD,
)
from helploop.pipeline.kept_site import dump_site, read_site
from helploop.pipeline.output import load_last
from helploop.pipeline.sealed import read_sealed, write_sealed
from helploop.pipeline.unchanged import Published, record_build
from helploop.pipeline.workers import Workers

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.pipeline.edit import Edit
    from helploop.pipeline.inputs import Inputs
    from helploop.pipeline.said import Said
    from helploop.pipeline.unchanged import Place

#: So many articles are made one by one; more came from a program, such as git.
FEW = 8


class Done(NamedTuple):
    """What became of an edit: whether the site is another one now, and what was said."""

    is_published: bool
    said: Said


def publish_edit(root: Path, place: Place, inputs: Inputs, *, strict: bool) -> Done | None:
    """Publish what follows from edited articles, unless warnings fail too; None where a whole build has to."""
    if not inputs.edited or len(inputs.edited) > FEW or os.environ.get(SCHEDULER):
        return None
    with Aside(keep_book(root, place.site, inputs.record), ahead=2) as book:
        made = _make(root, place.site, inputs, book, strict=strict)
        if made is None or made.edit is None:
            return made and Done(is_published=False, said=made.said)
        record = {path: list(written) for path, written in made.edit.record.items()}
        published = book.give([record, list(made.edit.gone)])
        if not published or not is_still(root, inputs, inputs.edited):
            return None
    write_sealed(root / NEXT_KEPT, dump_site(made.edit.kept, published[1]))
    swap(root / TWIN, place.site)
    for name, next_name in ((TWIN_RECORD, RECORD), (RECORD, NEXT_RECORD), (BOOK, f"{BOOK}.next"), (KEPT, NEXT_KEPT)):
        with contextlib.suppress(OSError):
            (root / next_name).replace(root / name)
    record_build(root, place, inputs, Published(*published), made.said)
    return Done(is_published=True, said=made.said)


class _Made(NamedTuple):
    """What follows from the edited articles, in the twin, if it is to be published; and what is said of it."""

    edit: Edit | None
    said: Said


def _make(root: Path, site: Path, inputs: Inputs, book: Aside, *, strict: bool) -> _Made | None:
    """None where that can't be said."""
    kept = read_site(read_sealed(root / KEPT), inputs.record)
    if kept is None:
        return None
    standing = Standing(root / TWIN, lambda: load_last(root / RECORD, site).record)
    tools = Tools(Cache(root / CACHE_FILE), Workers(1))
    try:
        edited = check_edit(root, kept, inputs, tools)
        said = inputs.said.again(kept.told.problems, edited.checked.problems) if edited else None
        if edited is None or said is None or not book.take():
            return None
        if strict and said.warnings:  # nothing was made in the twin yet: it is a good start for the next edit
            return _Made(None, said) if book.take() and book.give(None) else None
        edit = make_edit(root, kept, edited, tools, standing)
        return _Made(edit, said) if edit is not None and book.take() else None
    except Exception:  # noqa: BLE001 - a damaged cache, an article that makes a template fail: a whole build says what
        return None
    finally:
        tools.cache.close(is_whole=False)
