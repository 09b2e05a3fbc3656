"""The report on questions and answers as one page for the team: a file of its own, without scripts and requests."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup

from helploop.outputs.gaps import told
from helploop.outputs.pages.assets import ASSETS, minify_css
from helploop.outputs.pages.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from helploop.model.gaps import GapReport
    from helploop.model.settings import Settings

STYLES = ("site/tokens.css", "site/base.css", "site/gaps.css")


def render_gaps_page(report: GapReport, settings: Settings) -> str:
    """The page; its policy allows its own style and nothing else."""
    style = minify_css("\n".join((ASSETS / name).read_text("utf-8") for name in STYLES))
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    languages = {language.tag: language for language in settings.languages}
    address: Callable[[str], str] = (settings.site_url or "").__add__
    template = Theme().environment("en").get_template("gaps.html")
    return template.render(
        report=report,
        told=told(report),
        languages=languages,
        address=address if settings.site_url else None,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'",
        style=Markup(style),  # noqa: S704 - our own stylesheets
    )
