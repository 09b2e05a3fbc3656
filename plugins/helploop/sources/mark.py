"""Write one key into a file's front matter, leaving every other byte as it was."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"^[-+]?[0-9.]+(?:e[-+]?[0-9]+)?$", re.IGNORECASE)
_KEY = re.compile(r"^(?P<key>[A-Za-z_]+):.*$")


def with_key(text: str, key: str, value: str) -> str:
    r"""The text with `key: value` in its front matter: replaced where it stands, else added as the last key.

    >>> with_key("---\ntitle: A\n---\nBody", "source", "abc")
    '---\ntitle: A\nsource: abc\n---\nBody'
    """
    # A hash of digits alone, or one like `12e4`, is a number to YAML: quotes keep it a text.
    value = f'"{value}"' if _NUMBER.match(value) else value
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
