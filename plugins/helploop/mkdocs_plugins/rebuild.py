"""`helploop serve` after a save: only what an edited article or entry changes is made again, pages first.

The host knows full rebuilds only. One is left to it whenever anything but the text of existing content has changed.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.mkdocs_plugins.build import HostBuild
from helploop.mkdocs_plugins.problems import log_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from helploop.mkdocs_plugins.articles import ArticlesPlugin

#: What only machines read, the search index first, follows when nobody has saved anything for so many seconds.
MACHINES_AFTER = 2.0
State = dict[str, tuple[int, int]]


@dataclass(slots=True)
class Rebuild:
    """What the live server calls after a change; `everything` is the host's own rebuild."""

    plugin: ArticlesPlugin
    everything: Callable[[], None]
    site_dir: Path
    state: State = field(default_factory=dict)
    one_at_a_time: threading.RLock = field(default_factory=threading.RLock)
    timer: threading.Timer | None = None

    def __post_init__(self) -> None:
        self.state = self._look()

    def __call__(self) -> None:
        """Rebuild what has to be."""
        if self.timer is not None:
            self.timer.cancel()
        with self.one_at_a_time:
            before, self.state = self.state, self._look()
            if before != self.state and not (self._is_text_only(before) and self._for_readers()):
                self.everything()

    def _for_readers(self) -> bool:
        """Our pages made again; False when a page came or went, which is the host's business too."""
        last = self.plugin.build
        if last is None:
            return False
        build = HostBuild(last.root, last.settings, hosted=last.hosted, memory=last.memory)
        problems = build.check()
        output = build.make(self.site_dir, last.written, for_machines=False)
        if _pages(output.record) != _pages(last.written.record):
            return False
        log_problems([*problems, *output.problems])
        self.plugin.build = build
        self.timer = threading.Timer(MACHINES_AFTER, self._machines, (build,))
        self.timer.daemon = True
        self.timer.start()
        return True

    def _machines(self, build: HostBuild) -> None:
        with self.one_at_a_time:
            if self.plugin.build is build:
                build.make(self.site_dir, build.written)

    def _is_text_only(self, before: State) -> bool:
        """Whether nothing but existing Markdown files of ours has changed."""
        build = self.plugin.build
        if build is None or before.keys() != self.state.keys():
            return False
        folders = tuple(f"{path}/" for path in build.watched() if path.is_dir())
        changed = [path for path, seen in self.state.items() if before[path] != seen]
        return bool(changed) and all(path.endswith(".md") and path.startswith(folders) for path in changed)

    def _look(self) -> State:
        """Times and sizes of everything the host or we watch."""
        build = self.plugin.build
        if build is None:
            return {}
        places = [build.root / build.settings.docs_dir, build.root / "overrides", *build.watched()]
        files = [path for place in places for path in (place.rglob("*") if place.is_dir() else [place])]
        files += build.root.glob("*.y*ml")
        seen = {str(path): path.stat() for path in files if path.is_file()}
        return {path: (found.st_mtime_ns, found.st_size) for path, found in seen.items()}


def _pages(files: Iterable[str]) -> set[str]:
    return {path for path in files if path.endswith(".html")}
