"""Exports read row by row, CSV or JSON or JSON lines: a bad row is named with its line, the others are kept."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helploop.imports.json_text import parse_json
from helploop.model.problem import Problem, warning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: So many bad rows are named one by one.
MOST_NAMED = 100
_FIRST_LINES = 20
LONGEST_CELL = 2_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it was written, and the line it begins on (in a JSON list: its number)."""

    line: int
    value: Mapping[str, Any]


Found = Row | Problem


def decode_export(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """An export's text. Letters that are no UTF-8 are replaced, and the first line with one is named."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        data = data.decode("utf-16", "replace").encode()
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        bad = sum(b"\xef\xbf\xbd" in line.decode("utf-8", "replace").encode() for line in data.split(b"\n"))
        line = data.count(b"\n", 0, error.start) + 1
        found = f"not UTF-8 text from here on ({bad} line{'s' * (bad != 1)}); unreadable letters are left out"
        hint = "export it as UTF-8"
        return data.decode("utf-8-sig", "replace"), [warning(path, line, "not-utf-8", found, hint)]


def parse_rows(text: str, path: str) -> Iterator[Found]:
    """Every record of an export, or the problem that stands in its place."""
    plain = text.lstrip()
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > 1 and _are_json(line for _, line in lines[:_FIRST_LINES]):
        yield from _json_lines(lines, path)
        return
    if plain[:1] not in {"{", "["}:
        yield from _csv_rows(text, path)
        return
    data, fault = parse_json(plain)
    if fault is not None:
        line = text[: len(text) - len(plain)].count("\n") + fault.line
        yield Problem(path, line, "bad-export", f"the JSON ends in a mistake: {fault.words}", "export it again")
        return
    yield from _json_rows(data, path)


def _are_json(lines: Iterable[str]) -> bool:
    """Whether most of these are an object each: a log, also when its first line was cut."""
    found = [isinstance(parse_json(line)[0], dict) for line in lines]
    return sum(found) * 2 > len(found)


def _json_lines(lines: Iterable[tuple[int, str]], path: str) -> Iterator[Found]:
    for number, line in lines:
        value, fault = parse_json(line)
        if fault is not None:
            yield warning(path, number, "bad-line", f"no JSON: {fault.words}", "one object a line was expected")
        elif isinstance(value, dict):
            yield Row(number, value)
        else:
            yield warning(path, number, "bad-line", "no JSON object", "one object a line was expected")


def _json_rows(data: Any, path: str) -> Iterator[Found]:
    for number, value in enumerate(_records(data), 1):
        if isinstance(value, dict):
            yield Row(number, value)
        else:
            yield warning(path, 0, "bad-line", f"record {number} is no JSON object", "a list of objects was expected")


def _records(data: Any) -> list[Any]:
    """The list an answer of an API holds: its longest list of objects, at the top or in `_embedded`."""
    if isinstance(data, list):
        return data
    places = [data, data["_embedded"]] if isinstance(data.get("_embedded"), dict) else [data]
    lists = [
        value
        for place in places
        for key, value in place.items()
        if isinstance(value, list) and value and isinstance(value[0], dict) and key not in {"comments", "threads"}
    ]
    is_record = any(key in data for key in ("subject", "description", "source", "body", "query", "signal"))
    return max(lists, key=len) if lists and not is_record else [data]


def _csv_rows(text: str, path: str) -> Iterator[Found]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    names: list[str] = []
    delimiter = max(",;\t", key=lines[start].count) if start < len(lines) else ","
    failures = 0
    while start < len(lines):
        try:
            cells, end = _record(lines, start, delimiter)
        except csv.Error as error:
            failures += 1
            end = start + 1
            yield warning(path, start + 1, "bad-row", f"the row can't be read: {error}", "look at its quotation marks")
            if failures > MOST_NAMED:  # each open quotation mark is looked for in all the rest
                found = f"too many rows that can't be read; the {len(lines) - end} lines from here are left out"
                yield Problem(path, end + 1, "bad-export", found, "export it again")
                return
        else:
            if not names:
                names = [cell.strip() for cell in cells]
            elif len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
                found = f"the row has {len(cells)} cells, the first line names {len(names)} columns"
                yield warning(
                    path, start + 1, "bad-row", found, "put a cell with the separator in it in quotation marks"
                )
            elif any(cell.strip() for cell in cells):
                yield Row(start + 1, dict(zip(names, (cell.strip() for cell in cells), strict=False)))
        start = end


def _record(lines: list[str], start: int, delimiter: str) -> tuple[list[str], int]:
    """The cells of the record that begins on a line, and the line after it; blank lines are a record of nothing."""
    csv.field_size_limit(LONGEST_CELL)
    rest = (line.replace("\0", "") + "\n" for line in lines[start : start + 5000])
    reader = csv.reader(rest, delimiter=delimiter, strict=True)
    cells = next(reader, [])
    return cells, start + max(1, reader.line_num)


def render_cell(value: Any) -> str:
    """A value of an export as text; of a list its names."""
    if isinstance(value, list):
        return ",".join(render_cell(one.get("name", "") if isinstance(one, dict) else one) for one in value)
    return "" if value is None or isinstance(value, dict) else str(value)


def values_of(value: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """A record's texts by their names in small letters, nested ones with dots; blanks and dashes are one.

    >>> values_of({"Requester Email": "a", "source": {"created_at": 1}})
    {'requester email': 'a', 'source.created at': '1'}
    """
    found: dict[str, str] = {}
    for name, inner in value.items():
        plain = before + " ".join(str(name).replace("_", " ").replace("-", " ").split()).casefold()
        if isinstance(inner, dict):
            found |= values_of(inner, f"{plain}.")
        else:
            found[plain] = render_cell(inner)
    return found
