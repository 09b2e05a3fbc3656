"""Files that commands write among those of people: whole or not at all, whatever the disk does."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from helploop.model.errors import HelploopError, UsageError, WriteError, way_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


def write_new(file: Path, text: str, taken: HelploopError) -> None:
    """Write a text where there is none yet, with the folders it needs.

    Raises:
        HelploopError: `taken`, when somebody has written that file meanwhile.
        UsageError: the text holds a byte of the command line that is no UTF-8.
        WriteError: the disk refuses it.
    """
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        found = f"line {line} of `{file.name}` would not be UTF-8: a word of the command is not"
        raise UsageError(found, "type it in a terminal that is set to UTF-8; nothing was written") from error
    with _refusals(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            file.touch(exist_ok=False)
        except FileExistsError as error:
            raise taken from error
    try:
        write_over(file, data)
    except BaseException:
        with contextlib.suppress(OSError):
            file.unlink()
        raise


def write_all(files: Mapping[Path, str]) -> None:
    """Write new files, all of them or none: half a project would stand in the way of a second try.

    Raises:
        WriteError: the disk refuses one.
    """
    done: list[Path] = []
    try:
        for file, text in files.items():
            write_new(file, text, HelploopError(f"`{file}` exists already", "choose an empty folder"))
            done.append(file)
    except BaseException:
        for file in reversed(done):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
        for folder in sorted({above for file in files for above in file.parents}, key=lambda one: -len(one.parts)):
            with contextlib.suppress(OSError):  # most hold other things
                folder.rmdir()
        raise


def write_over(file: Path, data: bytes) -> None:
    """Put this in the place of what a file holds.

    Raises:
        WriteError: the disk refuses it. The file is as it was.
    """
    _put(file, lambda beside: beside.write_bytes(data))


def copy_over(old: Path, new: Path) -> None:
    """Copy a file, whole or not at all: half a picture would be taken for one that is there.

    Raises:
        WriteError: the disk refuses it.
    """
    _put(new, lambda beside: shutil.copyfile(old, beside))


def _put(file: Path, write: Callable[[Path], object]) -> None:
    real = file.resolve()
    beside = real.with_name(f".{real.name[:100]}.new")
    with _refusals(file):
        try:
            real.parent.mkdir(parents=True, exist_ok=True)
            write(beside)
            if real.exists():
                shutil.copymode(real, beside)
            os.replace(beside, real)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise


@contextlib.contextmanager
def _refusals(file: Path) -> Iterator[None]:
    """What the disk refuses, in words."""
    try:
        yield
    except OSError as error:
        if isinstance(error, (NotADirectoryError, FileExistsError)):
            raise UsageError(f"`{file.name}` can't be written: a file stands where its folder belongs") from error
        hint = "make room, or fix the permissions; it is as it was"
        hint = way_out(error, hint, hint)
        raise WriteError(f"`{file.name}` can't be written: {error.strerror}", hint) from error
