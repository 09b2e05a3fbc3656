"""What YAML's reader says about a text it can't read, in our words: the line its author wants, and how to mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.model.characters import has_control
from helploop.model.problem import Problem

if TYPE_CHECKING:
    import yaml

_HAS_KEY = re.compile(r"^[ \t]*(?:- +)*[^\s:#][^:#]*:(?:\s|$)|^[ \t]*-(?:\s|$)")
#: What libyaml says, and what its author has to do.
_SYNTAX_HINTS = (
    ("quoted scalar", "close the quote"),
    ("flow sequence", "close the bracket, and put a comma between two values"),
    ("flow mapping", "close the bracket, and put a comma between two values"),
    ("block sequence entries", "begin the list on a line of its own, below the key"),
)

#: The same, where nothing else counts.
_PLAIN_HINTS = (
    ("another document", "remove the `---`: one document is read"),
    ("nesting depth", "flatten the value"),
    ("Unicode character escape", "remove the escape: it is no character"),
    ("escape character", "in double quotes write `\\\\` for a backslash, or put the value in single quotes"),
)


def syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> Problem:
    """The problem of a text that is no YAML."""
    line, column = place_of_error(error, text)
    lines = text.split("\n")
    if line >= len(lines):  # the end of the text, which libyaml takes for one more line
        line, column = len(lines) - 1, len(lines[-1])
    source = lines[line]
    if "invalid Unicode character escape" in (error.problem or ""):
        found = "an escape that is no character"
        return Problem(path, line + first_line, "control-char", found, "remove it", column + 1)
    message = f"this is not valid YAML: {error.problem or error.context or 'unreadable'}"
    hint = syntax_hint(error, source, column)
    return Problem(path, line + first_line, "yaml", message, hint, column + 1)


def place_of_error(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int]:
    """Line and column of a mistake, from 0. What is never closed is noticed far below; its author wants the opening."""
    mark, context = error.problem_mark or error.context_mark, error.context_mark
    opened = ("quoted scalar", "flow sequence", "flow mapping", "simple key")
    if context is not None and any(what in (error.context or "") for what in opened):
        mark = context
    if mark is None:
        return 0, 0
    lines = text.split("\n")[: mark.line + 1]
    if _is_first_colon(error, lines[-1], mark.column):
        above = next((n for n in range(mark.line - 1, -1, -1) if lines[n].strip()), mark.line)
        if not _HAS_KEY.match(lines[above]):  # a key without its colon is read together with the next one
            return above, len(lines[above]) - len(lines[above].lstrip())
    return mark.line, mark.column


def _is_first_colon(error: yaml.MarkedYAMLError, source: str, column: int) -> bool:
    return "mapping values are not allowed" in (error.problem or "") and ":" not in source[:column]


def syntax_hint(error: yaml.MarkedYAMLError, source: str, column: int) -> str:
    """How to mend a line of YAML that can't be read."""
    said = f"{error.problem} {error.context}"
    if "\t" in source[: column + 1]:
        return "use spaces: tabs → spaces"
    for sign, hint in _PLAIN_HINTS:
        if sign in said:
            return hint
    if not _HAS_KEY.match(source) and ("simple key" in said or "mapping values are not allowed" in said):
        return "write `key: value`: a colon and a space stand behind each key"
    for sign, hint in _SYNTAX_HINTS:
        if sign in said:
            return hint
    if _is_first_colon(error, source, column):
        return "indent it exactly like the other keys beside it"
    if "did not find expected" in said and not re.search(r"['\"]", source):
        return "indent it exactly like the lines above that it belongs to"
    return "put the value in quotes"


def character_problem(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    """The problem of a text with a character YAML does not allow."""
    position = getattr(error, "position", 0) or 0
    offset = min(position, max(len(text) - 1, 0))
    bad = next((i for i, char in enumerate(text) if has_control(char)), offset)
    line = text.count("\n", 0, bad)
    column = bad - text.rfind("\n", 0, bad)
    found = f"a control character U+{ord(text[bad]):04X} in YAML" if text else "an unreadable character"
    return Problem(path, line + first_line, "control-char", found, "remove it", column)
