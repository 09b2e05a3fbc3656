"""A site's own templates: one that can't be read, or whose syntax is wrong, is named before the host stops at it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jinja2 import Environment, TemplateSyntaxError

from helploop.model.problem import Problem
from helploop.sources.text import load_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helploop.model.settings import Settings

OVERRIDES = "overrides"
_END = "Encountered unknown tag 'end"
_ENDINGS = (".html", ".xml")


def check_templates(root: Path, settings: Settings) -> Iterator[Problem]:
    """What is wrong with them. The syntax is checked where the theme is ours: others may know more tags."""
    for folder in _folders(settings):
        if (root / folder).resolve().is_relative_to(root.resolve()):
            for path in sorted((root / folder).rglob("*")):
                if path.suffix in _ENDINGS and path.is_file():
                    yield from _check(path, path.relative_to(root).as_posix(), settings)


def is_template(path: str, settings: Settings) -> bool:
    """Whether a path of the project is one of a template that `check_templates` looks at."""
    return path.endswith(_ENDINGS) and path.startswith(tuple(f"{folder}/" for folder in _folders(settings)))


def _folders(settings: Settings) -> dict[str, None]:
    return dict.fromkeys((OVERRIDES, os.path.normpath(settings.custom_dir or OVERRIDES)))


def _check(file: Path, path: str, settings: Settings) -> Iterator[Problem]:
    text, problems = load_text(file, path)
    yield from problems
    if text is None or settings.theme != "helploop":
        return
    try:
        Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        message = error.message or "the template can't be read"
        is_foreign = message.startswith("Encountered unknown tag") and not message.startswith(_END)
        if not is_foreign:  # a plugin may teach the host a tag
            found = f"TemplateSyntaxError: {message}"
            yield Problem(path, error.lineno, "own-code", found, "correct the template there")
