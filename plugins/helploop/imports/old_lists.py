"""Lists as CommonMark reads them, written as they are read here.

There, what belongs to an item begins where its text begins; here, four spaces to the right of the item. There, a list
may follow a paragraph; here, an empty line stands between. The rules: spec.commonmark.org, 5.2 and 5.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from helploop.imports.old_text import code_lines

STEP = 4
_ITEM = re.compile(r"(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap> +)(?P<text>\S.*)")
_RULE = re.compile(r"(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})")
#: What ends a paragraph, besides an item and code.
_NO_TEXT = re.compile(r"#{1,6} |>|:::|<|\||!!!|\?\?\?")


class _Item(NamedTuple):
    """An item that is open: where its text begins in the old file, and its sign."""

    column: int
    marker: str


def plain_lists(text: str) -> str:
    """A text whose lists are indented by four spaces, each behind an empty line where it needs one."""
    writer = _Writer()
    for line, is_code in code_lines(text):
        writer.take(line, is_code=is_code)
    return "\n".join(writer.written)


@dataclass(slots=True)
class _Writer:
    """The lines so far. `gaps` says of each open item whether an empty line was written since it began."""

    written: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    gaps: list[bool] = field(default_factory=list)
    above: str = ""
    """What the line above is: `text` of a paragraph, an `item`'s, `code`, something `other`, or nothing."""
    fence: str = ""
    """What closes the code block that is open, """
    moved: int = 0
    """and how far its lines move."""

    def take(self, line: str, *, is_code: bool) -> None:
        """Write one line."""
        if is_code:
            self._take_code(line)
            return
        line = line.expandtabs(STEP)
        bare = line.lstrip(" ")
        if bare:
            self._take_text(bare, len(line) - len(bare))
        else:
            self._write_empty()

    def _take_code(self, line: str) -> None:
        wide = line.expandtabs(STEP)
        indent = len(wide) - len(wide.lstrip(" "))
        opens, bare = not self.fence, wide.strip(" >")
        if opens:
            depth = self._reached(indent)
            self._part(depth)
            self._close_to(depth)
            self.moved = STEP * len(self.items) - indent if self.items else 0
            self.fence = bare[: len(bare) - len(bare.lstrip("`~"))]
        is_moved = self.moved and line.strip()
        self.written.append(" " * max(0, indent + self.moved) + line.lstrip(" \t") if is_moved else line)
        self.above = "code"
        if not opens and bare.startswith(self.fence) and not bare.strip("`~"):
            self.fence = ""

    def _take_text(self, bare: str, indent: int) -> None:
        open_items = self._reached(indent)
        column = self.items[open_items - 1].column if open_items else 0
        found = None if indent - column >= STEP or _RULE.fullmatch(bare) else _ITEM.fullmatch(bare)
        is_text = self.above in ("text", "item")
        if found and not (is_text and open_items == len(self.items) and not _may_interrupt(found)):
            self._write_item(found, indent, open_items)
            return
        if is_text and open_items < len(self.items) and not _NO_TEXT.match(bare) and not _RULE.fullmatch(bare):
            open_items, column = len(self.items), indent  # a paragraph goes on from anywhere
        self._part(open_items)
        self._close_to(open_items)
        inside = 0 if is_text or indent - column < STEP else indent - column  # code, then
        self.written.append(" " * (STEP * open_items + inside) + bare)
        self.above = "other" if _NO_TEXT.match(bare) else "text"

    def _write_item(self, found: re.Match[str], indent: int, depth: int) -> None:
        is_next = depth < len(self.items) and _kind(self.items[depth].marker) == _kind(found["marker"])
        needs_gap = self.above == "code" or (
            self.gaps[depth] if is_next else self.above == "text" or (self.above == "item" and depth < len(self.items))
        )
        if needs_gap and self.written and self.written[-1]:
            self._write_empty()
        self._close_to(depth)
        gap = len(found["gap"]) if len(found["gap"]) <= STEP else 1
        self.items.append(_Item(indent + len(found["marker"]) + gap, found["marker"]))
        self.gaps.append(False)
        marker = found["marker"].replace(")", ".")
        self.written.append(f"{' ' * (STEP * depth)}{marker} {found['text']}")
        self.above = "item"

    def _write_empty(self) -> None:
        self.written.append("")
        self.gaps = [True] * len(self.gaps)
        self.above = ""

    def _reached(self, indent: int) -> int:
        """How many of the open items a line with this indent is in."""
        return next((at for at, item in enumerate(self.items) if indent < item.column), len(self.items))

    def _part(self, depth: int) -> None:
        """Write an empty line below code, and below items that end here."""
        if self.above == "code" or (self.above and depth < len(self.items)):
            self._write_empty()

    def _close_to(self, depth: int) -> None:
        del self.items[depth:], self.gaps[depth:]


def _kind(marker: str) -> bool:
    return marker[0].isdigit()


def _may_interrupt(found: re.Match[str]) -> bool:
    """Whether an item may begin a list in the middle of a paragraph."""
    return not _kind(found["marker"]) or found["marker"][:-1] == "1"
