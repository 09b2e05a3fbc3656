"""Work done beside other work, in a process of its own where the system can fork one; else at once, when asked for."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING, Any, Self

from helploop.model.compact import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType


class Aside:
    """The steps of a generator, whose values are JSON. `ahead` of them are made without being asked for.

    The step after these is given a value. A generator that has ended says no.
    """

    def __init__(self, steps: Generator[object, Any, None], ahead: int) -> None:
        self._steps = steps
        self._child = 0
        if hasattr(os, "fork") and threading.active_count() == 1:
            self._start(ahead)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child:
            with contextlib.suppress(BrokenPipeError):  # what was given to a process that had ended goes nowhere
                self._ask.close()
            self._answer.close()
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._child, 0)

    def take(self) -> Any:
        """What the next step has found."""
        return self._read() if self._child else next(self._steps, False)

    def give(self, value: object) -> Any:
        """Hand something to the next step, and take what it makes of that."""
        if not self._child:
            try:
                return self._steps.send(value)
            except StopIteration:
                return False
        with contextlib.suppress(BrokenPipeError):
            self._ask.write(to_json(value) + b"\n")
            self._ask.flush()
        return self._read()

    def _read(self) -> Any:
        line = self._answer.readline()
        return from_json(line) if line.endswith(b"\n") else False  # half a line: the process was killed

    def _start(self, ahead: int) -> None:
        asked, ask = os.pipe()
        answer, answered = os.pipe()
        self._child = os.fork()
        if self._child:
            os.close(asked)
            os.close(answered)
            self._ask = os.fdopen(ask, "wb")
            self._answer = os.fdopen(answer, "rb")
            return
        try:
            os.close(ask)
            os.close(answer)
            self._run(asked, answered, ahead)
        finally:
            os._exit(0)

    def _run(self, asked: int, answered: int, ahead: int) -> None:
        """In the other process."""
        with os.fdopen(asked, "rb") as ask, os.fdopen(answered, "wb") as answer:

            def say(value: object) -> None:
                answer.write(to_json(value) + b"\n")
                answer.flush()

            for _ in range(ahead):
                say(next(self._steps))
            if given := ask.readline():
                say(self._steps.send(from_json(given)))
