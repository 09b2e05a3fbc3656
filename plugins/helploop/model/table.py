"""A table as people save it (CSV, or with semicolons or tabs): its rows, each with the line it begins on."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: What Excel writes above a table to say what parts its cells.
_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)


class TableError(ValueError):
    """From a line on the text is no table."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def parse_cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, the first line with the names among them.

    Raises:
        TableError: the quotation marks of a row don't fit.
    """
    plain = text.removeprefix("\ufeff")
    header = next((line for line in re.split(r"[\r\n]+", plain) if line.strip()), "")
    said = _SEPARATOR.fullmatch(header)
    delimiter = said[1] if said else max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if said:
                said = None if any(cells) else said
            elif any(cell.strip() for cell in cells):
                yield start, cells
    except csv.Error as error:
        raise TableError(line, str(error)) from None


def surplus(names: Sequence[str], cells: Sequence[str]) -> str:
    """What is wrong with a row that says more than the first line names; empty when nothing is."""
    if not any(cell.strip() for cell in cells[len(names) :]):
        return ""
    return f"the row has {len(cells)} cells, the first line names {len(names)} columns"


def doubled(names: Sequence[str]) -> list[str]:
    """The names that stand more than once in the first line."""
    return sorted({name for name in names if name and list(names).count(name) > 1})
