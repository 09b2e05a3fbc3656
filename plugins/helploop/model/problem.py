"""A content mistake as a value: where it is, what was found, what was expected and how to mend it.

Readers and checks return problems; the two doors (a plugin, the command line) turn them into log lines or exit codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


#: What a terminal or a log acts on (it turns lines around, too), and what no UTF-8 can hold.
_ACTS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_MOST = 1_000
#: Name and password in an address: what is said of it is read in logs that are public.
_USERINFO = re.compile(r"(?<=://)[^/\s@`]*:[^/\s@`]*@")
#: A quotation longer than this hides what is said of it.
_LONG = re.compile(r"`([^`]{120})[^`]{60,}`")


class Severity(StrEnum):
    """How much a problem matters: an error stops a publication, a warning is printed."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one file.

    `path` is relative to the project, with forward slashes; `line` and `column` count from 1 in the *file*
    (not in its front matter), 0 when the mistake has no place; `code` is the rule's short name.
    """

    path: str
    line: int
    code: str
    message: str
    hint: str = ""
    column: int = 0
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        """Message and hint are a line each, whatever was written in what they quote."""
        for name in ("message", "hint"):
            object.__setattr__(self, name, one_line(getattr(self, name)))

    @property
    def is_error(self) -> bool:
        """Whether a publication has to stop for this."""
        return self.severity is Severity.ERROR

    @property
    def place(self) -> str:
        """`path:line:column`, as far as they are known."""
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    def __str__(self) -> str:
        text = f"{self.place}: {self.severity}[{self.code}]: {self.message}"
        return f"{text}\n  fix: {self.hint}" if self.hint else text


def one_line(text: str) -> str:
    """A text in one line of bounded length, without characters that act on a terminal and without a password."""
    if "@" in text and "://" in text:
        text = _USERINFO.sub("***@", text)
    if _ACTS.search(text):
        text = _ACTS.sub(lambda match: " " if match.group().isspace() else "\ufffd", text)
    if len(text) > 180:
        text = _LONG.sub(r"`\1…`", text)
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def warning(  # noqa: PLR0913, PLR0917 - the fields of a problem, in its order
    path: str, line: int, code: str, message: str, hint: str = "", column: int = 0
) -> Problem:
    """A problem that is printed and does not stop a publication."""
    return Problem(path, line, code, message, hint, column, Severity.WARNING)


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in reading order, each once."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line, p.column, p.code, p.message)))
