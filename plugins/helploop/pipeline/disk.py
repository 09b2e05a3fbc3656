"""One file of a site on the disk: written whole or not at all, linked, looked at, removed."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from helploop.model.errors import unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
#: More than almost every text holds: asked for once, it is read.
PIECE = 1 << 16
_WRITE = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)


def write_file(folder: str, path: str, content: bytes) -> tuple[int, int, int]:
    """Write one file, never half of it in the place of another; its size, time and number."""
    file = f"{folder}/{path}"
    try:
        try:
            handle = create_file(file)
        except FileExistsError:  # somebody may be reading it
            handle = create_file(f"{file}.new", os.O_TRUNC)
            try:
                return _fill(handle, content)
            finally:
                os.replace(f"{file}.new", file)
        return _fill(handle, content)
    except OSError as error:
        raise unwritable(path, error) from error


def create_file(file: str, more: int = os.O_EXCL) -> int:
    """Open a file for writing, with the folders above it; `os.O_EXCL`: a new one only."""
    try:
        return os.open(file, _WRITE | more, 0o666)
    except FileNotFoundError:
        _make_folders(os.path.dirname(file))
        return os.open(file, _WRITE | more, 0o666)


def _make_folders(folder: str) -> None:
    """A folder with those above it. Most often only the last one is missing."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        return
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)


def _fill(handle: int, content: bytes) -> tuple[int, int, int]:
    try:
        written = os.write(handle, content)
        while written < len(content):  # a signal came, or the disk is full and the next one says so
            written += os.write(handle, memoryview(content)[written:])
        found = os.fstat(handle)
    finally:
        os.close(handle)
    return found.st_size, found.st_mtime_ns, found.st_ino


def read_file(file: Path | str) -> bytes:
    """What a file holds. Python's own stream asks the system three questions more, for each file of a site."""
    handle = os.open(file, _READ)
    try:
        pieces = [os.read(handle, PIECE)]
        while len(pieces[-1]) == PIECE:
            pieces.append(os.read(handle, PIECE))
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)
    finally:
        os.close(handle)


class writing(contextlib.AbstractContextManager[None]):  # noqa: N801 - reads as a statement
    """Turns what the disk refuses into an error with a way out."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise unwritable(self.path, error) from error


def remove_file(folder: str, path: str) -> None:
    """Remove a file, and the folders above it that are empty then."""
    with contextlib.suppress(OSError):
        os.unlink(f"{folder}/{path}")
        while path := os.path.dirname(path):
            os.rmdir(f"{folder}/{path}")


def link_file(old: str, new: str) -> None:
    """Give a file a second name, with the folders above it, which are not made for a file that is not there."""
    try:
        os.link(old, new)
    except FileNotFoundError:
        os.lstat(old)
        _make_folders(os.path.dirname(new))
        os.link(old, new)


def look_at(file: str) -> tuple[int, int, int]:
    """Size, time of the last change in nanoseconds, and number."""
    found = os.stat(file)
    return found.st_size, found.st_mtime_ns, found.st_ino


def looks(folder: str, inner: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Every file below a folder: its path, and its size, time and number."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{inner}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from looks(entry.path, f"{path}/")
            else:
                found = entry.stat(follow_symlinks=False)
                yield path, (found.st_size, found.st_mtime_ns, found.st_ino)
