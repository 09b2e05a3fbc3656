"""The security headers of a site: with the whole policy, or with less of it where the look may need what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.outputs.security_headers import security_headers
from helploop.sources.template_needs import load_need
from helploop.sources.text import load_text

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.settings import Settings
    from helploop.outputs.security_headers import Header
    from helploop.pipeline.checked import Checked


def site_headers(root: Path, checked: Checked) -> tuple[Header, ...]:
    """What is sent with every file."""
    settings = checked.site.settings
    texts = [load_text(root / path, path)[0] or "" for path in checked.site.pages.values()]  # in no body
    is_strict = not why_open(root, settings)
    return security_headers(settings, checked.bodies.links(), texts, is_strict=is_strict)


def why_open(root: Path, settings: Settings) -> str:
    """Why a site can't be sent under the whole policy, in words; empty if it can."""
    if settings.theme != "helploop":
        return f"the theme `{settings.theme}` has scripts and styles in its pages"
    need = load_need(root, settings)
    return f"{need.path}:{need.line} {need.what}" if need else ""
