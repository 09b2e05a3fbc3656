"""Every path of a project that a build may read, links and what stands behind them included."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Folders no build reads.
_IGNORED = frozenset({".git", ".cache", "node_modules", ".venv", "__pycache__"})
#: Behind links to folders outside stand at most so many files, or what is read is not known.
_MOST = 20_000


class TooManyError(OSError):
    """What stands behind a link is more than a project."""


def load_paths(root: Path, site: Path) -> tuple[list[str], dict[str, str]]:
    """Every file of a project without the built site and what no build reads; and every link with where it leads.

    A link to a folder of the project is not followed, for its files are among the others; behind every other one all
    files count, once.

    Raises:
        OSError: what stands behind a link can't be known.
    """
    walk = _Walk(str(root), str(site))
    files = sorted(walk.files(str(root)))
    return files, walk.links


class _Walk:
    def __init__(self, root: str, site: str) -> None:
        self._root, self._site = root, site
        self._home = os.path.realpath(root)
        self._beside = f".{os.path.basename(site)}."
        self._behind: set[str] = set()
        self._count = 0
        self.links: dict[str, str] = {}

    def files(self, folder: str, *, is_behind: bool = False) -> Iterator[str]:
        ignored = _IGNORED if folder == self._root else ()
        try:
            with os.scandir(folder) as entries:
                found = list(entries)
        except PermissionError:  # no build can read it either
            return
        for entry in found:
            name, path = entry.name, f"{folder}/{entry.name}"
            is_folder = entry.is_dir()
            if is_folder and (name in ignored or name.startswith(self._beside) or path == self._site):
                continue
            if entry.is_symlink():
                self.links[path] = os.readlink(path)
                if is_folder:
                    yield from self._follow(path)
                    continue
            if is_folder:
                yield from self.files(path, is_behind=is_behind)
            else:
                self._count += is_behind
                if self._count > _MOST:
                    raise TooManyError(path)
                yield path

    def _follow(self, link: str) -> Iterator[str]:
        """The files behind a link to a folder."""
        real = os.path.realpath(link)
        inner = os.path.relpath(real, self._home).split(os.sep)
        is_inside = inner[0] != os.pardir
        is_of_sites = self._site in {real, *map(str, Path(real).parents)} or inner[0].startswith(self._beside)
        if is_of_sites or (self._home.startswith(os.path.join(real, "")) and real != self._home):
            raise TooManyError(link)
        if (is_inside and inner[0] not in _IGNORED) or real in self._behind:
            return
        self._behind.add(real)
        yield from self.files(link, is_behind=True)
