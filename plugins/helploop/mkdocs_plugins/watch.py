"""The door to the host's live server: what was saved, heard from the system at once, and when browsers reload.

The host looks at every file twice a second. Where the system tells nothing (a network disk, too many folders), or the
host is another one than we know, its own way stays.
"""

from __future__ import annotations

import os
import re
import time
from functools import lru_cache
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

from helploop.browser.bundle import load_module
from helploop.outputs.headers import OPEN
from helploop.outputs.pages.assets import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mkdocs.livereload import LiveReloadServer
    from watchdog.events import FileSystemEvent

#: How long it has to be quiet before a rebuild starts: an editor saves in two or three steps.
QUIET = 0.02
#: The same when a file was closed after writing, or came from another name: what is in it now is complete.
COMPLETE = 0.002
_CHANGES = (FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent)
_PARTS = (
    *("_rebuild_cond", "_want_rebuild", "_epoch_cond", "_visible_epoch", "_wanted_epoch", "_watched_paths"),
    *("_inject_js_into_html", "serve_request", "set_app", "mount_path"),
)
#: Names of files in there hold the hash of their content, so a browser need not ask for them twice.
_FOREVER = ("Cache-Control", "max-age=31536000, immutable")
#: What the widget reads, and where an app stands while it is made: no other page may read what is not published yet.
_OPEN = tuple(path.rstrip("*") for path in OPEN)
_LOOPBACK = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?")


class Live:
    """A live server, as the host made it."""

    def __init__(self, server: LiveReloadServer) -> None:
        self._server: Any = server
        self._saved: set[str] = set()
        self._whole = 0
        self.is_known = all(hasattr(server, name) for name in (*_PARTS, "build_delay"))
        if self.is_known:
            self._server.__dict__["_inject_js_into_html"] = self._with_script  # there is no other door
            self._server.set_app(self._answer)

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
        self._server.build_delay = QUIET
        return saved

    def hear(self, paths: Iterable[str], quiet: float = QUIET) -> None:
        """Files were saved: ask for a rebuild, when nothing else was for so many seconds."""
        with self._server._rebuild_cond:  # noqa: SLF001
            self._saved.update(paths)
            self._server.build_delay = quiet
            self._server._want_rebuild = True  # noqa: SLF001
            self._server._rebuild_cond.notify_all()  # noqa: SLF001

    def all_is_new(self) -> None:
        """The rebuild that runs changes more than texts: browsers have to load everything again."""
        if self.is_known:
            self._whole = self._server._wanted_epoch  # noqa: SLF001

    def reload(self, *, is_all_new: bool = False) -> None:
        """Let browsers ask for their pages again, unless a rebuild that will do so has begun."""
        server = self._server
        with server._epoch_cond:  # noqa: SLF001
            if server._visible_epoch == server._wanted_epoch:  # noqa: SLF001
                now = max(round(time.monotonic() * 1000), server._visible_epoch + 1)  # noqa: SLF001 - its own clock
                self._whole = now if is_all_new else self._whole
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
        self._server._watched_paths.setdefault(str(path), 1)  # noqa: SLF001 - the host says what is watched
        return True

    def _with_script(self, content: bytes, epoch: int) -> bytes:
        """A page with the script that asks for a newer one: which one this is, and since when only texts were new."""
        page = round(time.monotonic() * 1000)
        told = f'data-live="{epoch}" data-whole="{self._whole}" data-page="{page}"'
        before, end, after = content.rpartition(b"</body>")
        text = f"<script {told}>{_script()}</script>".encode()
        return before + text + end + after if end else content + text

    def _answer(self, environ: dict[str, Any], start: Callable[[str, list[tuple[str, str]]], Any]) -> Iterable[bytes]:
        """What the host answers, how long a browser may keep it, and whether an app on this computer may read it.

        A page that is gone asks for a newer one, too: its file may have a mistake that is being repaired.
        """
        asked = str(environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "ignore")
        path = asked.removeprefix(self._server.mount_path)
        more = [_FOREVER] if path.startswith(FOLDER) else []
        origin = str(environ.get("HTTP_ORIGIN", ""))
        if path.startswith(_OPEN) and _LOOPBACK.fullmatch(origin):
            more += [("Access-Control-Allow-Origin", origin), ("Vary", "Origin")]
        epoch: int = self._server._visible_epoch  # noqa: SLF001
        statuses: list[str] = []

        def begin(status: str, headers: list[tuple[str, str]]) -> Any:
            statuses.append(status)
            return start(status, [*headers, *more] if status.startswith("200") else headers)

        answer: Iterable[bytes] = self._server.serve_request(environ, begin)
        is_gone = statuses[0].startswith("404") and "text/html" in environ.get("HTTP_ACCEPT", "")
        return [self._with_script(b"".join(answer), epoch)] if is_gone else answer


@lru_cache(maxsize=1)
def _script() -> str:
    return load_module("live/live.js")


class _Handler(FileSystemEventHandler):
    """Asks for a rebuild. Reading a file is an event too, and no reason for one."""

    def __init__(self, live: Live, only: str | None) -> None:
        self.live = live
        self.only = only

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Something happened to a file."""
        names = {os.fsdecode(name) for name in (event.src_path, event.dest_path) if name}
        if isinstance(event, _CHANGES) and (self.only is None or self.only in names):
            is_complete = isinstance(event, FileClosedEvent | FileMovedEvent)
            self.live.hear(names, COMPLETE if is_complete else QUIET)
