"""Lists that come out as something else than their author saw: most editors show them as CommonMark has it.

Here, a list needs an empty line above it and what belongs to an item four spaces, whatever sign the item begins with.
CommonMark's own rules (spec.commonmark.org, 5.2 and 5.3) say what was meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.problem import Problem, warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STEP = 4
#: A line between two steps, and the beginning of code there.
_BETWEEN = re.compile(r"\n(?:> ?)*(?:    )* {1,3}\S")
_CODE_BETWEEN = re.compile(r"\n(?:    )* {1,3}(?:```|~~~)")
_ITEM_LINE = re.compile(r"\n([ >]*)(?:([-*+])|\d{1,9}\.) ")
#: An item below a line that is not empty.
_TIGHT = re.compile(_ITEM_LINE.pattern.replace(r"\n", r"\n(?<!\n\n)", 1))
_ITEM = re.compile(r" {0,3}(?P<sign>[-*+]|\d{1,9}\.)(?P<gap> +)(?P<text>\S.*)")
#: What may begin a list in the middle of a paragraph.
_BEGINS = re.compile(r" {0,3}(?:[-*+]|1\.) +\S")
#: Signs of other tools.
_OTHER_SIGN = re.compile(r" {0,3}(?P<sign>[•◦▪‣]|1\))\s+\S")
_OTHER_SIGNS = ("•", "◦", "▪", "‣", "\n1) ")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
#: What holds blocks that are indented.
_HOLDS = re.compile(r"!!!|\?\?\?|===? |\[\^[^\]]+\]:")
#: Blocks of which nothing is known here.
_OTHER = re.compile(r" {0,3}(?:[|<:]|\[[^\]]+\]:|\*\[[^\]]+\]:|/{3})")
_HEADING = re.compile(r"#{1,6}\s")
_FENCE = re.compile(r" *(`{3,}|~{3,})")
_QUOTE = re.compile(r" {0,3}> ?")
_LONGEST = 40


class _Line(NamedTuple):
    """A line and its number; of a code block only the first one."""

    number: int
    text: str

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip(" "))


class _Fault(NamedTuple):
    line: _Line
    message: str
    hint: str


def list_faults(text: str, blanked: str, first_line: int, path: str) -> Iterator[Problem]:
    """A warning for each block with such a list. `blanked` is the text without its code; no line has moved."""
    if not _is_doubtful(f"\n{blanked.expandtabs(STEP)}") and not _CODE_BETWEEN.search(text.expandtabs(STEP)):
        return
    written = text.split("\n")
    for line, message, hint in _Reader().read(_lines(written, blanked)):
        column = len(written[line.number]) - len(written[line.number].lstrip(" \t>")) + 1
        yield warning(path, first_line + line.number, "broken-list", message, hint, column)


def _is_doubtful(text: str) -> bool:
    """Whether something may be wrong, which is quickly seen: of most texts nothing more is asked."""
    if _BETWEEN.search(text) or any(sign in text for sign in _OTHER_SIGNS):
        return True
    for item in _TIGHT.finditer(text):
        start = text.rfind("\n", 0, item.start())
        above = _ITEM_LINE.match(text, start) if start > 0 else None
        if above is None or above.groups() != item.groups():
            return True
    return False


def _lines(written: Sequence[str], blanked: str) -> list[_Line]:
    """The lines as they were written, without what stands in code blocks."""
    found: list[_Line] = []
    opened = ""
    for number, (line, shown) in enumerate(zip(written, blanked.split("\n"), strict=True)):
        if opened:
            bare = line.strip(" >")
            opened = "" if bare.startswith(opened) and not bare.strip("`~") else opened
            continue
        fence = None if shown.strip(" >") else _FENCE.match(line)
        opened = fence[1] if fence and "`" not in line[fence.end() :] else ""
        found.append(_Line(number, line.expandtabs(STEP)))
    return found


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines between empty ones."""
    block: list[_Line] = []
    for line in lines:
        if line.text.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


class _Reader:
    """Reads the blocks of one level. `width` is where the text of the last item begins, 0 where no list is open."""

    def __init__(self) -> None:
        self.width = 0
        self.holds = False
        self.inside: list[_Line] = []

    def read(self, lines: Sequence[_Line]) -> Iterator[_Fault]:
        """What is wrong on this level and those below, at most one fault a block and level."""
        for block in _blocks(lines):
            yield from self._next(block)
        yield from self._inside()

    def _next(self, block: list[_Line]) -> Iterator[_Fault]:
        if not block:
            return
        if block[0].indent >= STEP:
            yield from self._below(block)
            return
        yield from self._inside()
        yield from self._block(block)

    def _inside(self) -> Iterator[_Fault]:
        lines, self.inside = self.inside, []
        if lines:
            yield from _Reader().read(lines)

    def _keep(self, lines: Sequence[_Line]) -> None:
        """For what is below: lines one step further to the left, and an empty one where nothing goes on."""
        self.inside += [_Line(line.number, line.text[min(line.indent, STEP) :]) for line in lines]

    def _end(self) -> None:
        self.inside.append(_Line(0, ""))

    def _below(self, block: list[_Line]) -> Iterator[_Fault]:
        """A block that belongs to an item or a note; elsewhere it is code."""
        if not self.width and not self.holds:
            return
        end = next((at for at, line in enumerate(block) if line.indent < STEP and _ITEM.match(line.text)), len(block))
        self._keep(block[:end])
        self._end()
        if end == len(block):
            return
        if self.width:
            found = f"{_shown(block[end])} does not go on with the list: it becomes part of what stands above it"
            yield _Fault(block[end], found, "put an empty line above it")
        else:
            yield from self._next(block[end:])

    def _block(self, block: list[_Line]) -> Iterator[_Fault]:
        first = block[0]
        item = None if _RULE.match(first.text) else _ITEM.match(first.text)
        if self.width and first.indent >= self.width:
            yield self._left(first, is_item=item is not None)
        elif item:
            self.holds = False
            yield from self._items(block)
        else:
            self.width, self.holds = 0, _HOLDS.match(first.text) is not None
            yield from self._other(block)

    def _left(self, line: _Line, *, is_item: bool) -> _Fault:
        what = "stands beside the item above, not below it" if is_item else "has left the list above"
        spaces = "1 space" if line.indent == 1 else f"{line.indent} spaces"
        return _Fault(line, f"{_shown(line)} {what}: it is indented by {spaces}", f"indent it by {STEP} spaces")

    def _items(self, block: list[_Line]) -> Iterator[_Fault]:
        """A block that begins with an item."""
        sign = ""
        for at, line in enumerate(block):
            if _HEADING.match(line.text):
                yield from self._next(block[at:])
                return
            item = None if line.indent >= STEP else _ITEM.match(line.text)
            if item is None:
                self._keep([line] if line.indent >= STEP else [])
                continue
            if at and line.indent >= self.width and _BEGINS.match(line.text):
                yield self._left(line, is_item=True)
                break
            if sign and item["sign"][0].isdigit() != sign[0].isdigit() and _BEGINS.match(line.text):
                yield _begins_none(line)
                break
            sign = item["sign"]
            self.width = line.indent + len(sign) + (len(item["gap"]) if len(item["gap"]) <= STEP else 1)
            self._end()
        self._end()

    def _other(self, block: list[_Line]) -> Iterator[_Fault]:
        """A block that is no list, or only from a line on."""
        first = block[0]
        if _QUOTE.match(first.text):
            inside = [_Line(line.number, _QUOTE.sub("", line.text, count=1)) for line in block]
            yield from _Reader().read(inside)
        elif self.holds:
            self._keep([line for line in block[1:] if line.indent >= STEP])
            self._end()
        elif _HEADING.match(first.text):
            yield from self._next(block[1:])
        elif not _OTHER.match(first.text):
            yield from self._paragraph(block)

    def _paragraph(self, block: list[_Line]) -> Iterator[_Fault]:
        other = _OTHER_SIGN.match(block[0].text)
        if other:
            hint = "write `1.`" if other["sign"] == "1)" else "write `- `"
            yield _Fault(block[0], f"`{other['sign']}` begins no list: it is published as it stands", hint)
            return
        for at, line in enumerate(block[1:], 1):
            if _HEADING.match(line.text):
                yield from self._next(block[at:])
                return
            if line.indent < STEP and _BEGINS.match(line.text) and not _RULE.match(line.text):
                yield _begins_none(line)
                return


def _begins_none(line: _Line) -> _Fault:
    found = f"{_shown(line)} begins no list: it becomes part of what stands above it"
    return _Fault(line, found, "put an empty line above it")


def _shown(line: _Line) -> str:
    if _FENCE.match(line.text):
        return "the code"
    text = line.text.strip().replace("`", "")
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"
