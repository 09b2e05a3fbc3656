"""Several ES modules as one file, so that a phone waits for one answer, not for a chain of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMPORT = re.compile(r"^import [^;]*? from \"\.\.?/[\w/.]+\.js\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


def load_module(path: str) -> str:
    """The source of a module by its path below `browser/`."""
    return (Path(__file__).parent / path).read_text("utf-8")


def joined(modules: Mapping[str, str], public: str = "") -> str:
    """Modules in the order they build on each other: their imports go, and only the exports of `public` stay."""
    texts = []
    for name, text in modules.items():
        alone = _IMPORT.sub("", text)
        texts.append((alone if name == public else _EXPORT.sub("", alone)).strip())
    return "\n\n".join(texts) + "\n"


def uncommented(text: str) -> str:
    """A module without its lines of comment and with tabs: readable still, and a tenth less to fetch."""
    first, rest = text.split("\n", 1)
    bare = re.sub(r"^ *// .*\n|\n(?=\n)|(?<=[;{}]) // .*$", "", rest, flags=re.MULTILINE)
    return first + "\n" + re.sub(r"^(?:  )+", lambda indent: "\t" * (len(indent[0]) // 2), bare, flags=re.MULTILINE)
