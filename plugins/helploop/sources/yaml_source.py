"""YAML text to plain values that remember their line and column.

A small, safe part of YAML: mappings, lists and scalars. No tags, aliases or duplicate keys; only `true` and `false` are
booleans, and only whole numbers are numbers: dates, times, versions (`1.10`) and hashes (`12e4`) stay text as written.
Depth and size are limited. Values are read from libyaml's events, so that no nesting can exhaust the stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from helploop.model.characters import has_control
from helploop.model.problem import Problem
from helploop.sources.text import place_of
from helploop.sources.yaml_faults import character_problem, syntax_problem

Place = tuple[int, int]
Path = tuple[str | int, ...]

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_NODES = 200_000
MAX_SCALAR = 1_000_000
MAX_DIGITS = 18

_INT = re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$")
#: Line ends to YAML 1.1 and to some editors, and to nobody else: what stands behind one is a new line or is not.
_DOUBTFUL = re.compile("[\x85\u2028\u2029]")
_SPACES = str.maketrans("\u0085\u2028\u2029", "   ")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class YamlDocument:
    """A parsed document: its value, and the place of every key and list item by its path."""

    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    value_places: dict[Path, Place] = field(default_factory=dict)
    first: Place = (1, 1)
    from_environment: set[Path] = field(default_factory=set)
    """What the environment gave, and the file does not hold."""
    mended: frozenset[int] = frozenset()
    """Lines that could not be read and were set aside: what is missing there is no further mistake."""

    def place(self, path: Path) -> Place:
        """The line and column of the key at a path, or of the nearest thing above it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, self.first)

    def value_place(self, path: Path) -> Place:
        """The line and column where the value at a path starts."""
        return self.value_places.get(path) or self.place(path)


class _StopError(Exception):
    def __init__(self, code: str, line: int, column: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.problem = (code, line, column, message, hint)


def parse_yaml(text: str, path: str, first_line: int = 1) -> tuple[YamlDocument | None, list[Problem]]:
    """The document in a text whose first line is line `first_line` of the file `path`, or None with the reasons."""
    if len(text) > MAX_BYTES:
        found = f"{len(text):,} characters of YAML, at most {MAX_BYTES:,} are read"
        return None, [Problem(path, first_line, "yaml-limit", found, "split the file")]
    if doubtful := _DOUBTFUL.search(text):
        line, column = place_of(text, doubtful.start())
        found = f"a line separator U+{ord(doubtful.group()):04X} in YAML, a line end to some programs only"
        hint = "remove it, or start a new line"
        return None, [Problem(path, line + first_line - 1, "control-char", found, hint, column)]
    return _parse(text, path, first_line, Loader)


def _parse(text: str, path: str, first_line: int, loader: Any) -> tuple[YamlDocument | None, list[Problem]]:
    reader = _Reader(path, first_line)
    try:
        document = reader.read(text, loader)
    except _StopError as stop:
        code, line, column, message, hint = stop.problem
        return None, [*reader.problems, Problem(path, line, code, message, hint, column)]
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in (error.problem or "") and loader is not yaml.SafeLoader:
            # libyaml 0.2.6 reads ahead and gives up before it has told how deep it is; PyYAML's own reader tells.
            return _parse(text, path, first_line, yaml.SafeLoader)
        return None, [*reader.problems, syntax_problem(error, text, path, first_line)]
    except yaml.YAMLError as error:  # the reader's own: a character YAML does not allow
        return None, [*reader.problems, character_problem(error, text, path, first_line)]
    return (None if reader.problems else document), reader.problems


@dataclass(slots=True)
class _Open:
    """A collection being read: a mapping waits for a key or a value, a list for an item."""

    value: Any
    path: Path
    key: str | None = None
    has_key: bool = False


class _Reader:
    """Builds a document from libyaml's events, without recursion."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.text = ""
        self.problems: list[Problem] = []
        self.document = YamlDocument(first=(first_line, 1))
        self.stack: list[_Open] = []
        self.nodes = 0

    def read(self, text: str, loader: Any) -> YamlDocument:
        documents = 0
        self.text = text
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop("yaml", event, "a second document starts here", "remove the `---`")
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._close()
        return self.document

    def _stop(self, code: str, event: Any, message: str, hint: str) -> None:
        mark = event.start_mark
        raise _StopError(code, mark.line + self.first_line, mark.column + 1, message, hint)

    def _node(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop("yaml-limit", event, f"more than {MAX_NODES:,} values", "split the file")
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            name = event.anchor
            self._stop(
                "yaml-alias",
                event,
                f"an alias or anchor `{name}`",
                "write the value out; aliases are not read",
            )
        if event.tag not in {None, "!"}:
            self._stop("yaml-tag", event, f"a YAML tag `{event.tag}`", "remove the tag; only plain values are read")
        place = (event.start_mark.line + self.first_line, event.start_mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, place)
            return
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        if len(self.stack) >= MAX_DEPTH:
            self._stop("yaml-limit", event, f"values nested deeper than {MAX_DEPTH}", "flatten the value")
        path = self._attach(event, value, place)
        self.stack.append(_Open(value, path))

    def _scalar(self, event: Any, place: Place) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and not self.stack[-1].has_key:
            self._key(event, place)
            return
        if not event.style and event.start_mark.line != event.end_mark.line:
            self._lines(event)
        self._attach(event, self._resolve(event), place)

    def _lines(self, event: Any) -> None:
        """A value over several lines is one text: an item of a list that is indented too far would get lost in it."""
        first = event.start_mark.line + 1
        for number, line in enumerate(self.text.split("\n")[first : event.end_mark.line + 1], first):
            if (item := line.lstrip(" ")).startswith("- "):
                shown = item.strip().replace("`", "")[:40]
                found = f"`{shown}` is no item of a list here: it becomes part of the text above it"
                hint = "indent its `-` like the others of the list, or put the whole text in quotes"
                place = (number + self.first_line, len(line) - len(item) + 1)
                self.problems.append(Problem(self.path, place[0], "yaml", found, hint, place[1]))

    def _key(self, event: Any, place: Place) -> None:
        top = self.stack[-1]
        name = event.value
        path = (*top.path, name)
        if name in top.value:
            first = self.document.places[path][0]
            message = f"the key `{name}` stands here a second time (first on line {first})"
            self.problems.append(Problem(self.path, place[0], "dup-key", message, "remove one of the two", place[1]))
        self.document.places[path] = place
        top.value.setdefault(name, None)
        top.key, top.has_key = name, True

    def _attach(self, event: Any, value: Any, place: Place) -> Path:
        if not self.stack:
            self.document.value = value
            self.document.first = place
            self.document.value_places[()] = place
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            path: Path = (*top.path, len(top.value))
            top.value.append(value)
            self.document.places[path] = place
        elif not top.has_key:
            self._stop(
                "yaml",
                event,
                "a list or mapping stands where a key was expected",
                "use a plain word as the key",
            )
            path = top.path
        else:
            path = (*top.path, str(top.key))
            top.value[top.key] = value
            top.has_key = False
        self.document.value_places[path] = place
        return path

    def _close(self) -> None:
        self.stack.pop()

    def _resolve(self, event: Any) -> Any:
        """A scalar's value: quoted is text; plain is null, boolean, whole number or text."""
        text = event.value
        if len(text) > MAX_SCALAR:
            self._stop("yaml-limit", event, f"a value of {len(text):,} characters", "move long text to the body")
        if has_control(text):
            self._stop("control-char", event, "a control character or a lone surrogate in a value", "remove it")
        if event.style:  # quoted or a block
            return text.translate(_SPACES)
        if text in _NULLS:
            return None
        if text in {"true", "false"}:
            return text == "true"
        if _INT.match(text):
            if len(text.lstrip("+-")) > MAX_DIGITS:
                self._stop("yaml-limit", event, f"a number of {len(text)} digits", "put it in quotes if it is text")
            return int(text)
        return text
