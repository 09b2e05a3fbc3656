"""What a process that stays keeps of the files it has read: a file that looks the same is not read again."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Value = TypeVar("Value")

#: A file that was written so shortly before it was read may change again without looking different.
_UNSURE = 2_000_000_000


class Look(NamedTuple):
    """How a file looks from outside: its time, size and number."""

    time: int
    size: int
    number: int


def look_of(found: os.stat_result) -> Look:
    """How a file looks by what the system says of it."""
    return Look(found.st_mtime_ns, found.st_size, found.st_ino)


def is_sure(look: Look) -> bool:
    """Whether a file that is changed from now on will look different."""
    return time.time_ns() - look.time > _UNSURE


class Keeps(Protocol[Value]):
    """Whoever may know what a file holds before it is read.

    What makes a value of a file can be given what that holds, where it was read already.
    """

    def prepare(self, wanted: Sequence[tuple[Path | str, str, Callable[..., Value]]]) -> None:
        """Say what `value` will be asked for."""

    def value(self, file: Path | str, path: str, make: Callable[[], Value]) -> Value:
        """What `make` makes of a file."""


class Kept(Generic[Value]):
    """Values made from files, by path."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[Look, Value]] = {}

    def __len__(self) -> int:
        return len(self._values)

    def prepare(self, wanted: Sequence[tuple[Path | str, str, Callable[..., Value]]]) -> None:
        """Nothing: each file is read when it is asked for."""

    def value(self, file: Path | str, path: str, make: Callable[[], Value]) -> Value:
        """What `make` makes of a file, from the last time if the file looks as it did then."""
        try:
            found = os.stat(file)
        except OSError:
            return make()
        look = look_of(found)
        known = self._values.get(path)
        if known is not None and known[0] == look:
            return known[1]
        value = make()
        if is_sure(look):
            self._values[path] = look, value
        else:
            self._values.pop(path, None)
        return value
