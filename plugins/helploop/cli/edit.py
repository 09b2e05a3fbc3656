"""`helploop build` where nothing but the words of a few articles has changed: only what follows from them is made.

Made in the twin of the site, which takes its place when it is complete. Whatever is out of the ordinary is left to a
whole build, before anything is published.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from helploop.cli.swap import swap
from helploop.pipeline.aside import Aside
from helploop.pipeline.book import keep_book
from helploop.pipeline.cache import Cache
from helploop.pipeline.checked import Tools
from helploop.pipeline.edit import Standing, make_edit
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
from helploop.pipeline.unchanged import Published, is_still, record_build
from helploop.pipeline.workers import Workers

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.pipeline.edit import Edit
    from helploop.pipeline.unchanged import Inputs, Place

#: So many articles are made one by one; more came from a program, such as git.
FEW = 8


def publish_edit(root: Path, place: Place, inputs: Inputs | None) -> bool:
    """Publish what follows from edited articles; False where a whole build has to."""
    if inputs is None or inputs.waits or not inputs.edited or len(inputs.edited) > FEW or os.environ.get(SCHEDULER):
        return False
    with Aside(keep_book(root, place.site, inputs.record), ahead=2) as book:
        edit = _make(root, place.site, inputs, book)
        if edit is None or not book.take():
            return False
        made = {path: list(written) for path, written in edit.record.items()}
        published = book.give([made, list(edit.gone)])
        if not published or not is_still(root, inputs, inputs.edited):
            return False
    write_sealed(root / NEXT_KEPT, dump_site(edit.kept, published[1]))
    swap(root / TWIN, place.site)
    for name, next_name in ((TWIN_RECORD, RECORD), (RECORD, NEXT_RECORD), (BOOK, f"{BOOK}.next"), (KEPT, NEXT_KEPT)):
        with contextlib.suppress(OSError):
            (root / next_name).replace(root / name)
    record_build(root, place, inputs, Published(*published))
    return True


def _make(root: Path, site: Path, inputs: Inputs, book: Aside) -> Edit | None:
    """What follows from the edited articles, in the twin; None where that can't be said."""
    kept = read_site(read_sealed(root / KEPT), inputs.record)
    if kept is None:
        return None
    standing = Standing(root / TWIN, lambda: load_last(root / RECORD, site).record)
    tools = Tools(Cache(root / CACHE_FILE), Workers(1))
    try:
        return make_edit(root, kept, inputs, tools, standing) if book.take() else None
    except Exception:  # noqa: BLE001 - a damaged cache, an article that makes a template fail: a whole build says what
        return None
    finally:
        tools.cache.close(is_whole=False)
