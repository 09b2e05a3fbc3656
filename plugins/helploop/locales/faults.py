"""What is wrong with a catalog file, with its line: bytes that are not UTF-8, entries that are no PO, a text twice.

Format: gettext's PO (GNU gettext manual, "The Format of PO Files").
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from babel.messages.pofile import PoFileError, read_po

from helploop.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_MSGID = re.compile(r'^msgid\s+(".*")\s*$')
#: A line of a PO file: nothing, a comment, a keyword with a quoted text, or a quoted text that goes on.
_LINE = re.compile(r'^\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?"(?:[^"\\]|\\.)*"\s*)?$')
_CONTINUED = re.compile(r'^(".*")\s*$')


def check_catalog(data: bytes, path: str) -> list[Problem]:
    """The problems of one catalog, given as bytes; `path` is for the messages."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        return [Problem(path, line, "encoding", found, "save as UTF-8")]
    problems = list(_doubled(text, path))
    odd = next((number for number, line in enumerate(text.split("\n"), 1) if not _LINE.match(line)), None)
    if odd is not None:
        problems.append(_no_entry(path, odd, "a keyword with a text in quotes was expected"))
        return problems
    try:
        read_po(io.StringIO(text), abort_invalid=True)
    except PoFileError as error:
        problems.append(_no_entry(path, (error.lineno or 0) + 1, str(error.args[0] if error.args else error)))
    return problems


def _no_entry(path: str, line: int, reason: str) -> Problem:
    hint = 'write `msgid "…"` and `msgstr "…"`, each in quotes'
    return Problem(path, line, "catalog", f"this is not valid PO: {reason}", hint)


def _doubled(text: str, path: str) -> Iterator[Problem]:
    """Texts that stand in the file twice: gettext takes one of the two and says nothing."""
    first: dict[str, int] = {}
    for number, msgid in _msgids(text):
        if msgid in first:
            message = f"the text {msgid} is here a second time (first on line {first[msgid]})"
            yield Problem(path, number, "dup-key", message, "remove one of the two")
        first.setdefault(msgid, number)


def _msgids(text: str) -> Iterator[tuple[int, str]]:
    """Each msgid with its line; one over several lines is joined."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        found = _MSGID.match(line)
        if not found:
            continue
        parts = [found[1]]
        for following in lines[number:]:
            more = _CONTINUED.match(following)
            if not more:
                break
            parts.append(more[1])
        yield number, '"' + "".join(part[1:-1] for part in parts) + '"'
