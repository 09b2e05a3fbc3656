"""`mkdocs.yml` to plain values with places: MkDocs' own dialect, with `!ENV`, `INHERIT`, anchors and Python names.

Python names stay text here (`python/name:package.thing`); nothing is imported or run while reading.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import yaml

from helploop.model.problem import Problem
from helploop.sources.text import load_text
from helploop.sources.validate import short
from helploop.sources.yaml_faults import place_of_error, syntax_hint
from helploop.sources.yaml_mend import set_aside
from helploop.sources.yaml_source import Loader, Path, YamlDocument

if TYPE_CHECKING:
    from pathlib import Path as File

MAX_DEPTH = 30
MAX_VALUES = 100_000
_PYTHON = "tag:yaml.org,2002:python/"
_INCLUDES = 5
_MOST_MISTAKES = 20


def load_config(file: File, above: tuple[File, ...] = ()) -> tuple[YamlDocument | None, list[Problem]]:
    """The values of a configuration file, with those it inherits, as far as they can be read, and what is wrong."""
    text, problems = load_text(file, file.name)
    if text is None:
        return None, problems
    root, mended = _composed(text, file.name, problems)
    if not isinstance(root, yaml.MappingNode):
        if not mended:
            hint = "write `site_name: …`"
            problems.append(Problem(file.name, 1, "config-yaml", "keys with values were expected", hint, 1))
        return None, problems
    document = YamlDocument(mended=mended)
    try:
        document.value = _Reader(document, file.name, problems).value(root, (), 0)
    except _TooMuchError as stop:
        return None, [*problems, stop.problem]
    if (parent := document.value.pop("INHERIT", None)) is not None:
        document.value = _inherited(parent, document, file, above, problems)
    return document, problems


def _inherited(
    parent: object, document: YamlDocument, file: File, above: tuple[File, ...], problems: list[Problem]
) -> dict[str, Any]:
    """The values with those of the file that `INHERIT` names below them."""
    fault = hint = ""
    heir = file.parent / parent if isinstance(parent, str) else None
    if heir is None or not _is_file(heir):
        fault = f"`INHERIT` is `{short(parent)}`, the path of a file was expected"
        hint = "write the path of a configuration beside this one, or remove the line"
    elif heir.resolve() in {file.resolve(), *above} or len(above) >= _INCLUDES:
        fault = f"`INHERIT: {parent}` leads back here, or through more than {_INCLUDES} files"
        hint = "inherit from another file"
    else:
        inherited, found = load_config(heir.resolve(), (*above, file.resolve()))
        problems.extend(found)
        return _merged(inherited.value, document.value) if inherited else document.value
    line, column = document.place(("INHERIT",))
    problems.append(Problem(file.name, line, "config-yaml", fault, hint, column))
    values: dict[str, Any] = document.value
    return values


def _is_file(file: File) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):  # a name that is too long, or holds a NUL
        return False


def _composed(text: str, path: str, problems: list[Problem]) -> tuple[yaml.Node | None, frozenset[int]]:
    """The tree of values, read past lines that can't be read; each of these is named."""
    lines = text.split("\n")
    mended: set[int] = set()
    for _ in range(_MOST_MISTAKES):
        try:
            return yaml.compose("\n".join(lines), Loader=Loader), frozenset(mended)
        except yaml.MarkedYAMLError as error:
            number, column = place_of_error(error, text)
            message = f"this is not valid YAML: {error.problem or error.context}"
            if number + 1 not in mended:
                hint = syntax_hint(error, lines[number] if number < len(lines) else "", column)
                problems.append(Problem(path, number + 1, "config-yaml", message, hint, column + 1))
        mended.add(number + 1)
        if number >= len(lines) or not set_aside(lines, number):
            break
    return None, frozenset(mended)


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Our keys over the inherited ones, mappings key by key."""
    result = dict(base)
    for key, value in own.items():
        old = result.get(key)
        result[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


class _TooMuchError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Reader:
    def __init__(self, document: YamlDocument, path: str, problems: list[Problem]) -> None:
        self.read = 0
        self.document = document
        self.path = path
        self.problems = problems

    def value(self, node: yaml.Node, where: Path, depth: int) -> Any:
        place = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.document.value_places[where] = place
        self.read += 1
        if self.read > MAX_VALUES:  # aliases of aliases are few in the file and millions here
            message = f"more than {MAX_VALUES:,} values, counting what aliases repeat"
            raise _TooMuchError(Problem(self.path, place[0], "yaml-alias", message, "write fewer aliases", place[1]))
        if depth > MAX_DEPTH:
            self.problems.append(
                Problem(self.path, place[0], "config-yaml", "values nested too deep", "flatten them", place[1])
            )
            return None
        if node.tag == "!ENV":
            self.document.from_environment.add(where)
            return _environment(node)
        if node.tag.startswith(_PYTHON):
            return self.python(node, place)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, where, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.item(child, (*where, number), depth) for number, child in enumerate(node.value)]
        return _scalar(node)

    def python(self, node: yaml.Node, place: tuple[int, int]) -> str:
        """A Python name as text. The host imports it when it builds: objects and system modules are refused."""
        name = node.tag.removeprefix("tag:yaml.org,2002:")
        kind, _, target = name.removeprefix("python/").partition(":")
        if kind != "name":
            message = f"a YAML tag `!!{name}` would run code"
            hint = "remove the tag; only `!!python/name:` and `!ENV` are read"
            self.problems.append(Problem(self.path, place[0], "yaml-tag", message, hint, place[1]))
        elif target.partition(".")[0] in sys.stdlib_module_names:
            message = f"a YAML tag `!!{name}` names what no site needs"
            hint = "name something of pymdownx, markdown, material or a package of your own"
            self.problems.append(Problem(self.path, place[0], "yaml-tag", message, hint, place[1]))
        return name

    def item(self, node: yaml.Node, where: Path, depth: int) -> Any:
        self.document.places[where] = (node.start_mark.line + 1, node.start_mark.column + 1)
        return self.value(node, where, depth + 1)

    def mapping(self, node: yaml.MappingNode, where: Path, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
                message, hint = "a list or mapping stands where a key was expected", "use a plain word as the key"
                self.problems.append(Problem(self.path, line, "config-yaml", message, hint, column))
                continue
            key = str(key_node.value)
            if key == "<<" and isinstance(value_node, yaml.MappingNode):
                result |= self.mapping(value_node, where, depth + 1)
                continue
            path = (*where, key)
            if path in self.document.places and key in result:
                line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
                first = self.document.places[path][0]
                message = f"the key `{key}` stands here a second time (first on line {first})"
                self.problems.append(Problem(self.path, line, "dup-key", message, "remove one of the two", column))
                continue
            self.document.places[path] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            result[key] = self.value(value_node, path, depth + 1)
        return result


def _scalar(node: yaml.Node) -> Any:
    kind = node.tag.rpartition(":")[2]
    text = node.value
    if kind == "bool":
        return text.lower() in {"true", "yes", "on"}
    if kind == "null":
        return None
    try:
        return int(text) if kind == "int" else float(text) if kind == "float" else text
    except ValueError:
        return text


def _environment(node: yaml.Node) -> Any:
    """`!ENV NAME` or `!ENV [NAME, OTHER, default]`: the first variable that is set, else the last value."""
    if isinstance(node, yaml.ScalarNode):
        return os.environ.get(node.value)
    names = [str(child.value) for child in node.value] if isinstance(node, yaml.SequenceNode) else []
    for name in names[:-1]:
        if name in os.environ:
            return os.environ[name]
    return os.environ.get(names[-1], names[-1]) if names else None
