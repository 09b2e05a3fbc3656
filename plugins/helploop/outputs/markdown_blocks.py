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
_OPTION = rf'(?:title="[\w./ -]+"|hl_lines="{_NUMBERS}"|linenums="\d+")'
_FENCE = re.compile(rf"^( *)(```+)[A-Za-z0-9+#-]*(?: {_OPTION})*$", re.ASCII)
#: Others that begin code as well.
_OTHER_FENCE = re.compile(
    rf"^( *)(```+|~~~+) *(?:[A-Za-z0-9+#-]*(?: {_OPTION})*|{_OPTION}"
    rf"|\{{ *\.[a-z][a-z0-9+#-]*(?: +\.[a-z][a-z0-9+#-]*| +{_OPTION})* *\}})$",
    re.ASCII,
)


class Block(NamedTuple):
    """Lines without an empty one between them, and where they start; a code block with both of its fences.

    It `is_odd` where code stands in it at another place than we read it at: on the lines in `code`.
    """

    lines: list[str]
    start: int
    is_odd: bool = False
    code: tuple[range, ...] = ()

    @property
    def prose(self) -> str:
        """Its text without code."""
        if not self.code:
            return "" if self.lines[0].startswith("```") and not self.is_odd else "\n".join(self.lines)
        hidden = {number - self.start for each in self.code for number in each}
        return "\n".join("" if number in hidden else line for number, line in enumerate(self.lines))


def cut_blocks(lines: list[str]) -> Iterator[Block]:
    """The blocks of a text. A fence to the left ends what is before it; one further in belongs to its block."""
    start, place = 0, 0
    code: list[range] = []
    while place < len(lines):
        line = lines[place]
        place += 1
        if "```" not in line and "~~~" not in line:
            if not _is_empty(line):
                continue
            if start < place - 1:
                yield Block(lines[start : place - 1], start, bool(code), tuple(code))
            start, code = place, []
        elif fence := _FENCE.match(line) or _OTHER_FENCE.match(line):
            end = _end(lines, place, *fence.groups())
            is_last = end == len(lines) or not lines[end].strip()
            if is_last and not code and start == place - 2 and _is_in_note(lines[start], fence[1]):
                yield Block(lines[start : place - 1], start)
                start = place - 1
            if code or start != place - 1 or not is_last or len(fence[1]) % 4 or fence.re is _OTHER_FENCE:
                code.append(range(place - 1, end))
                place = end
                continue
            yield Block(lines[place - 1 : end], place - 1)
            start = place = end
        elif line.lstrip().startswith(("```", "~~~")):
            raise ForeignError
    if start < len(lines):
        yield Block(lines[start:], start, bool(code), tuple(code))


def _is_in_note(line: str, indent: str) -> bool:
    """Whether code stands right below the line that begins a note, and is what it holds."""
    return line.startswith(("!!! ", "??? ", "???+ ")) and indent == "    "


def _is_empty(line: str) -> bool:
    if line and not line.isspace():
        return False
    if line.strip(" "):  # other blanks than these make no line empty to the library
        raise ForeignError
    return True


def _end(lines: list[str], place: int, indent: str, fence: str) -> int:
    """Behind the fence that ends a code block."""
    for number in range(place, len(lines)):
        line = lines[number]
        if line.rstrip(" ") == indent + fence:
            return number + 1
        if line.strip() and (not line.startswith(indent) or line.strip() == fence):
            break
    raise ForeignError
