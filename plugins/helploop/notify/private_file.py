"""A file with addresses: replaced in one step, readable by its owner alone."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from helploop.model.errors import WriteError

if TYPE_CHECKING:
    from pathlib import Path


def save_private(path: Path, text: str) -> None:
    """Write a private file.

    Raises:
        WriteError: it can't be written; the old one stays.
    """
    try:
        write_private(path, text.encode(), path.with_name(f"{path.name}.{os.getpid()}.new"))
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
        new.replace(path)
    except OSError:
        with suppress(OSError):  # half a file with addresses is nobody's
            new.unlink()
        raise
