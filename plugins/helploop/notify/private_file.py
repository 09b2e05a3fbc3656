"""A file with addresses: replaced in one step, readable by its owner alone."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from helploop.model.errors import WriteError

if TYPE_CHECKING:
    from pathlib import Path


def save_private(path: Path, text: str) -> None:
    """Write a private file. Whoever does holds it: two at once would write into each other's new file.

    Raises:
        WriteError: it can't be written; the old one stays.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        new.unlink(missing_ok=True)  # what a killed run left would keep its addresses for good
        write_private(path, text.encode(), new)
    except OSError as error:
        raise WriteError(f"{path.name} can't be written: {error.strerror}", "check the folder and the disk") from None


def write_private(path: Path, data: bytes, new: Path) -> None:
    """The same with bytes, by way of the file `new` beside it.

    Raises:
        OSError: it can't be written; the old one stays.
    """
    try:
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            _keep_group(path, handle)
        new.replace(path)
    except OSError:
        with suppress(OSError):  # half a file with addresses is nobody's
            new.unlink()
        raise


def _keep_group(path: Path, handle: int) -> None:
    """A group that could read the old file reads the new one; everybody else does not, whatever was before."""
    with suppress(OSError, AttributeError):  # no old file, another one's group, or Windows
        old = path.stat()
        os.fchown(handle, -1, old.st_gid)
        os.fchmod(handle, stat.S_IRUSR | stat.S_IWUSR | (old.st_mode & stat.S_IRWXG))
