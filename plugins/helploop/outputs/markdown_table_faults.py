"""Tables that come out as something else: rows that lose cells, and tables that are none and show their signs.

Other tools, and the editors that show a text as they do, begin a table right below a line of text. Here it needs an
empty line. Where a table begins, and where its cells end, is said as the library says it
(`markdown.extensions.tables`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.problem import Problem, warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Below the first line of a table; a text has few lines like it.
_RULE = re.compile(r"\n[ \t>]*[|:-][|: -]*-[|: -]*(?=\n|$)")
_MARGIN = re.compile(r"[ \t>]*")
#: A border, and what only looks like one.
_BORDER = re.compile(r"\\\\|\\\||(\|)")
_LAST_BORDER = re.compile(r"(?<!\\)(?:\\\\)*\|$")
#: What holds the blocks that are indented below it.
_HOLDS = re.compile(r"[-*+][ \t]|\d+\.[ \t]|:[ \t]|!!!|\?\?\?|===|\[\^[^\]]+\]:|/{3}")
#: What may stand right above a table: a note, a tab, an element whose inside is Markdown.
_ABOVE = re.compile(r"!!!|\?\?\?|===|/{3}|<")
#: What a table may stand right below as well: a heading, a rule, a definition. Of a row nothing is known here.
_APART = re.compile(r"#|=+$|[-*_ ]{3,}$|\*?\[[^\]]+\]:|.*\||" + _ABOVE.pattern)
_ITEM = re.compile(r"(?:[-*+]|\d+\.)[ \t]")
_FENCE = re.compile(r"`{3,}|~{3,}")
_STEP = 4
_LONGEST = 40


class _Line(NamedTuple):
    """A line without its margin: as it was written, and without its code."""

    text: str
    blanked: str
    margin: str

    @property
    def indent(self) -> int:
        return len(self.margin.rpartition(">")[2].expandtabs(_STEP))

    @property
    def quotes(self) -> int:
        return self.margin.count(">")


def table_faults(text: str, blanked: str, first_line: int, path: str) -> Iterator[Problem]:
    """A warning for each row that loses something. `blanked` is the text without its code; no line has moved."""
    found = list(_RULE.finditer(blanked))
    if not found:
        return
    lines = [_line(*pair) for pair in zip(text.split("\n"), blanked.split("\n"), strict=True)]
    for rule in found:
        number = blanked.count("\n", 0, rule.start() + 1)
        for row, column, lost, count, columns in _lost(lines, number):
            wide = f"{columns} column" if columns == 1 else f"{columns} columns"
            message = f"`{lost}` is not published: this row has {count} cells, and its table {wide}"
            hint = "add a column to the first two lines of the table; a `|` that is no border is written `\\|`"
            yield warning(path, first_line + row, "lost-cells", message, hint, column)
        if none := _none(lines, number):
            head = lines[number - 1]
            message = f"{_shown(head)} begins no table: {none[0]}"
            yield warning(path, first_line + number - 1, "broken-table", message, none[1], len(head.margin) + 1)


def _shown(line: _Line) -> str:
    text = line.text.strip().replace("`", "")
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


def _none(lines: Sequence[_Line], rule: int) -> tuple[str, str] | None:
    """Why what looks like the first two lines of a table is none, and what to do; None where it is one, or is code."""
    head, above = lines[rule - 1], lines[rule - 2] if rule > 1 else None
    if not all(any(match[1] for match in _BORDER.finditer(line.blanked)) for line in (head, lines[rule])):
        return None
    has_border = any(_borders(head))
    columns, below = len(_cells(head, has_border)), len(_cells(lines[rule], has_border))
    if _begins(lines, rule - 1):
        if columns == below:
            return None
        found = f"it has {columns} column{'s' * (columns != 1)}, and the line below it {below}"
        return found, f"write below it `{'|---' * columns}|`"
    if above is None or not above.text or above.quotes < head.quotes or _APART.match(above.text):
        return None
    if columns != below or (head.indent >= _STEP and not _is_held(lines, rule - 1)) or _ends_above(lines, rule - 1):
        return None
    if not above.blanked.strip() and _FENCE.match(above.text):
        return "it stands right below a code block", "put an empty line above it"
    more = f", and indent it by {_STEP} spaces" if 0 < head.indent < _STEP and _ITEM.match(above.text) else ""
    return "it becomes part of the text above it", f"put an empty line above it{more}"


def _line(written: str, blanked: str) -> _Line:
    margin = _MARGIN.match(written)
    end = margin.end() if margin else 0
    return _Line(written[end:].rstrip(" "), blanked[end:].rstrip(" "), written[:end])


def _lost(lines: Sequence[_Line], rule: int) -> Iterator[tuple[int, int, str, int, int]]:
    """The rows of a table that lose something: the line's number, the column, what is lost, and how many cells."""
    head = lines[rule - 1]
    borders = _borders(head)
    columns = len(_cells(head, any(borders)))
    is_table = columns == len(_cells(lines[rule], any(borders))) and (columns > 1 or any(borders))
    if not is_table or not _begins(lines, rule - 1):
        return
    rows = list(_rows(lines, rule, head))
    if columns == 1 and not all(any(_borders(lines[number])) for number in rows):
        return
    for number in rows:
        line = lines[number]
        cells = _cells(line, any(borders))
        for start, cell in cells[columns:]:
            if shown := cell.strip().replace("`", ""):
                shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
                column = len(line.margin) + start + len(cell) - len(cell.lstrip()) + 1
                yield number, column, shown, len(cells), columns
                break


def _rows(lines: Sequence[_Line], rule: int, head: _Line) -> Iterator[int]:
    """The numbers of the lines below a table's first two, to the end of their block."""
    for number in range(rule + 1, len(lines)):
        line = lines[number]
        is_left = line.indent < head.indent and head.indent >= _STEP
        if not line.text or is_left or line.quotes > head.quotes:
            return
        yield number


def _borders(line: _Line) -> tuple[bool, bool]:
    """Whether a line has a border at its left and at its right."""
    return line.text.startswith("|"), _LAST_BORDER.search(line.text) is not None


def _cells(line: _Line, has_border: bool) -> list[tuple[int, str]]:  # noqa: FBT001 - of the table, not a mode
    """The cells of a row, each with where it starts."""
    start, end = 0, len(line.blanked)
    if has_border:
        start = 1 if line.blanked.startswith("|") else 0
        end = end - 1 if _LAST_BORDER.search(line.blanked, start) else end
    borders = [match.start() for match in _BORDER.finditer(line.blanked, start, end) if match[1]]
    starts = [start, *(border + 1 for border in borders)]
    return [(at, line.text[at:to]) for at, to in zip(starts, [*borders, end], strict=True)]


def _begins(lines: Sequence[_Line], number: int) -> bool:
    """Whether a block begins with a line, and is no code for its indentation."""
    head, above = lines[number], lines[number - 1] if number else None
    if not head.text or (above and above.text and above.quotes >= head.quotes and not _ABOVE.match(above.text)):
        return False
    return head.indent < _STEP or _is_held(lines, number)


def _ends_above(lines: Sequence[_Line], number: int) -> bool:
    """Whether indented code, or the inside of a note or a tab, ends above a line, which is indented less."""
    top = number - 1
    while top > 0 and lines[top].text and lines[top].indent >= _STEP:
        top -= 1
    if lines[top].text and lines[top].indent < _STEP:
        return top < number - 1 and _APART.match(lines[top].text) is not None
    first = top + (not lines[top].text)
    return lines[number].indent < _STEP and first < number and not _is_held(lines, first)


def _is_held(lines: Sequence[_Line], number: int) -> bool:
    """Whether an indented line belongs to an item, a note or the like above it."""
    indent = lines[number].indent
    while indent >= _STEP and number > 0:
        number -= 1
        line = lines[number]
        if line.text and line.indent < indent:
            indent = line.indent
            if _HOLDS.match(line.text):
                return True
    return False
