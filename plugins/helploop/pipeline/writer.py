"""Output files to a folder: only what changed is written, what has no source any more is removed.

A file is written beside its place and renamed, so that nobody ever reads half of it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from helploop.model.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_files(folder: Path, files: Mapping[str, bytes]) -> int:
    """Make the folder hold these files (others are left alone). Returns how many had to be written.

    Raises:
        WriteError: the disk is full, or the folder can't be written.
    """
    made: set[str] = set()
    written = 0
    for path in sorted(files):
        try:
            written += _write(folder, path, files[path], made)
        except OSError as error:
            reason = error.strerror or "unknown reason"
            hint = "free space or fix the permissions of the site folder, then build again"
            raise WriteError(f"`{path}` could not be written: {reason}", hint) from error
    return written


def _write(folder: Path, path: str, content: bytes, made: set[str]) -> bool:
    file = f"{folder}/{path}"
    parent = file.rpartition("/")[0]
    if parent not in made:
        os.makedirs(parent, exist_ok=True)
        made.add(parent)
    if _holds(file, content):
        return False
    beside = f"{file}.new"
    with open(beside, "wb") as stream:
        stream.write(content)
    os.replace(beside, file)
    return True


def _holds(file: str, content: bytes) -> bool:
    try:
        if os.stat(file).st_size != len(content):
            return False
        with open(file, "rb") as stream:
            return stream.read() == content
    except OSError:
        return False
