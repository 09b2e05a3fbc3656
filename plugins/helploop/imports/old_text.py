"""Markdown outside code: what an import may change in a text, and what it has to leave as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FENCE = re.compile(r"^\s*(?:>\s*)*(`{3,}|~{3,})")
_CODE = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")
_ICON = re.compile(r":(?:material|octicons|fontawesome|simple)-[a-z0-9-]+:(?:\{[^}\n]*\})?[ \t]?")


def changed_outside_code(text: str, change: Callable[[str], str]) -> str:
    """A text with every piece outside fences and code spans changed."""
    return "\n".join(line if is_code else _outside_spans(line, change) for line, is_code in code_lines(text))


def code_lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is part of a fence."""
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence:
            yield line, True
            if found and found[1].startswith(fence) and not line.strip(" \t>").strip(fence[0]):
                fence = ""
        else:
            fence = found[1] if found else ""
            yield line, bool(found)


def _outside_spans(line: str, change: Callable[[str], str]) -> str:
    parts, at = [], 0
    for span in _CODE.finditer(line):
        parts += [change(line[at : span.start()]), span[0]]
        at = span.end()
    return "".join((*parts, change(line[at:])))


def without_icons(text: str) -> tuple[str, list[str]]:
    """A text without the drawings of a theme (`:material-clock:`), which would be read as words, and these."""
    found: list[str] = []

    def change(piece: str) -> str:
        found.extend(icon.partition("{")[0].strip() for icon in _ICON.findall(piece))
        return _ICON.sub("", piece)

    return changed_outside_code(text, change), found
