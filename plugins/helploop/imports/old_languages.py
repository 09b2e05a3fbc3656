"""Pages in languages that the new site does not have: left, and said once for each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.imports.old_nav import without_ending
from helploop.model.language import canonical_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def foreign_pages(pages: Iterable[str], tags: Sequence[str]) -> dict[str, str]:
    """The language of each page whose suffix names one that is none of ours: `a.fr.md`, if `a.md` stands beside it.

    Only what stands beside its original is a translation for certain.
    """
    stems = {without_ending(path) for path in pages}
    found = {}
    for stem in stems:
        plain, _, suffix = stem.rpartition(".")
        tag = canonical_tag(suffix)
        if plain in stems and tag and tag not in tags:
            found[stem] = tag
    return {path: found[stem] for path in pages if (stem := without_ending(path)) in found}


def foreign_in_words(foreign: Mapping[str, str]) -> list[str]:
    """One line for each language."""
    words = []
    for tag in sorted({*foreign.values()}):
        paths = sorted(path for path in foreign if foreign[path] == tag)
        shown = f"{len(paths)} pages such as {paths[0]}" if len(paths) > 1 else paths[0]
        add = f"add `{tag}` to `languages:` in mkdocs.yml, then run this again"
        words.append(f"{shown}: this site has no `{tag}` ({add})")
    return words
