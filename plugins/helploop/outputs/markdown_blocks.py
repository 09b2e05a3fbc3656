"""A Markdown text cut into blocks: what stands between empty lines, with code blocks as they are.

Blocks with code where plain texts have none are odd, and left to the library.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from helploop.outputs.markdown_inline import ForeignError

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERS = r"\d+(?:-\d+)?(?: +\d+(?:-\d+)?)*"
_FENCE = re.compile(
    rf'^( *)(```+)[A-Za-z0-9+#-]*(?: (?:title="[\w./ -]+"|hl_lines="{_NUMBERS}"|linenums="\d+"))*$', re.ASCII
)


class Block(NamedTuple):
    """Lines without an empty one between them, and where they start; a code block with both of its fences.

    It `is_odd` where code stands in it at another place than we read it at.
    """

    lines: list[str]
    start: int
    is_odd: bool = False


def cut_blocks(lines: list[str]) -> Iterator[Block]:
    """The blocks of a text. A fence to the left ends what is before it; one further in belongs to its block."""
    start, place, is_odd = 0, 0, False
    while place < len(lines):
        line = lines[place]
        place += 1
        if "```" not in line:
            if line and not line.isspace():
                continue
            if line.strip(" "):  # other blanks than these make no line empty to the library
                raise ForeignError
            if start < place - 1:
                yield Block(lines[start : place - 1], start, is_odd)
            start, is_odd = place, False
        elif fence := _FENCE.match(line):
            end = _end(lines, place, *fence.groups())
            if is_odd or start < place - 1 or len(fence[1]) % 4 or (end < len(lines) and lines[end].strip()):
                is_odd = True
                place = end
                continue
            yield Block(lines[place - 1 : end], place - 1)
            start = place = end
        elif line.lstrip().startswith("```"):
            raise ForeignError
    if start < len(lines):
        yield Block(lines[start:], start, is_odd)


def _end(lines: list[str], place: int, indent: str, fence: str) -> int:
    """Behind the fence that ends a code block."""
    for number in range(place, len(lines)):
        line = lines[number]
        if line == indent + fence:
            return number + 1
        if line.strip() and (not line.startswith(indent) or line.strip() == fence):
            break
    raise ForeignError
