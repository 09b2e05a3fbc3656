"""The `---` lines around a front matter, and front matter that stands where nobody reads it."""

from __future__ import annotations

import re
from itertools import chain, takewhile

from helploop.model.problem import Problem

#: Opens and closes a front matter.
FENCE = re.compile(r"^---[ \t]*$")
_INVISIBLE = " \t\ufeff\u200b\u2060"
_COMMENT = re.compile(r"^<!--.*-->$")
#: Fences of other tools, or ours in the wrong place; and the lines between them that matter.
_OTHER_FENCE = re.compile(r"^(?:-{3,}\w*|\+{3,}\w*|;{3,}|[\u2013\u2014]+|\{)$")
_STATE = re.compile(
    r"^[\s{]*[\"']?(?:draft|publish|unpublish)[\"']?\s*[:=]\s*[\"']?(?:true|false|yes|no|on|off|\d{4}-)", re.IGNORECASE
)
_TITLE = re.compile(r"^\s*[\"']?title[\"']?\s*[:=]")
_MOST_LINES = 40


def misplaced_front(lines: list[str], start: int, path: str) -> list[Problem]:
    """Front matter nobody would read: as text, a page with `draft: true` would be published."""
    at = next((n for n in range(start, len(lines)) if not _is_nothing(lines[n].strip(_INVISIBLE))), len(lines))
    block = (line.strip(_INVISIBLE) for line in lines[at : at + _MOST_LINES])
    first = next(block, "")
    fenced = _OTHER_FENCE.match(first) is not None
    inside = takewhile(_is_inside, block if fenced else chain([first], block))
    if not any(_STATE.match(line) or (fenced and _TITLE.match(line)) for line in inside):
        return []
    if start:
        found, hint = "a second block of front matter, which is not read", "move its keys into the first block"
    else:
        found = "this looks like front matter, and only a `---` on line 1 opens it"
        hint = "make `---` the first line of the file, write `key: value` lines, and close them with `---`"
    return [Problem(path, at + 1, "front-matter-place", found, hint, 1)]


def _is_inside(line: str) -> bool:
    return bool(line) and _OTHER_FENCE.match(line) is None


def _is_nothing(line: str) -> bool:
    return not line or _COMMENT.match(line) is not None
