"""`helploop serve` after a save: the page that was edited at once, what follows from it in the background.

First the page of the saved article, for whoever waits for it; then what follows from its words and nothing else. Where
more has changed, every page is planned again, then, when nobody saves any more, what only machines read. A new save
takes precedence at any moment. The host knows full rebuilds only: one is left to it whenever more has changed than
texts of ours.
"""

from __future__ import annotations

import contextlib
import os
import stat
import threading
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from helploop.mkdocs_plugins.build import HostBuild
from helploop.mkdocs_plugins.edits import keep_whole, make_edited
from helploop.mkdocs_plugins.problems import log, log_problems
from helploop.pipeline.turn import SupersededError, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from helploop.mkdocs_plugins.articles import ArticlesPlugin
    from helploop.mkdocs_plugins.watch import Live
    from helploop.pipeline.output import Output

#: So many seconds a browser has for itself, to show what is new, before the other pages are made.
PAGES_AFTER = 0.15
#: What only machines read, the search index first, follows when nobody has saved anything for so many seconds.
MACHINES_AFTER = 1.0
#: So many saved articles are made one by one; more came from a program, such as git.
FEW = 8
_TEXTS = (".md", ".yaml", ".yml")
State = dict[str, tuple[int, int]]


@dataclass(slots=True)
class Rebuild:
    """What the live server calls after a change; `everything` is the host's own rebuild."""

    plugin: ArticlesPlugin
    everything: Callable[[], None]
    site_dir: Path
    live: Live | None = None
    state: State = field(default_factory=dict)
    turn: Turn = field(default_factory=Turn)
    background: threading.Thread | None = None
    is_behind: bool = False
    """What machines read is older than the pages."""
    is_for_host: bool = False
    """The background has found that the host has to rebuild."""

    def __post_init__(self) -> None:
        self.state = self._look()
        self._start(self._remember)

    def __call__(self) -> None:
        """Rebuild what has to be."""
        self.turn.end()
        saved = self.live.saved() if self.live is not None else set()
        if saved and not self.is_for_host and self._first(saved):
            self._start(self._follow)
            return
        self.settle()
        before, self.state = self.state, self._look()
        if self.is_for_host or (before != self.state and not self._pages(None, before, self.state)):
            self.is_for_host = self.is_behind = False
            self._all_is_new()
            self.everything()
            self._start(self._remember)
        elif self.is_behind:
            self._start(self._machines)

    def _all_is_new(self) -> None:
        if self.live is not None:
            self.live.all_is_new()

    def settle(self) -> None:
        """Wait for what is done in the background."""
        if self.background is not None:
            self.background.join()

    def _first(self, saved: Iterable[str]) -> bool:
        """The pages of saved articles; False where something else was saved too."""
        build = self.plugin.build
        if build is None:
            return False
        known = [path for path in saved if _is_content(path)]
        if not 0 < len(known) <= FEW:
            return False
        try:
            return all(build.make_first(self.site_dir, Path(path).relative_to(build.root).as_posix()) for path in known)
        except ValueError:  # a file of another folder
            return False

    def _start(self, work: Callable[[Turn], None]) -> None:
        self.turn = Turn()
        self.background = threading.Thread(target=self._run, args=(work, self.turn, self.background), daemon=True)
        self.background.start()

    def _run(self, work: Callable[[Turn], None], turn: Turn, before: threading.Thread | None) -> None:
        """In the background: work that was superseded ends first; where work fails, the host tries, and says why."""
        if before is not None:
            before.join()
        try:
            work(turn)
        except SupersededError:
            return
        except Exception:  # noqa: BLE001 - a thread has nobody to tell
            log.debug(traceback.format_exc())
            self._leave_to_host()

    def _follow(self, turn: Turn) -> None:
        """What follows from texts that were published already."""
        turn.wait(PAGES_AFTER)
        state = self._look()
        if self._edited(turn, state):
            return
        if not self._pages(turn, self.state, state):
            with turn:
                self._leave_to_host()
            return
        with turn:
            self.state = state
        self._machines(turn)

    def _edited(self, turn: Turn, state: State) -> bool:
        """What follows from words of a few articles, and nothing else; False where everything has to be made."""
        build, before = self.plugin.build, self.state
        changed = {path for path, _ in before.items() ^ state.items()}
        if build is None or self.is_behind or len(changed) > FEW or not changed <= before.keys() & state.keys():
            return False
        paths = [Path(path).relative_to(build.root).as_posix() for path in sorted(changed)]
        edit = make_edited(build, self.site_dir, paths, turn)
        if edit is None:
            return False
        with turn:
            self.state = state
            log_problems(edit.kept.told.problems)
            if self.live is not None and any(path.endswith(".html") for path in edit.record):
                self.live.reload()
        return True

    def _remember(self, turn: Turn) -> None:
        """Be ready for an edit."""
        if self.plugin.build is not None:
            keep_whole(self.plugin.build, turn)

    def _leave_to_host(self) -> None:
        self.is_for_host = True
        if self.live is not None:
            self.live.hear(())

    def _pages(self, turn: Turn | None, before: State, after: State) -> bool:
        """All pages of ours that are not as they should be; False when that is the host's business.

        Without a turn this is what everybody waits for: it can't be given up, and uses all cores.
        """
        last = self.plugin.build
        if last is None or not self._is_ours(last, before, after):
            return False
        build = HostBuild(last.root, last.settings, hosted=last.hosted, memory=last.memory, turn=turn)
        problems = build.check()
        output = build.make(self.site_dir, last.written, for_machines=False)
        if last.hosted and build.pages != last.pages:
            return False
        with turn or Turn():
            log_problems([*problems, *output.problems])
            self.plugin.build, self.is_behind = build, True
            self._show(output, before, after, is_waited_for=turn is None)
        return True

    def _show(self, output: Output, before: State, after: State, *, is_waited_for: bool) -> None:
        """Let browsers show what is new. Of pictures and the like a page does not say that they have changed."""
        is_all_new = not all(path.endswith(_TEXTS) for path, _ in before.items() ^ after.items())
        if is_waited_for and is_all_new:
            self._all_is_new()
        elif self.live is not None and (is_all_new or any(path.endswith(".html") for path in output.again)):
            self.live.reload(is_all_new=is_all_new)

    def _machines(self, turn: Turn) -> None:
        turn.wait(MACHINES_AFTER)
        last = self.plugin.build
        if last is not None:
            build = HostBuild(last.root, last.settings, last.checked, last.hosted, memory=last.memory, turn=turn)
            build.make(self.site_dir, last.written)
            with turn:
                self.plugin.build, self.is_behind = build, False
            self._remember(turn)

    def _is_ours(self, last: HostBuild, before: State, after: State) -> bool:
        """Whether nothing but our content has changed; beside pages of the host, nothing but texts."""
        folders = tuple(f"{path}/" for path in last.watched() if path.is_dir() and path.name != "overrides")
        changed = {path for path, _ in before.items() ^ after.items()}
        if last.hosted and (before.keys() != after.keys() or not all(path.endswith(".md") for path in changed)):
            return False
        return all(path.startswith(folders) for path in changed)

    def _look(self) -> State:
        """Times and sizes of everything the host or we watch."""
        build = self.plugin.build
        if build is None:
            return {}
        state: State = {}
        for place in (build.root / build.settings.docs_dir, *build.watched()):
            state.update(_looks(str(place)) if place.is_dir() else _look_at(str(place)))
        for file in build.root.glob("*.y*ml"):
            state.update(_look_at(str(file)))
        return state


def _is_content(path: str) -> bool:
    """Whether a save of this path matters: editors make files for themselves, and remove them again."""
    name = os.path.basename(path)
    return os.path.exists(path) and not name.startswith(".") and not name.endswith("~")


def _looks(folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:  # removed just now
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _looks(entry.path)
            else:
                yield from _look_at(entry)


def _look_at(file: str | os.DirEntry[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    with contextlib.suppress(OSError):
        found = os.stat(file)
        if stat.S_ISREG(found.st_mode):
            yield os.fspath(file), (found.st_mtime_ns, found.st_size)
