"""What an import leaves out of another site, in words: parts of pages, and files that no page leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.imports.old_links import STATIC

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

#: More pages that lose the same share one line.
_MANY = 3


def unused_in_words(unused: Collection[str]) -> list[str]:
    """Files at the start of the old site that no page leads to: many are its looks."""
    if not unused:
        return []
    first = min(unused).removeprefix(STATIC)
    if len(unused) == 1:
        return [f"static/{first}: no page leads to it"]
    return [f"static/: {len(unused)} files that no page leads to, such as {first}"]


def lost_in_words(lost: Mapping[str, Sequence[str]]) -> list[str]:
    """What pages lose, one line a page, or one for what many of them lose."""
    words = []
    for what, paths in lost.items():
        if len(paths) > _MANY:
            words.append(f"{len(paths)} pages such as {paths[0]}: {what}")
        else:
            words += [f"{path}: {what}" for path in paths]
    return words
