"""What a first build reads, looked at by a process of its own while this one loads what it builds with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helploop.pipeline.aside import Aside
from helploop.pipeline.inputs import Inputs, Row, load_inputs

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime
    from pathlib import Path


class InputsAhead:
    """Begins at once, for a site that is most likely to stand there."""

    def __init__(self, config: Path, site: Path, moment: datetime) -> None:
        self._config, self._site, self._moment = config, site, moment
        self._aside: Aside | None = Aside(_looked(config, site, moment), ahead=1)
        self._found: Inputs | None = None

    def take(self, site: Path) -> Inputs | None:
        """All that the build of this site reads. To be asked for before any of it is read, or a process is forked."""
        if self._aside is not None:
            with self._aside as aside:
                held = aside.take()
            self._aside = None
            found = _read(held, self._moment) if held else None
            self._found = found if site == self._site else load_inputs(self._config, site, self._moment)
        return self._found

    def leave(self) -> None:
        """Nothing will be built: the process may end."""
        if self._aside is not None:
            with self._aside:
                self._aside = None


def _looked(config: Path, site: Path, moment: datetime) -> Generator[object, Any, None]:
    found = load_inputs(config, site, moment)
    yield found and [found.stamp, found.others, found.files]


def _read(held: list[Any], moment: datetime) -> Inputs:
    stamp, others, files = held
    return Inputs(stamp, others, moment, {path: Row(*row) for path, row in files.items()})
