"""Problems as the host's log records: strict mode counts them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from helploop.model.errors import OwnCodeError
from helploop.model.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from helploop.model.problem import Problem

log = get_plugin_logger("helploop")


class StopError(PluginError):
    """The host stops, and no option publishes what it has made so far. Why has been said already."""

    WORDS = "nothing can be published, see above"

    def __init__(self) -> None:
        super().__init__(self.WORDS)


class LeakError(StopError):
    """The site holds what nobody may see."""

    WORDS = "what is hidden stands in the site: nothing of it was written, see above"


class TemplateError(StopError):
    """A template of the site's own can't be used: no page can be made."""

    WORDS = "the site's own templates have mistakes, see above"


@contextmanager
def own_code_stops() -> Iterator[None]:
    """A template of the site's own that fails is named, and stops the host in order: it shows no other failure so.

    Raises:
        TemplateError: one has failed.
    """
    try:
        yield
    except OwnCodeError as error:
        log.error(error.said)  # noqa: TRY400 - who wrote the template has no use for a traceback
        raise TemplateError from error


def log_problems(problems: Iterable[Problem]) -> None:
    """Each problem as an error or a warning."""
    for problem in problems:
        report = log.error if problem.severity is Severity.ERROR else log.warning
        report(str(problem))
