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
from helploop.pipeline.inputs import is_still
from helploop.pipeline.kept_places import (
    BOOK,
    KEPT,
    NEXT_KEPT,
    NEXT_RECORD,
    RECORD,
    SCHEDULER,
    TWIN,
    TWIN_RECORD,
)
from helploop.pipeline.sealed import write_sealed
from helploop.pipeline.unchanged import Published, record_build

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.pipeline.inputs import Inputs
    from helploop.pipeline.said import Said
    from helploop.pipeline.unchanged import Place

#: So many articles are made one by one; more came from a program, such as git.
FEW = 8


class Done(NamedTuple):
    """What became of an edit: what was said, and how much was to do before.

    `renewed` are the files of the tree it was made in that first had to become what they are in the site.
    """

    said: Said
    renewed: int


def publish_edit(root: Path, place: Place, inputs: Inputs, *, strict: bool) -> Done | None:
    """Publish what follows from edited articles, unless warnings fail too; None where a whole build has to."""
    if not inputs.edited or len(inputs.edited) > FEW or os.environ.get(SCHEDULER):
        return None
    with Aside(keep_book(root, place.site, inputs.record), ahead=2) as book:
        from helploop.pipeline.edit_aside import make_aside  # noqa: PLC0415 - long to import: the book is at work by now

        made = make_aside(root, place.site, inputs, book, strict=strict)
        if made is None or made.edit is None:
            return made and Done(made.said, made.renewed)
        record = {path: list(written) for path, written in made.edit.record.items()}
        published = book.give([record, list(made.edit.gone)])
        if not published or not is_still(root, inputs, inputs.edited):
            return None
    from helploop.pipeline.kept_site import dump_site  # noqa: PLC0415 - it is there by now

    write_sealed(root / NEXT_KEPT, dump_site(made.edit.kept, published[1]))
    swap(root / TWIN, place.site)
    for name, next_name in ((TWIN_RECORD, RECORD), (RECORD, NEXT_RECORD), (BOOK, f"{BOOK}.next"), (KEPT, NEXT_KEPT)):
        with contextlib.suppress(OSError):
            (root / next_name).replace(root / name)
    record_build(root, place, inputs, Published(*published), made.said)
    return Done(made.said, made.renewed)
