"""An export of another tool as flat records: CSV, JSON or one JSON object a line; nested keys are joined with dots."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helploop.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Record:
    """One row of an export: its values by column, and the line it stands on (or its number, in JSON)."""

    line: int
    values: Mapping[str, str]


def parse_table(text: str, path: str) -> tuple[tuple[Record, ...], tuple[str, ...], tuple[Problem, ...]]:
    """The records, the columns in the order they were met, and what could not be read."""
    plain = text.removeprefix("\ufeff").strip("\r\n")
    try:
        records = tuple(_json_records(plain) if plain.lstrip()[:1] in {"{", "["} else _csv_records(plain))
    except (csv.Error, ValueError, RecursionError) as error:
        hint = "export it again as CSV, or as JSON"
        said = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return (), (), (Problem(path, 0, "bad-export", f"the export can't be read: {said}", hint),)
    columns = tuple(dict.fromkeys(name for record in records for name in record.values))
    return records, columns, ()


def _csv_records(text: str) -> Iterator[Record]:
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    line = 1
    for cells in reader:
        start, line = line, reader.line_num + 1
        if not names:
            names = [cell.strip() for cell in cells]
        elif any(cell.strip() for cell in cells):
            yield Record(start, {name: cell.strip() for name, cell in zip(names, cells, strict=False)})


def _json_records(text: str) -> Iterator[Record]:
    for number, item in enumerate(_json_items(text), 1):
        if isinstance(item, dict):
            yield Record(number, dict(_flat(item)))


def _json_items(text: str) -> list[Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(data, list):
        return data
    lists = [value for value in data.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return max(lists, key=len) if lists else [data]


def _flat(item: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        elif isinstance(value, list):
            words = [str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in value]
            yield f"{before}{name}", ",".join(words)
        elif value is not None:
            yield f"{before}{name}", str(value)
