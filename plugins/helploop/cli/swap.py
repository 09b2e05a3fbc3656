"""A new site in the place of the old one: built beside it, swapped only when it is good, never half."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from helploop.model.errors import RefusedError, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


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
        raise WriteError(f"`{folder.name}/` can't be written: {error.strerror}", "fix its permissions") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise RefusedError(f"another build of `{site.name}/` is running", "wait for it to end") from error
        yield
    finally:
        os.close(handle)


@contextmanager
def beside(site: Path) -> Iterator[Path]:
    """An empty folder beside the site, on the same file system; gone afterwards, with what a killed build left."""
    folder = site.parent / f".{site.name}.new"
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        raise WriteError(
            f"`{folder.name}` can't be made: {error.strerror}", "fix the permissions of its folder"
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def swap(new: Path, site: Path) -> None:
    """Put the new site in the old one's place in one step; the old one is then where the new one was."""
    try:
        if not site.exists():
            new.rename(site)
        elif not _exchange(new, site):
            old = site.parent / f".{site.name}.old"
            shutil.rmtree(old, ignore_errors=True)
            site.rename(old)
            new.rename(site)
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise WriteError(f"`{site.name}/` can't be replaced: {error.strerror}", "fix its permissions") from error


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders atomically (Linux, `renameat2` with RENAME_EXCHANGE); False where that is not known."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    code: int = rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    return code == 0
