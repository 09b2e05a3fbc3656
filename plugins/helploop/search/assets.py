"""The browser's side of search as files under `search/`: the client in one module, and the search box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.browser.bundle import joined, load_module, uncommented
from helploop.browser.minify import minify

if TYPE_CHECKING:
    from collections.abc import Mapping

CLIENT_MODULES = ("tokens", "shards", "matching", "ranking", "client")
"""In the order they build on each other. One file, so that a phone waits for one answer, not for two in a row."""
PUBLIC_MODULE = "client"


def search_assets() -> Mapping[str, bytes]:
    """`client.js` and `box.js` by their path under `search/`."""
    box = {name: load_module(f"{name}.js") for name in ("signals/signals", "search/hits", "search/box")}
    return {
        "client.js": _shipped(
            joined({name: load_module(f"search/{name}.js") for name in CLIENT_MODULES}, PUBLIC_MODULE)
        ),
        "box.js": _shipped(joined(box)),
    }


def client_module(modules: Mapping[str, str]) -> bytes:
    """The modules in one: imports of each other go, and only the last one's exports stay."""
    return uncommented(joined(modules, PUBLIC_MODULE)).encode()


def _shipped(text: str) -> bytes:
    first, rest = text.split("\n", 1)
    return f"{first}\n{minify(rest)}".encode()
