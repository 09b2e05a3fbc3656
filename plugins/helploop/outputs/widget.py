"""The widget as served: `/widget.js` needs nothing else to draw its badge, `/widget/panel.js` comes when it opens.

Each is several modules of `browser/widget/` and a stylesheet in one ES module. What both need stands in both, so that
neither depends on which version of the other a browser still has.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from helploop.browser.bundle import joined, load_module, uncommented
from helploop.outputs.pages.assets import minify_css

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMON = ("dom", "icons", "shapes", "language")
#: In the order they build on each other.
LAUNCHER = (*_COMMON, "asking", "reading", "seen", "place", "badge", "frame", "element")
_VIEWS = ("home", "news", "roadmap", "text", "results")
PANEL = (*_COMMON, "names", "contexts", "rich", "parts", *_VIEWS, "head", "addresses", "panel")


@lru_cache(maxsize=1)
def widget_assets() -> Mapping[str, bytes]:
    """Both files by their path in the site."""
    composed = {"composed": load_module("composed.js")}
    shared = {name: load_module(f"{name}.js") for name in ("signals/signals", "signals/vote", "marked")}
    panel = _module("The panel of helploop's widget.", "panel", composed | shared | _modules(PANEL))
    version = {"version": f'const PANEL_VERSION = "{sha256(panel).hexdigest()[:10]}";'}
    launcher = _module(
        "helploop's widget: <helploop-widget site lang>.", "widget", version | composed | _modules(LAUNCHER)
    )
    return {"widget.js": launcher, "widget/panel.js": panel}


def _modules(names: tuple[str, ...]) -> dict[str, str]:
    return {name: load_module(f"widget/{name}.js") for name in names}


def _module(about: str, styles: str, modules: Mapping[str, str]) -> bytes:
    css = minify_css(load_module(f"widget/{styles}.css")).strip()
    first = f"// {about} Source and licence: the helploop repository.\n"
    return uncommented(first + joined({"styles": f"const STYLES = `{css}`;", **modules}, "panel")).encode()
