"""What CommonMark reads otherwise than our Markdown: lists indented by two spaces, and words behind a fence.

Here four spaces put a line into an item of a list, and a list begins behind an empty line.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from helploop.imports.old_text import code_lines

_ITEM = re.compile(r"(?P<indent>[ ]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>[ ]+)(?P<text>\S.*)")
_RULE = re.compile(r"[ ]*(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})")
_NO_TEXT = re.compile(r"[ ]*(?:#{1,6}[ ]|>|:::|<|\||!!!)")
_FENCE = re.compile(r"(?P<start>[ ]*(?:`{3,}|~{3,}))[ ]*(?P<language>[\w+#.-]*)(?P<rest>[ ]+[^`]*|\{[^`]*)")
_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)')""")
#: Remarks in code which mark lines of it for readers, who don't see them.
_MARK = re.compile(r"[ \t]*(?://|#|--|%|<!--|\{?/\*)[ \t]*highlight-(?:start|end|next-line)[ \t]*(?:-->|\*/\}?)?[ \t]*")
_LINES = re.compile(r"\{([\d,\s-]+)\}")


class _Item(NamedTuple):
    """An item that is open: the column of its text in the old file, and how far its text is indented here."""

    column: int
    indent: int


def plain_lists(text: str) -> str:
    """A text whose lists are indented by four spaces, each behind an empty line."""
    items: list[_Item] = []
    written: list[str] = []
    is_text = False  # whether the line above is one of a paragraph, which a line may go on with from anywhere
    for line, is_code in code_lines(text.expandtabs(4)):
        if not line.strip():
            written.append("")
            is_text = False
            continue
        found = None if is_code or _RULE.fullmatch(line) else _ITEM.fullmatch(line)
        indent = len(line) - len(line.lstrip(" "))
        if not (is_text and found is None and not _NO_TEXT.match(line)) or (items and indent >= items[-1].column):
            while items and indent < items[-1].column:
                items.pop()
        if found and _interrupts(found, items, is_text=is_text):
            if not items and written and written[-1] and not _ITEM.match(written[-1]):
                written.append("")
            here = items[-1].indent if items else indent
            items.append(_Item(len(found["indent"] + found["marker"] + found["gap"]), here + 4))
            written.append(f"{' ' * here}{found['marker']} {found['text']}")
        else:
            written.append(_moved(line, items[-1]) if items else line)
        is_text = not is_code and not _NO_TEXT.match(line)
    return "\n".join(written)


def _interrupts(found: re.Match[str], items: list[_Item], *, is_text: bool) -> bool:
    """Whether a line is an item: in the middle of a paragraph a number is one of a list only if it is the first."""
    return not is_text or bool(items) or not found["marker"][0].isdigit() or found["marker"][:-1] == "1"


def _moved(line: str, item: _Item) -> str:
    """A line of an item at its new place."""
    indent = len(line) - len(line.lstrip(" "))
    return " " * (item.indent + max(indent - item.column, 0)) + line.lstrip(" ")


def plain_fences(text: str) -> str:
    """A text whose code blocks have their language, title and marked lines in our words, and nothing else."""
    before = False
    written = []
    for line, is_code in code_lines(text):
        opens = is_code and not before
        found = _FENCE.fullmatch(line) if opens else None
        if not (is_code and _MARK.fullmatch(line)):
            written.append(_fence(found) if found else line)
        before = is_code and not _closes(line, opens=opens)
    return "\n".join(written)


def _closes(line: str, *, opens: bool) -> bool:
    return not opens and bool(re.fullmatch(r"[ >]*(?:`{3,}|~{3,})[ ]*", line))


def _fence(found: re.Match[str]) -> str:
    title = _TITLE.search(found["rest"])
    lines = _LINES.search(found["rest"])
    parts = [f"{found['start']}{found['language'] or 'text'}"]
    parts += [f'title="{(title[1] or title[2] or "").strip()}"'] if title else []
    marked = " ".join(re.findall(r"\d+(?:-\d+)?", lines[1])) if lines else ""
    parts += [f'hl_lines="{marked}"'] if marked else []
    return " ".join(parts)
