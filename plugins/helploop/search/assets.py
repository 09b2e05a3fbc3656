"""The browser's side of search as files under `search/`: the client in one module, and the search box."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CLIENT_MODULES = ("tokens", "shards", "matching", "ranking", "client")
"""In the order they build on each other. One file, so that a phone waits for one answer, not for two in a row."""
PUBLIC_MODULE = "client"


def search_assets() -> Mapping[str, bytes]:
    """`client.js` and `box.js` by their path under `search/`."""
    source = files("helploop.browser.search")
    return {
        "client.js": client_module({name: (source / f"{name}.js").read_text("utf-8") for name in CLIENT_MODULES}),
        "box.js": uncommented((source / "box.js").read_text("utf-8")).encode(),
    }


def client_module(modules: Mapping[str, str]) -> bytes:
    """The modules in one: imports of each other go, and only the last one's exports stay."""
    texts = []
    for name, text in modules.items():
        joined = re.sub(r"^import [^;]*? from \"\./\w+\.js\";\n", "", text, flags=re.MULTILINE)
        if name != PUBLIC_MODULE:
            joined = re.sub(r"^export ", "", joined, flags=re.MULTILINE)
        texts.append(joined.strip())
    return uncommented("\n\n".join(texts) + "\n").encode()


def uncommented(text: str) -> str:
    """A module without its lines of comment and with tabs: readable still, and a tenth less to fetch."""
    first, rest = text.split("\n", 1)
    bare = re.sub(r"^ *// .*\n|\n(?=\n)|(?<=[;{}]) // .*$", "", rest, flags=re.MULTILINE)
    return first + "\n" + re.sub(r"^(?:  )+", lambda indent: "\t" * (len(indent[0]) // 2), bare, flags=re.MULTILINE)
