"""Cells of tables that people open in a spreadsheet: no text is taken for a formula, and each reads back as it was."""

from __future__ import annotations

#: What makes a spreadsheet compute, alone or behind a line end; the wide forms do so in Chinese and Japanese settings.
_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")
_QUOTE = "'"


def to_cell(text: str) -> str:
    """A text as a cell: an apostrophe says that it is one.

    >>> to_cell("=cmd|' /c calc'!A0"), to_cell("csv-export")
    ("'=cmd|' /c calc'!A0", 'csv-export')
    """
    needs = text[:1] in _SIGNS or _is_quoted(text)
    return f"{_QUOTE}{text}" if needs else text


def from_cell(cell: str) -> str:
    """The text of a cell.

    >>> from_cell("'+1@example.com"), from_cell("'tis")
    ('+1@example.com', "'tis")
    """
    return cell[1:] if _is_quoted(cell) else cell


def _is_quoted(text: str) -> bool:
    return text[:1] == _QUOTE and (text[1:2] in _SIGNS or text[1:2] == _QUOTE)
