"""Records of a build on the disk, each with a hash of itself: one that is damaged counts as none."""

from __future__ import annotations

import contextlib
import os
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from helploop.model.compact import from_json, to_json

if TYPE_CHECKING:
    from pathlib import Path


def write_sealed(file: Path, value: object) -> None:
    """Write a record whole, or leave none. One that can't be written costs time and nothing else."""
    write_sealed_json(file, to_json(value))


def write_sealed_json(file: Path, data: bytes) -> None:
    """The same of what is JSON already."""
    beside = f"{file}.new"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(beside, "wb") as stream:
            stream.write(seal_of(data) + b"\n" + data)
        os.replace(beside, file)
    except OSError:
        with contextlib.suppress(OSError):
            file.unlink()


def read_sealed(file: Path) -> Any:
    """What a record says; None when it is not there or not what was written."""
    try:
        with open(file, "rb") as stream:
            seal, _, data = stream.read().partition(b"\n")
    except OSError:
        return None
    return from_json(data) if seal == seal_of(data) else None


def seal_of(data: bytes) -> bytes:
    """The hash by which a damaged record is known."""
    return blake2b(data, digest_size=16).hexdigest().encode()
