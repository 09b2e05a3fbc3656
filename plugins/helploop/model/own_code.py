"""What a template library says of a mistake in a site's own template, in words for who wrote the template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.model.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What every template of a page knows.
NAMES = ("shell", "frame", "page", "t", "n", "date", "number", "icon", "asset", "part", "strings_for")
_CORRECT = "correct the template there"
_UNDEFINED = re.compile(r"'(\w+)' is undefined")
_ATTRIBUTE = re.compile(r"'(?:[\w.]+\.)?(\w+)(?: object)?' has no attribute '(\w+)'")
_MISSING = re.compile(r"parameter '(\w+)' was not provided")
_NOT_THERE = re.compile(r"No (filter|test) named '(\w+)'")


def say_fault(kind: str, message: str, known: Iterable[str] = NAMES) -> tuple[str, str]:
    """What is wrong in a template, and the fix; `known` are the names that can be meant. `kind` is the error's."""
    first = (message.splitlines() or [""])[0]
    if found := _NOT_THERE.search(first):
        what = f"there is no {found[1]} `{found[2]}`"
        return what, _meant(found[2], known)
    if kind in {"TemplateNotFound", "TemplatesNotFound"}:
        name = first.removeprefix("none of the templates given were found: ").partition(" not found in")[0].strip("'")
        return f"there is no template `{name}`", _meant(name, known)
    if found := _UNDEFINED.search(first):
        return f"`{found[1]}` is not known in this template", _meant(found[1], NAMES)
    if found := _ATTRIBUTE.search(first):
        return f"`{found[1]}` has no `{found[2]}`", _CORRECT
    if found := _MISSING.fullmatch(first):
        return f"the parameter `{found[1]}` is missing", _CORRECT
    return f"{kind}: {first}" if first else kind, _CORRECT


def _meant(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"did you mean `{near}`?" if near else _CORRECT
