"""Hears of a saved file from the system, at once: the host looks at every file twice a second.

Where the system tells nothing (a network disk, too many folders), the host's own way stays.
"""

from __future__ import annotations

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


def watch(server: LiveReloadServer, paths: Iterable[Path]) -> None:
    """Rebuild when anything below these paths changes."""
    for path in paths:
        if not _listen(server, path):
            server.watch(str(path))


def _listen(server: LiveReloadServer, path: Path) -> bool:
    live: Any = server
    if not hasattr(live, "_rebuild_cond") or not hasattr(live, "build_delay"):  # another host than we know
        return False
    observer = Observer()
    folder = path if path.is_dir() else path.parent
    try:
        observer.schedule(_Handler(live, None if path.is_dir() else str(path)), str(folder), recursive=path.is_dir())
        observer.daemon = True
        observer.start()
    except (OSError, RuntimeError):
        return False
    live.build_delay = QUIET
    return True


class _Handler(FileSystemEventHandler):
    """Asks for a rebuild. Reading a file is an event too, and no reason for one."""

    def __init__(self, server: Any, only: str | None) -> None:
        self.server = server
        self.only = only

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Something happened to a file."""
        names = (str(event.src_path), str(event.dest_path))
        if isinstance(event, _CHANGES) and (self.only is None or self.only in names):
            with self.server._rebuild_cond:  # noqa: SLF001 - the host has no other door
                self.server._want_rebuild = True  # noqa: SLF001
                self.server._rebuild_cond.notify_all()  # noqa: SLF001
