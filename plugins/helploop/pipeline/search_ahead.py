"""Indexes counted in processes of their own, one a core, while pages are planned and made elsewhere.

Such a process also writes the shards it has made, and says what they are: whoever waits for it writes none of them.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from helploop.pipeline.disk import write_file
from helploop.pipeline.workers import collect_rarely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from multiprocessing.connection import Connection

    from helploop.pipeline.audit import Found, Watch
    from helploop.pipeline.search_index import File


class Ready(NamedTuple):
    """Files that stand where they belong, with their key and look by their path, and what was found in them."""

    rows: dict[str, tuple[str, int, int, int]]
    found: Sequence[Found]


NOTHING_READY = Ready({}, ())


class Ahead:
    """Forked processes that do some work for each of these names. Whatever they could not do comes back as nothing."""

    def __init__(self, work: Callable[[str], Ready], names: Sequence[str], processes: int) -> None:
        import multiprocessing  # noqa: PLC0415 - long to import, for long work

        context = multiprocessing.get_context("fork")
        self._waiting: dict[str, Connection] = {}
        self._ready: dict[str, Ready] = {}
        for at in range(min(processes, len(names))):
            here, there = context.Pipe(duplex=False)
            mine = names[at::processes]
            context.Process(target=_run, args=(work, mine, there), daemon=True).start()
            there.close()
            self._waiting.update(dict.fromkeys(mine, here))

    def take(self, name: str) -> Ready:
        """What came of the work for a name. Others are taken in meanwhile: nobody waits to be asked."""
        from multiprocessing.connection import wait  # noqa: PLC0415 - it is there by now

        while name in self._waiting:
            for each in wait(set(self._waiting.values())):
                self._take(each)  # type: ignore[arg-type]
        return self._ready.pop(name, NOTHING_READY)

    def _take(self, here: Connection) -> None:
        try:
            name, ready = here.recv()
        except (EOFError, OSError):  # it has ended
            for name in [name for name, each in self._waiting.items() if each is here]:
                del self._waiting[name]
        else:
            self._ready[name] = Ready(*ready)
            del self._waiting[name]


def _run(work: Callable[[str], Ready], names: Iterable[str], there: Connection) -> None:
    collect_rarely()
    with contextlib.suppress(Exception):
        for name in names:
            there.send((name, tuple(work(name))))


def write_files(files: Iterable[File], folder: str, watch: Watch) -> Ready:
    """Write files into a site and look at them; their keys are hashes of what they hold."""
    rows: dict[str, tuple[str, int, int, int]] = {}
    found: list[Found] = []
    for path, key, content in files:
        data = content()
        found += watch.look(path, data)
        rows[path] = key, *write_file(folder, path, data)
    return Ready(rows, found)
