"""What is wrong with a template as far as its text tells: its syntax, its filters, and the templates that it names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, TemplateSyntaxError, nodes

import helploop.theme
from helploop.model.own_code import say_fault
from helploop.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_OURS = Path(helploop.theme.__file__).parent / "templates"
_END = "Encountered unknown tag 'end"
#: What our templates know besides the library's filters.
_FILTERS = ("body",)


def check_template(text: str, path: str, folder: Path | None) -> Iterator[Problem]:
    """Its mistakes. `folder` is where it and those it names stand, before ours; None where it is for the host."""
    environment = Environment(autoescape=True)
    environment.filters |= dict.fromkeys(_FILTERS, str)
    try:
        tree = environment.parse(text)
        if folder is not None:
            environment.compile(text)
    except TemplateSyntaxError as error:
        message = error.message or "the template can't be read"
        is_foreign = message.startswith("Encountered unknown tag") and not message.startswith(_END)
        if not is_foreign:  # a plugin may teach the host a tag
            known = (*environment.filters, *environment.tests)
            yield Problem(path, error.lineno, "own-code", *say_fault("TemplateSyntaxError", message, known))
        return
    if folder is not None:
        yield from _missing(tree, path, folder)


def _missing(tree: nodes.Template, path: str, folder: Path) -> Iterator[Problem]:
    """Templates that are named and not there."""
    named = list(tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)))
    known = (
        {file.relative_to(place).as_posix() for place in (folder, _OURS) for file in place.rglob("*.*")}
        if named
        else set()
    )
    for node in named:
        names = _names(node)
        if names and not known.intersection(names) and not getattr(node, "ignore_missing", False):
            yield Problem(path, node.lineno, "own-code", *say_fault("TemplateNotFound", names[0], known))


def _names(node: nodes.Node) -> list[str]:
    """The templates of which one is enough; none where only the build knows them."""
    try:
        found = node.template.as_const()  # type: ignore[attr-defined]
    except nodes.Impossible:
        return []
    names = found if isinstance(found, (list, tuple)) else [found]
    return [name for name in names if isinstance(name, str)]
