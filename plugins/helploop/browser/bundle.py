"""Several ES modules as one file, so that a phone waits for one answer, not for a chain of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMPORT = re.compile(r"^import [^;]*? from \"\.\.?/[\w/.]+\.js\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_DECLARED = re.compile(r"^(?:async )?(?:const|let|class|function\*?) (\w+)", re.MULTILINE)


def load_module(path: str) -> str:
    """The source of a module by its path below `browser/`."""
    return (Path(__file__).parent / path).read_text("utf-8")


def joined(modules: Mapping[str, str], public: str = "") -> str:
    """Modules in the order they build on each other: their imports go, and only the exports of `public` stay.

    A name that two of them declare would be one name in the file: the values of one module would be used in the other.
    """
    texts = []
    declared: dict[str, str] = {}
    for name, text in modules.items():
        alone = _IMPORT.sub("", text)
        bare = _EXPORT.sub("", alone)
        for own in _DECLARED.findall(bare):
            if own in declared:
                raise ValueError(f"{own} is declared in {declared[own]}.js and in {name}.js, which become one file")
            declared[own] = name
        texts.append((alone if name == public else bare).strip())
    return "\n\n".join(texts) + "\n"


def uncommented(text: str) -> str:
    """A module without its lines of comment and with tabs: readable still, and a tenth less to fetch."""
    first, rest = text.split("\n", 1)
    bare = re.sub(r"^ *// .*\n|\n(?=\n)|(?<=[;{}]) // .*$", "", rest, flags=re.MULTILINE)
    return first + "\n" + re.sub(r"^(?:  )+", lambda indent: "\t" * (len(indent[0]) // 2), bare, flags=re.MULTILINE)
