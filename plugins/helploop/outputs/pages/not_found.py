"""The page for an address that leads nowhere: one file with the words of all languages.

A host shows `404.html` at any address, so its links start at the site's base path. Without scripts it speaks
the language it was made for; with them, the one of the address or the browser.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from helploop.outputs.pages.shell import Alternate, Frame, Shell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.model.settings import Settings
    from helploop.outputs.pages.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView:
    """One section per language, with its header and footer; the first is shown without scripts."""

    shell: Shell
    sections: tuple[Frame, ...]
    shells: tuple[Shell, ...]
    """The page's outside in each of these languages."""


def not_found_view(settings: Settings, frames: Sequence[Frame]) -> NotFoundView:
    """The page in all languages of `frames`; the first frame's language is the page's own."""
    first = replace(frames[0], feeds=())
    homes = {frame.language: frame.home for frame in frames}
    alternates = tuple(
        Alternate(each.tag, each.name, each.direction, homes[each.tag])
        for each in settings.languages
        if each.tag in homes and len(homes) > 1
    )
    shell = Shell(
        frame=first,
        kind="not-found",
        title=settings.site_name,
        href="404.html",
        root=first.base_path,
        noindex=True,
        alternates=alternates,
    )
    shells = tuple(replace(shell, frame=frame) for frame in (first, *frames[1:]))
    return NotFoundView(shell=shell, sections=tuple(frames), shells=shells)


def render_not_found(view: NotFoundView, theme: Theme) -> str:
    """The page as HTML."""
    return theme.render("not_found.html", view.shell, page=view)
