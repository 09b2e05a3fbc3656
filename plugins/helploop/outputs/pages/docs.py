"""A page of `docs/`: its content comes from the host, its outside is ours, like that of every other page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import docs_address
from helploop.outputs.pages.shell import Shell, page_shell, site_frame

if TYPE_CHECKING:
    from helploop.model.site import Site
    from helploop.outputs.pages.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class DocsView:
    """`html` is the host's: it was made from the team's own pages, by the extensions the team chose."""

    shell: Shell
    title: str
    html: str


def docs_view(site: Site, place: tuple[str, str], title: str, html: str, description: str = "") -> DocsView:
    """The page at a place (key, language) of `docs/`; in languages without it, the language switch leads home."""
    key, language = place
    settings = site.settings
    tags = [tag for tag in settings.tags if (key, tag) in site.pages]
    shell = page_shell(
        settings,
        site_frame(settings, language),
        kind="docs",
        title=title,
        description=description,
        addresses={tag: docs_address(settings, key, tag) for tag in tags},
    )
    return DocsView(shell=shell, title=title, html=html)


def render_docs(view: DocsView, theme: Theme) -> str:
    """The page as HTML."""
    return theme.render("docs.html", view.shell, page=view)
