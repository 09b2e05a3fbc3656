"""A file that a command of `helploop new` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.errors import WriteError

if TYPE_CHECKING:
    from pathlib import Path


def write_new(file: Path, text: str) -> None:
    """Write a text, with the folders it needs.

    Raises:
        WriteError: the disk refuses it.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        hint = "choose another folder, or fix its permissions"
        raise WriteError(f"`{file.name}` can't be written: {error.strerror}", hint) from error
