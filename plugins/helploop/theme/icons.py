"""Our drawings, by name: `icons/` holds what collections choose from, `icons/page/` what templates use.

Drawn on a grid of 24, in lines of the text's colour; they go into pages inline, without a file or a request.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from helploop.model.spelling import nearest

FOLDER = Path(__file__).parent / "icons"

#: Drawn for a name we don't know.
FALLBACK = "article"

#: Words people try first, and the drawing they mean.
ALIASES: dict[str, str] = {
    "cog": "settings",
    "credit-card": "billing",
    "discord": "chat",
    "email": "mail",
    "gear": "settings",
    "language": "translate",
    "payment": "billing",
    "people": "team",
    "phone": "mobile",
    "rss": "feed",
    "security": "shield",
    "start": "rocket",
    "user": "account",
    "users": "team",
    "wrench": "tools",
}

_LINES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@lru_cache(maxsize=1)
def icon_names() -> tuple[str, ...]:
    """What a collection may choose, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


@lru_cache(maxsize=1)
def _page_names() -> frozenset[str]:
    return frozenset(path.stem for path in (FOLDER / "page").glob("*.svg"))


@lru_cache(maxsize=256)
def icon_svg(name: str) -> str:
    """A drawing as inline SVG, hidden from screen readers; the fallback's for a name we don't know."""
    name = ALIASES.get(name, name)
    if name in icon_names():
        path, mark = FOLDER / f"{name}.svg", "drawn"
    elif name in _page_names():
        path, mark = FOLDER / "page" / f"{name}.svg", name
    else:
        path, mark = FOLDER / f"{FALLBACK}.svg", "drawn"
    lines = _LINES.search(path.read_text("utf-8"))
    inner = lines.group(1).strip() if lines else ""
    return f'<svg class="hl-icon hl-icon-{mark}" viewBox="0 0 24 24" aria-hidden="true">{inner}</svg>'


def check_icon(name: str) -> str | None:
    """What is wrong with a collection's icon, with the nearest name we know; None when nothing is."""
    if name in icon_names() or name in ALIASES:
        return None
    near = nearest(name, [*icon_names(), *ALIASES])
    hint = f"did you mean `{near}`?" if near else f"known icons: {', '.join(icon_names())}"
    return f"unknown icon `{name}`; {hint}"
