"""Write one key into a file's front matter or to a roadmap item, leaving every other byte as it was."""

from __future__ import annotations

import re

from helploop.model.errors import WriteError
from helploop.sources.yaml_source import parse_yaml

_NUMBER = re.compile(r"^[-+]?[0-9.]+(?:e[-+]?[0-9]+)?$", re.IGNORECASE)
_KEY = re.compile(r"^(?P<key>[A-Za-z_]+):.*$")


def with_key(text: str, key: str, value: str) -> str:
    r"""The text with `key: value` in its front matter: replaced where it stands, else added as the last key.

    >>> with_key("---\ntitle: A\n---\nBody", "source", "abc")
    '---\ntitle: A\nsource: abc\n---\nBody'
    """
    value = _quoted(value)
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    if not lines or lines[0].strip() != "---":
        return newline.join(["---", f"{key}: {value}", "---", *lines])
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        return text
    for number in range(1, end):
        found = _KEY.match(lines[number])
        if found and found["key"] == key:
            lines[number] = f"{key}: {value}"
            return newline.join(lines)
    return newline.join([*lines[:end], f"{key}: {value}", *lines[end:]])


def _quoted(value: str) -> str:
    """A hash of digits alone, or one like `12e4`, is a number to YAML: quotes keep it a text."""
    return f'"{value}"' if _NUMBER.match(value) else value


def with_item_source(text: str, path: str, item: str, value: str) -> str:
    r"""The text of a roadmap's translation with `source: value` at one item.

    >>> with_item_source("items:\n  a:\n    title: A\n", "roadmap.de.yaml", "a", "abc")
    'items:\n  a:\n    source: abc\n    title: A\n'

    Raises:
        WriteError: the item is not written one key a line.
    """
    document, _ = parse_yaml(text, path)
    lines = text.split("\n")
    if document is not None:
        where = ("items", item)
        line, column = document.value_place(where)
        has_source = (*where, "source") in document.places
        if has_source:
            line, column = document.place((*where, "source"))
        indent = lines[line - 1][: column - 1]
        if not indent.strip() and line > document.place(where)[0]:
            lines[line - 1 : line - 1 + has_source] = [f"{indent}source: {_quoted(value)}{_line_end(text)}"]
            return "\n".join(lines)
    raise WriteError(f"{path}: `{item}` is not written one key a line", f"write `source: {value}` there")


def _line_end(text: str) -> str:
    return "\r" if "\r\n" in text else ""
