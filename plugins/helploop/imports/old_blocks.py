"""Boxes and tabs of Docusaurus to ours: `:::tip` to `!!! tip`, and `<TabItem label="npm">` to `=== "npm"`."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field

from helploop.imports.old_text import code_lines

_BOX = re.compile(
    r"""(?P<indent>[ \t]*)(?P<colons>:{3,})[ \t]*(?P<kind>[A-Za-z]+)[ \t]*"""
    r"""(?:\[(?P<label>.*)\]|(?P<title>[^\[\]{}]*?))[ \t]*(?:\{[^{}]*\})?[ \t]*"""
)
_BOX_END = re.compile(r"[ \t]*(?P<colons>:{3,})[ \t]*")
_TABS = re.compile(r"(?P<indent>[ \t]*)<(?P<end>/?)Tabs\b[^<]*>[ \t]*")
_TAB = re.compile(r"(?P<indent>[ \t]*)<TabItem\b(?P<values>[^<>]*)>(?P<inner>.*)")
_TAB_END = re.compile(r"(?P<inner>.*)</TabItem>[ \t]*")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d+[.)])[ \t]")
_VALUE = re.compile(r"""\b(label|value)\s*=\s*\{?["'`]([^"'`]*)["'`]""")


@dataclass(slots=True)
class _Block:
    """A block that is open: its first line as ours, the line it opened with, what closes it, and what is in it."""

    head: str = ""
    opened: str = ""
    closes: str = ""
    indent: str = ""
    tabs: str = ""
    """How far the tabs in it are indented."""
    lines: list[str] = field(default_factory=list)
    has_end: bool = False
    """Whether the last line is the empty one behind a block."""

    def add(self, line: str) -> None:
        """Put a line into it; no second empty one behind a block."""
        if line.strip() or not self.has_end:
            self.lines.append(line)
        self.has_end = self.has_end and not line.strip()

    def take(self, inner: _Block) -> None:
        """Put a block that is closed into it."""
        self.lines += inner.closed()[bool(self.lines and not self.lines[-1].strip()) :]
        self.has_end = True

    def closed(self) -> list[str]:
        """Its lines as ours."""
        inner = textwrap.dedent("\n".join(self.lines)).strip("\n").split("\n")
        written = [textwrap.indent(line, f"{self.indent}    ") if line.strip() else "" for line in inner]
        return ["", f"{self.indent}{self.head}", "", *written, ""]

    def as_it_was(self) -> list[str]:
        """Its lines, when nothing closed it."""
        return [self.opened, *self.lines] if self.opened else self.lines


def plain_blocks(text: str) -> str:
    """A text with its boxes and tabs as ours; what is never closed stays as it is."""
    stack = [_Block()]
    has_tabs = text.count("<TabItem") == text.count("</TabItem>")  # else they are left for their author
    for line, is_code in code_lines(text):
        if is_code:
            stack[-1].add(line)
        elif has_tabs and (tabs := _TABS.fullmatch(line)):
            stack[-1].tabs = _indent(stack[-1].lines, tabs["indent"])
            stack[-1].add("")
        else:
            _take(line, stack)
    while len(stack) > 1:
        last = stack.pop()
        stack[-1].lines += last.as_it_was()
    return "\n".join(stack[0].lines)


def _indent(lines: list[str], indent: str) -> str:
    """What belongs to an item of a list is indented by four spaces; elsewhere blanks before a block mean nothing."""
    items = [item for line in lines if (item := _ITEM.match(line))]
    is_inside = bool(indent and items and len(items[-1]["indent"]) < len(indent))
    return " " * (-(-len(indent) // 4) * 4) if is_inside else ""


def _take(line: str, stack: list[_Block]) -> None:
    top = stack[-1]
    if (end := _BOX_END.fullmatch(line)) and top.closes == end["colons"]:
        stack.pop()
        stack[-1].take(top)
    elif box := _BOX.fullmatch(line):
        title = (box["label"] or box["title"] or "").strip().replace('"', "'")
        kind = {"secondary": "note", "caution": "warning"}.get(box["kind"].lower(), box["kind"].lower())
        head = f'!!! {kind} "{title}"' if title else f"!!! {kind}"
        stack.append(_Block(head, line, box["colons"], _indent(top.lines, box["indent"])))
    elif tab := _TAB.fullmatch(line):
        values = dict(reversed(_VALUE.findall(tab["values"])))
        title = (values.get("label") or values.get("value") or "…").replace('"', "'")
        stack.append(_Block(f'=== "{title}"', line, "tab", top.tabs))
        if tab["inner"].strip():
            _take(tab["inner"], stack)
    elif top.closes == "tab" and (end := _TAB_END.fullmatch(line)):
        top.lines += [end["inner"]] if end["inner"].strip() else []
        stack.pop()
        stack[-1].take(top)
    else:
        top.add(line)
