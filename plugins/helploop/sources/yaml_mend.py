"""YAML that is broken, read on: the line of each mistake is set aside, so that one mistake doesn't hide the others.

What comes out is for finding mistakes only; nothing is ever published from it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.sources.yaml_source import YamlDocument, parse_yaml

if TYPE_CHECKING:
    from helploop.model.problem import Problem

#: A text longer than this, or with more mistakes, is not read again and again.
_MOST_CHARACTERS = 200_000
_MOST_MISTAKES = 40
#: `key: …` or `- key: …`; what stands before the value is kept, so that the rest keeps its place.
_KEY = re.compile(r"^(?P<key>[ \t]*(?:- +)*[\w.-]+:)(?:[ \t].*)?$")
_ITEM = re.compile(r"^[ \t]*- +[\w.-]+:")
#: After these the rest of the file has no meaning of its own.
_FINAL = frozenset({"yaml-limit"})


def mend_yaml(text: str, path: str, first_line: int = 1) -> tuple[YamlDocument | None, list[Problem]]:
    """The document in a text without its broken lines, and every problem on the way; None when too little is left."""
    document, problems = parse_yaml(text, path, first_line)
    if document is not None or len(text) > _MOST_CHARACTERS:
        return document, problems
    lines = text.split("\n")
    found: list[Problem] = []
    mended: set[int] = set()
    for _ in range(_MOST_MISTAKES):
        found.extend(problem for problem in problems if problem not in found and problem.line not in mended)
        number = problems[-1].line - first_line
        if problems[-1].code in _FINAL or not 0 <= number < len(lines) or not set_aside(lines, number):
            return None, found
        mended.add(number + first_line)
        document, problems = parse_yaml("\n".join(lines), path, first_line)
        if document is not None:
            document.mended = frozenset(mended)
            return document, found
    return None, found


def set_aside(lines: list[str], number: int) -> bool:
    """Empty a line: first its value, then all of it. False when nothing is left to empty."""
    line = lines[number]
    if _ITEM.match(line) and (above := next((one for one in reversed(lines[:number]) if _ITEM.match(one)), "")):
        indented = above[: len(above) - len(above.lstrip())] + line.lstrip()
        if indented != line:  # an item that stands a little to the right is still an item
            lines[number] = indented
            return True
    key = _KEY.match(line)
    lines[number] = key["key"].replace("\t", " ") if key and key["key"] != line else ""
    return bool(line.strip())
