"""Processes that are forked before anything is read, for work that needs little of a site.

Forked later, such a process would hold a copy of whatever its parent changes from then on; this one holds what it is
told and what it makes of that.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from helploop.pipeline.workers import collect_rarely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.connection import Connection
    from types import TracebackType

#: What is done for each of some values, with a way to wait for what is known later only. The function stands at the top
#: of a module; values and results are sent.
Work = Callable[[Any, Callable[[], Any]], Any]


class Ahead:
    """Processes that wait for work. Whatever they could not do is left to the one who asks for it."""

    def __init__(self) -> None:
        self._idle: list[Connection] = []
        self._waiting: dict[str, Connection] = {}
        self._ready: dict[str, Any] = {}

    @property
    def is_working(self) -> bool:
        """Whether something was given away and has not come back."""
        return bool(self._waiting)

    @property
    def is_idle(self) -> bool:
        """Whether there is someone to give work to."""
        return bool(self._idle)

    def start(self, processes: int) -> None:
        """Fork some, while there is little to inherit."""
        import multiprocessing  # noqa: PLC0415 - long to import, for long work

        context = multiprocessing.get_context("fork")
        for _ in range(processes):
            here, there = context.Pipe()
            self._idle.append(here)
            context.Process(target=_run, args=(there, self._idle), daemon=True).start()
            there.close()

    def give(self, work: Work, values: Mapping[str, Any]) -> None:
        """Have this done for each value: each process takes its part of them."""
        names, idle = list(values), self._idle[: len(values)]
        for at, here in enumerate(idle):
            mine = names[at :: len(idle)]
            with contextlib.suppress(OSError):  # it has ended
                here.send((work, [(name, values[name]) for name in mine]))
                self._waiting.update(dict.fromkeys(mine, here))
        self._idle.clear()

    def tell(self, value: object) -> None:
        """Say what all work waits for."""
        for here in set(self._waiting.values()):
            with contextlib.suppress(OSError):  # it has ended
                here.send(value)

    def look(self) -> None:
        """Take in what has been done: a process that waits to be asked would hold its memory."""
        while self._take_in(0):
            pass

    def take(self, name: str) -> Any:
        """What came of the work for a name; None where nothing did."""
        while name in self._waiting:
            self._take_in(None)
        return self._ready.pop(name, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let all of them go."""
        for here in {*self._idle, *self._waiting.values()}:
            here.close()
        self._idle.clear()
        self._waiting.clear()

    def _take_in(self, timeout: float | None) -> bool:
        from multiprocessing.connection import wait  # noqa: PLC0415 - it is there by now

        found = wait(set(self._waiting.values()), timeout) if self._waiting else []
        for each in found:
            self._receive(each)  # type: ignore[arg-type]
        return bool(found)

    def _receive(self, here: Connection) -> None:
        try:
            name, found = here.recv()
        except (EOFError, OSError):
            for name in [name for name, each in self._waiting.items() if each is here]:
                del self._waiting[name]
        else:
            self._ready[name] = found
            del self._waiting[name]


def _run(there: Connection, others: Sequence[Connection]) -> None:
    """In such a process. What it can't do is done, or said, by the one that waits for it."""
    collect_rarely()
    for each in others:  # ends of its parent: while someone else holds them, nobody sees that it has gone
        each.close()
    with contextlib.suppress(Exception, KeyboardInterrupt):
        work, values = there.recv()
        told = lru_cache(maxsize=1)(there.recv)
        for name, value in values:
            there.send((name, work(value, told)))
