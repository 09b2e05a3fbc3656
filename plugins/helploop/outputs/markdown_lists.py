"""Lists of plain Markdown, as Python-Markdown builds them: items in a line, items with blocks, lists in items.

An item is text, or holds blocks; its text becomes a paragraph as soon as an empty line stands behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.outputs.markdown_inline import ForeignError, inline_html

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

INDENT = "    "
_PATTERNS = {"ol": re.compile(r"^(\d{1,9})\.[ ]+(\S.*)$"), "ul": re.compile(r"^([-*+])[ ]+(\S.*)$")}
#: An item below another one of the same list may stand a little to the right.
_NEXT = {"ol": re.compile(r"^ {0,3}(\d{1,9})\.[ ]+(\S.*)$"), "ul": re.compile(r"^ {0,3}([-*+])[ ]+(\S.*)$")}
_TEXT = (
    r"(?!\d+[.)])(?:[^\W_]|[^\x00-\x7f\s]|[(\"'$@%,;.)&]|`(?!`)|\*{1,3}[^\s*]|_{1,3}[^\s_]|!?\[(?![ xX]\])"
    r"|/(?!//)|\{|<(?=(?:a|abbr|b|bdi|br|cite|code|del|em|i|img|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var)"
    r"[ >]|https?:|[\w.+-]+@)|~(?!~~)|\+\d|\\[*_#>+.!\[-])"
)
#: What is to be done, or done.
_TASK = re.compile(r"\[([ xX])\] +(\S.*)$")
#: How a line begins that can only be text: not a list, a quote, a table, a rule, a definition.
TEXT_LINE = re.compile(_TEXT)
#: The same where text came before: further to the right, and in a paragraph as an item that begins no list.
MORE_TEXT = re.compile(rf" *{_TEXT}| {{0,3}}(?:-|\d+[.)]) +{_TEXT}")
LATER_LINE = re.compile(rf" *(?:(?:-|\d+[.)]) +)?{_TEXT}")


@dataclass(slots=True)
class Item:
    """Text, and what stands below it: finished HTML, and lists that may still grow."""

    text: str
    is_task: bool = False
    blocks: list[str | List | Note] = field(default_factory=list)

    def wrap(self) -> None:
        """Make a paragraph of the text."""
        if self.text:
            self.blocks.insert(0, f"<p>{self.text}</p>")
            self.text = ""

    def html(self) -> str:
        """The item as HTML."""
        name = '<li class="task-list-item">' if self.is_task else "<li>"
        if not self.blocks:
            return f"{name}{self.text}</li>\n"
        inside = "\n".join(one if isinstance(one, str) else one.html() for one in self.blocks)
        return f"{name}{self.text or chr(10)}{inside}\n</li>\n"


@dataclass(slots=True)
class Note:
    """A note in an item: its lines so far, which may still grow."""

    lines: list[str]
    render: Callable[[list[str]], str]

    def html(self) -> str:
        """The note as HTML."""
        return self.render(self.lines)


@dataclass(slots=True)
class List:
    """A list: its element, `start` as it was written, and the items so far. `render` makes any other block."""

    tag: str
    start: str
    render: Callable[[list[str]], str]
    items: list[Item] = field(default_factory=list)

    def html(self) -> str:
        """The list as HTML."""
        start = f' start="{self.start}"' if self.tag == "ol" and self.start != "1" else ""
        tasks = ' class="task-list"' if any(item.is_task for item in self.items) else ""
        return f"<{self.tag}{tasks}{start}>\n{''.join(item.html() for item in self.items)}</{self.tag}>"

    def take(self, lines: Sequence[str]) -> None:
        """A block of items behind this list: an empty line stands between."""
        if not lines[0].startswith(INDENT):
            self.items[-1].wrap()
            self._items(lines, is_loose=True)
            return
        lines = dedented(lines)
        last = self.items[-1].blocks[-1] if self.items[-1].blocks else None
        tag = list_tag(lines[0])
        if lines[0].startswith(INDENT):  # below an item of a list in the item
            if isinstance(last, Note):
                last.lines += ["", *lines]
            elif isinstance(last, List):
                last.take(lines)
            else:
                raise ForeignError
        elif isinstance(last, List) and tag == last.tag:
            self.items[-1].wrap()
            last.take(lines)
        else:
            self.items[-1].wrap()
            self.items[-1].blocks.append(self._block(lines, tag))

    def _block(self, lines: list[str], tag: str) -> str | List | Note:
        if lines[0].startswith(("!!!", "???")):
            return Note(lines, self.render)
        return new_list(lines, self.render) if tag else self.render(lines)

    def _items(self, lines: Sequence[str], *, is_loose: bool = False) -> None:
        """Lines that are items of this list, or of lists in them."""
        place, pattern = 0, _NEXT[self.tag]
        while place < len(lines):
            match = pattern.match(lines[place])
            if match is None:
                raise ForeignError
            task = _TASK.match(match[2])
            first = task[2] if task else match[2]
            if not TEXT_LINE.match(first):
                raise ForeignError
            is_first = not place
            text = [first]
            place += 1
            while place < len(lines) and MORE_TEXT.match(lines[place]) and not pattern.match(lines[place]):
                text.append(lines[place])
                place += 1
            html = inline_html("\n".join(text))
            if task:
                html = f'<input type="checkbox" disabled{"" if task[1] == " " else " checked"}/> {html}'
            self.items.append(Item(html, is_task=task is not None))
            if is_loose and is_first:
                self.items[-1].wrap()
            end = place
            while end < len(lines) and lines[end].startswith(INDENT):
                end += 1
            if end > place:
                self.items[-1].blocks.append(new_list(dedented(lines[place:end]), self.render))
                place = end


def list_tag(line: str) -> str:
    """The element of the list that a line belongs to; empty when it is no item."""
    return next((tag for tag, pattern in _PATTERNS.items() if pattern.match(line)), "")


def new_list(lines: Sequence[str], render: Callable[[list[str]], str]) -> List:
    """A list that begins with these lines."""
    tag = list_tag(lines[0])
    if not tag:
        raise ForeignError
    start = lines[0].partition(".")[0] if tag == "ol" else ""
    made = List(tag, start, render)
    made._items(lines)  # noqa: SLF001 - of this module
    return made


def dedented(lines: Sequence[str]) -> list[str]:
    """Lines one step further to the left; empty ones stand in code."""
    if not all(line.startswith(INDENT) or not line for line in lines):
        raise ForeignError
    return [line[4:] for line in lines]
