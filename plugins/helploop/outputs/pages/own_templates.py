"""A site's own templates: they stand before ours, each with the path of its file, and their faults are told with it."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, TemplateNotFound, TemplateSyntaxError

from helploop.model.errors import OwnCodeError
from helploop.model.own_code import NAMES, say_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from jinja2 import Environment

_FOLDER = "overrides/"
#: Pieces of ours that do what the template says which uses them.
_PIECES = ("macros.html", "parts/")


class OwnTemplates(BaseLoader):
    """Templates by their names in `overrides/`; each knows the path of its file."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def list_templates(self) -> list[str]:
        """All names."""
        return sorted(self._texts)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool] | None]:  # noqa: ARG002
        """The text of one, and where it stands."""
        if template not in self._texts:
            raise TemplateNotFound(template)
        return self._texts[template], _FOLDER + template, None


def own_fault(error: Exception, environment: Environment, ours: Path) -> OwnCodeError | None:
    """What to say of a failure that a template of the site's own has caused; None where it is one of ours.

    The innermost template counts, unless it is a piece of ours that another template uses.
    """
    place = _place(error, f"{ours}/")
    if place is None:
        return None
    known: Iterable[str] = environment.list_templates() if isinstance(error, LookupError) else NAMES
    if isinstance(error, TemplateSyntaxError):
        known = (*environment.filters, *environment.tests)
    return OwnCodeError(place, *say_fault(type(error).__name__, str(error), known))


def _place(error: Exception, ours: str) -> str | None:
    if isinstance(error, TemplateSyntaxError) and (error.filename or "").startswith(_FOLDER):
        return f"{error.filename}:{error.lineno}"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(_FOLDER):
            return f"{frame.filename}:{frame.lineno}"
        if frame.filename.startswith(ours) and not frame.filename.removeprefix(ours).startswith(_PIECES):
            return None
    return None
