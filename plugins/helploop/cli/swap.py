"""A new site in the place of the old one: built beside it, swapped only when it is good, never half."""

from __future__ import annotations

import ctypes
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from helploop.model.errors import RefusedError, UsageError, WriteError, way_out
from helploop.pipeline.apart import make_apart
from helploop.pipeline.twin import take_twin
from helploop.sources.file_lock import try_lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_FIX = "fix its permissions"
_FIX_FOLDER = "fix the permissions of its folder"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def check_place(site: Path, root: Path, sources: Iterable[str]) -> None:
    """Refuse to replace a folder that is no built site.

    Raises:
        UsageError: the folder holds the project or its content, or files that no build wrote.
    """
    for source in (root, *(root / name for name in sources)):
        if source.is_relative_to(site) or (source != root and site.is_relative_to(source)):
            raise UsageError(
                f"`{site.name or site}` holds the project's own files, or stands among them",
                "choose a folder of its own",
            )
    if site.exists() and not site.is_dir():
        raise UsageError(f"`{site.name}` is a file", "choose a folder")
    if site.is_dir() and any(site.iterdir()) and not (site / "404.html").is_file():
        message = f"`{site.name}/` holds files that no build of a site wrote; they would be lost"
        raise UsageError(message, "choose another folder, or empty this one yourself")


@contextmanager
def site_lock(site: Path, folder: Path) -> Iterator[None]:
    """One build of a site at a time; a second one is told so. The lock's file stands in `folder`.

    Raises:
        RefusedError: another build holds the lock.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / f"{site.name}.lock", os.O_CREAT | os.O_RDWR, 0o644)
    except OSError as error:
        name = f"{folder.parent.name}/{folder.name}/"
        raise WriteError(f"`{name}` can't be written: {error.strerror}", way_out(error, _FIX)) from error
    try:
        os.set_inheritable(handle, True)  # the host's process holds it too: should it outlive this one, nobody builds
        if not try_lock(handle):
            raise RefusedError(f"another build of `{site.name}/` is running", "wait for it to end")
        yield
    finally:
        os.close(handle)


@contextmanager
def beside(site: Path, root: Path | None = None) -> Iterator[Path]:
    """A folder beside the site, on the same file system; gone afterwards, with what a killed build left.

    It is empty, or holds the site before the last one, where the project in `root` has kept that, or the last one.
    """
    folder = site.parent / f".{site.name}.new"
    try:
        _put_back(site)
        shutil.rmtree(folder, ignore_errors=True)
        if root is None:
            make_apart(folder)
        else:
            take_twin(root, folder, site)
    except OSError as error:
        raise WriteError(f"`{folder.name}` can't be made: {error.strerror}", way_out(error, _FIX_FOLDER)) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put_back(site: Path) -> None:
    """A build that was killed between two steps of `swap` has left the old site aside: it stands in its place again."""
    old = _aside(site)
    if old.is_dir():
        if site.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(site)


def _aside(site: Path) -> Path:
    return site.parent / f".{site.name}.old"


def swap(new: Path, site: Path) -> None:
    """Put the new site in the old one's place in one step; the old one is then where the new one was."""
    try:
        if not site.exists():
            new.rename(site)
        elif not _exchange(new, site):
            old = _aside(site)
            shutil.rmtree(old, ignore_errors=True)
            site.rename(old)
            new.rename(site)
            old.rename(new)
    except OSError as error:
        raise WriteError(f"`{site.name}/` can't be replaced: {error.strerror}", way_out(error, _FIX)) from error


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders atomically (Linux, `renameat2` with RENAME_EXCHANGE); False where that is not known."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):  # the last is what Windows says to `None`
        return False
    code: int = rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    return code == 0
