"""The theme's stylesheets, scripts and pictures as they are served: joined, small, named by their content.

A name changes when its content does, so a host may let browsers keep these files forever.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import helploop.theme
from helploop.browser.bundle import joined, load_module, uncommented

if TYPE_CHECKING:
    from collections.abc import Mapping

ASSETS = Path(helploop.theme.__file__).parent / "assets"

#: Where assets stand in the site.
FOLDER = "assets/helploop/"

#: Stylesheets every page needs, in this order: they are served as one file, `site.css`.
SHARED = (
    "site/tokens.css",
    "site/base.css",
    "site/shell.css",
    "site/parts.css",
    "site/prose.css",
    "site/code.css",
)
SHARED_OPTIONAL = ("search.css",)

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_SPACE = re.compile(r"\s+")
_CSS_AROUND = re.compile(r"\s*([{};,])\s*")
_CSS_NOTHING = re.compile(r"(?<=:)(?=[;}])")


@lru_cache(maxsize=1)
def theme_assets() -> Mapping[str, bytes]:
    """Every file of the theme by its address in the site (`assets/helploop/site.1a2b3c4d.css`)."""
    return {asset_names()[name]: content for name, content in _contents().items()}


@lru_cache(maxsize=1)
def asset_names() -> Mapping[str, str]:
    """An asset's address by its plain name (`site.css`, `changelog.css`, `site.js`)."""
    names = {}
    for name, content in _contents().items():
        stem, _, suffix = name.rpartition(".")
        names[name] = f"{FOLDER}{stem}.{sha256(content).hexdigest()[:10]}.{suffix}"
    return names


@lru_cache(maxsize=1)
def _contents() -> Mapping[str, bytes]:
    contents = {"site.css": minify_css("\n".join(_shared())).encode()}
    for path in sorted(ASSETS.iterdir()):
        if path.suffix == ".css" and path.name not in SHARED_OPTIONAL:
            contents[path.name] = minify_css(path.read_text("utf-8")).encode()
        elif path.name == "site.js":
            told = {name: load_module(f"signals/{name}.js") for name in ("signals", "vote")}
            modules = {**told, "site": path.read_text("utf-8")}
            contents[path.name] = uncommented(joined(modules)).encode()
        elif path.suffix in {".js", ".svg", ".png", ".ico"}:
            contents[path.name] = path.read_bytes()
    return contents


def _shared() -> list[str]:
    optional = [name for name in SHARED_OPTIONAL if (ASSETS / name).exists()]
    return [(ASSETS / name).read_text("utf-8") for name in (*SHARED, *optional)]


def minify_css(text: str) -> str:
    """A stylesheet without comments and needless blanks; a property that is empty needs one."""
    plain = _CSS_SPACE.sub(" ", _CSS_COMMENT.sub("", text))
    tight = _CSS_AROUND.sub(r"\1", plain).replace(";}", "}").strip() + "\n"
    return _CSS_NOTHING.sub(" ", tight)
