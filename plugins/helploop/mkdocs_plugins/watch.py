"""The door to the host's live server: what was saved, heard from the system at once, and when browsers reload.

The host looks at every file twice a second. Where the system tells nothing (a network disk, too many folders), or the
host is another one than we know, its own way stays.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mkdocs.livereload import LiveReloadServer
    from watchdog.events import FileSystemEvent

#: How long it has to be quiet before a rebuild starts: an editor saves in two or three steps.
QUIET = 0.02
_CHANGES = (FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent)
_PARTS = ("_rebuild_cond", "_want_rebuild", "_epoch_cond", "_visible_epoch", "_wanted_epoch", "_watched_paths")


class Live:
    """A live server, as the host made it."""

    def __init__(self, server: LiveReloadServer) -> None:
        self._server: Any = server
        self._saved: set[str] = set()
        self.is_known = all(hasattr(server, name) for name in (*_PARTS, "build_delay"))

    def watch(self, paths: Iterable[Path]) -> None:
        """Rebuild when anything below these paths changes."""
        for path in paths:
            if not self._listen(path):
                self._server.watch(str(path))

    def forget(self, folder: str) -> None:
        """Leave a folder out that the host watches and nobody writes to."""
        if self.is_known and os.path.abspath(folder) in self._server._watched_paths:  # noqa: SLF001 - no other door
            self._server.unwatch(folder)

    def saved(self) -> set[str]:
        """The paths of files that were saved since the last question, as far as they are known."""
        saved, self._saved = self._saved, set()
        return saved

    def hear(self, paths: Iterable[str]) -> None:
        """Files were saved: ask for a rebuild."""
        with self._server._rebuild_cond:  # noqa: SLF001
            self._saved.update(paths)
            self._server._want_rebuild = True  # noqa: SLF001
            self._server._rebuild_cond.notify_all()  # noqa: SLF001

    def reload(self) -> None:
        """Let browsers ask for their pages again, unless a rebuild that will do so has begun."""
        server = self._server
        with server._epoch_cond:  # noqa: SLF001
            if server._visible_epoch == server._wanted_epoch:  # noqa: SLF001
                now = max(round(time.monotonic() * 1000), server._visible_epoch + 1)  # noqa: SLF001 - its own clock
                server._visible_epoch = server._wanted_epoch = now  # noqa: SLF001
                server._epoch_cond.notify_all()  # noqa: SLF001

    def _listen(self, path: Path) -> bool:
        if not self.is_known:
            return False
        observer = Observer()
        folder = path if path.is_dir() else path.parent
        handler = _Handler(self, None if path.is_dir() else str(path))
        try:
            observer.schedule(handler, str(folder), recursive=path.is_dir())
            observer.daemon = True
            observer.start()
        except (OSError, RuntimeError):
            return False
        self._server.build_delay = QUIET
        self._server._watched_paths.setdefault(str(path), 1)  # noqa: SLF001 - the host says what is watched
        return True


class _Handler(FileSystemEventHandler):
    """Asks for a rebuild. Reading a file is an event too, and no reason for one."""

    def __init__(self, live: Live, only: str | None) -> None:
        self.live = live
        self.only = only

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Something happened to a file."""
        names = {os.fsdecode(name) for name in (event.src_path, event.dest_path) if name}
        if isinstance(event, _CHANGES) and (self.only is None or self.only in names):
            self.live.hear(names)
