"""The `---` lines around a front matter, and front matter that stands where nobody reads it."""

from __future__ import annotations

import re
from itertools import chain, takewhile

from helploop.model.problem import Problem

#: Opens and closes a front matter.
FENCE = re.compile(r"^---[ \t]*$")
#: A fence, and what an editor of texts may have put in the place of a line feed.
_LINE_ENDS = {"\u2028": "line separator", "\u2029": "paragraph separator", "\x85": "next line character"}
_GLUED = re.compile("^---[ \t]*([\u2028\u2029\x85])")
_INVISIBLE = " \t\ufeff\u200b\u2060"
_COMMENT = re.compile(r"^<!--.*-->$")
#: Fences of other tools, or ours in the wrong place; and the lines between them that matter.
_OTHER_FENCE = re.compile(r"^(?:-{3,}\w*|\+{3,}\w*|;{3,}|[\u2013\u2014]+|\{)$")
_STATE = re.compile(
    r"^[\s{]*[\"']?(?:draft|publish|unpublish)[\"']?\s*[:=]\s*[\"']?(?:true|false|yes|no|on|off|\d{4}-)", re.IGNORECASE
)
_TITLE = re.compile(r"^\s*[\"']?title[\"']?\s*[:=]")
_MOST_LINES = 40


def glued_fence(line: str, path: str) -> list[Problem]:
    """A first line that ends where some programs see an end of line, and we and most others see none."""
    found = _GLUED.match(line)
    if not found:
        return []
    name = f"{_LINE_ENDS[found[1]]} U+{ord(found[1]):04X}"
    message = f"a {name} stands behind the `---`, where a line feed was expected: a line end to some programs only"
    hint = "delete it and press Enter there, and behind each line of the front matter"
    return [Problem(path, 1, "front-matter-place", message, hint, found.end())]


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
