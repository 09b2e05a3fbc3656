"""Markdown extensions as `mkdocs.yml` lists them: whether each is there, and which one refuses its options."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from helploop.model.problem import Problem
from helploop.model.python_names import resolved
from helploop.model.spelling import did_you_mean
from helploop.sources.config_yaml import load_config
from helploop.sources.validate import short

if TYPE_CHECKING:
    from pathlib import Path as File

    from helploop.sources.yaml_source import Path


def named(listed: Any, where: Path) -> list[tuple[Path, str, Any]]:
    """Plugins or extensions, written as a list or as a mapping: place, name and options of each."""
    if isinstance(listed, dict):
        return [((*where, name), str(name), options) for name, options in listed.items()]
    found: list[tuple[Path, str, Any]] = []
    for number, item in enumerate(listed if isinstance(listed, list) else []):
        pairs = item.items() if isinstance(item, dict) else [(item, None)]
        names = [(name if isinstance(name, str) else short(name), options) for name, options in pairs]
        found.extend(((*where, number, name), name, options) for name, options in names)
    return found


def extension_problem(name: str, options: Any) -> tuple[str, str] | None:
    """What is wrong with an entry of `markdown_extensions:`, and the fix."""
    if options is not None and not isinstance(options, dict):
        return f"the extension `{name}` has options that are no keys with values", "indent `key: value` lines below it"
    from importlib.metadata import entry_points  # noqa: PLC0415 - long to import, for few sites

    known = {point.name for point in entry_points(group="markdown.extensions")}
    if name in known or _is_module(name.partition(":")[0]):
        return None
    hint = did_you_mean(name, known, "correct the name, or install its package")
    return f"there is no Markdown extension `{name}` here", hint


def _is_module(name: str) -> bool:
    try:
        return name.replace(".", "").replace("_", "").isalnum() and find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def find_wrong_options(file: File, message: str) -> list[Problem]:
    """The extensions that can't be set up with the options a configuration gives them. `message` is what one said."""
    from markdown import Markdown  # noqa: PLC0415 - only when something is wrong

    document, _ = load_config(file)
    listed = named(document.value.get("markdown_extensions"), ("markdown_extensions",)) if document else []
    problems = []
    for where, name, options in listed:
        try:
            Markdown(extensions=[name], extension_configs={name: resolved(options or {}, import_module)})
        except Exception as error:  # noqa: BLE001 - other people's code: each refuses in its own way
            line, column = document.place(where) if document else (1, 1)
            found = f"the extension `{name}` can't be set up: {type(error).__name__}: {error}"
            hint = f"correct its options, which the documentation of `{name}` lists"
            problems.append(Problem(file.name, line, "markdown-extension", found, hint, column))
    hint = "correct the options in `markdown_extensions:`"
    return problems or [Problem(file.name, 1, "markdown-extension", message, hint)]
