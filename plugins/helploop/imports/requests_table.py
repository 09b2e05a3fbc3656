"""An export of another tool as flat records: CSV, JSON or one JSON object a line; nested keys are joined with dots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helploop.imports.json_text import parse_json
from helploop.model.problem import Problem, warning
from helploop.model.table import TableError, doubled, parse_cells, surplus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from helploop.imports.json_text import Fault


@dataclass(frozen=True, slots=True)
class Record:
    """One row of an export: its values by column, and the line it stands on (or its number, in JSON)."""

    line: int
    values: Mapping[str, str]


def parse_table(text: str, path: str) -> tuple[tuple[Record, ...], tuple[str, ...], tuple[Problem, ...]]:
    """The records, the columns in the order they were met, and what could not be read.

    An error among the problems means that nothing could; a warning names a row that is left out.
    """
    plain = text.removeprefix("\ufeff")
    problems: list[Problem] = []
    try:
        is_json = plain.lstrip()[:1] in {"{", "["}
        records = tuple(_json_records(plain) if is_json else _csv_records(plain, path, problems))
    except TableError as error:
        hint = "look at its quotation marks, or export it again"
        return (
            (),
            (),
            (Problem(path, error.line, "bad-export", f"the export can't be read from here on: {error}", hint),),
        )
    columns = tuple(dict.fromkeys(name for record in records for name in record.values))
    return records, columns, tuple(problems)


def _csv_records(text: str, path: str, problems: list[Problem]) -> Iterator[Record]:
    names: list[str] = []
    for line, cells in parse_cells(text):
        if not names:
            names = [cell.strip() for cell in cells]
            for name in doubled(names):
                message = f"the column `{name}` stands there twice; the last one is read"
                problems.append(warning(path, line, "double-column", message, "leave one of them"))
        elif found := surplus(names, cells):
            hint = "put a cell with the separator in it in quotation marks"
            problems.append(warning(path, line, "bad-row", f"{found}; it is left out", hint))
        else:
            yield Record(line, {name: cell.strip() for name, cell in zip(names, cells, strict=False)})


def _json_records(text: str) -> Iterator[Record]:
    for number, item in enumerate(_json_items(text), 1):
        if isinstance(item, dict):
            yield Record(number, dict(_flat(item)))


def _json_items(text: str) -> list[Any]:
    data, fault = parse_json(text)
    if fault is not None:
        return _json_lines(text, fault)
    if isinstance(data, list):
        return data
    lists = [value for value in data.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return max(lists, key=len) if lists else [data]


def _json_lines(text: str, fault: Fault) -> list[Any]:
    """One object a line, if the first line is one; else the fault of the whole."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if parse_json(lines[0][1])[1] is not None:
        raise TableError(fault.line, fault.words)
    items = []
    for number, line in lines:
        value, fault_of_line = parse_json(line)
        if fault_of_line is not None:
            raise TableError(number, fault_of_line.words)
        items.append(value)
    return items


def _flat(item: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        elif isinstance(value, list):
            words = [str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in value]
            yield f"{before}{name}", ",".join(words)
        elif value is not None:
            yield f"{before}{name}", str(value)
