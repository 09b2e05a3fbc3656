"""The private requests file: one import at a time writes into it, and who else can read it is said."""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from helploop.model.errors import RefusedError, UsageError, WriteError, way_out
from helploop.model.problem import warning
from helploop.notify.load import load_requests_text
from helploop.sources.file_lock import try_lock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.problem import Problem

#: How often the lock is tried, and for how many seconds: an import holds it for moments.
_PAUSE, _PATIENCE = 0.05, 60
#: Of what git leaves in a file that two have changed, the lines that no row looks like.
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)")


def check_folder(path: Path) -> None:
    """Make sure that a requests file can stand where it was asked for, before an export is worked on.

    Raises:
        UsageError: it can't.
    """
    real = path.resolve()
    folder = real.parent
    if real.exists() and not real.is_file():  # a new file would take the place of the device
        raise UsageError(f"`{path.name}` is no file but a device or a pipe", "give the path of a file")
    if not folder.is_dir():  # not made here: it may be a disk that is not mounted
        hint = f"mount it, or make it with `mkdir -m 700 {path.parent}`, then run again"
        raise UsageError(f"the folder `{folder.name}` of {path.name} is not there", hint)


def load_list(source: str) -> tuple[str, str]:
    """The text of a requests file or of a private export of one, and the name messages call it by.

    Raises:
        UsageError: it can't be read, or two versions of it stand in it.
    """
    text, name = load_requests_text(source)
    for number, line in enumerate(text.splitlines(), 1):
        if marker := _CONFLICT.match(line):
            hint = "resolve the conflict and remove the markers"
            raise UsageError(f"{name}:{number}: a merge conflict marker `{marker.group().strip()}`", hint)
    return text, name


@contextmanager
def one_writer(path: Path) -> Iterator[None]:
    """Hold a requests file from reading it to writing it: of two that write at once, one would lose its rows.

    Raises:
        RefusedError: another one holds it and does not end.
        WriteError: nothing can be written there.
    """
    lock = path.with_name(f".{path.name}.lock")
    try:
        handle = _locked(lock)
    except OSError as error:
        hint = way_out(error, "make its folder writable, then run again")
        raise WriteError(f"{path.name} can't be written: {error.strerror}", hint) from None
    try:
        yield
    finally:
        with suppress(OSError):  # Windows removes no open file; an empty one does no harm
            lock.unlink()
        os.close(handle)


def _locked(lock: Path) -> int:
    """The lock's file, held. One that its holder removed in between holds nobody off: then once more."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        if try_lock(handle) and os.fstat(handle).st_nlink:
            return handle
        os.close(handle)
        time.sleep(_PAUSE)
    hint = "end the other import, or keep the file on a disk of this computer: some shared disks know no locks"
    raise RefusedError(f"another import has been writing into the same file for {_PATIENCE} seconds", hint)


def is_open_to_all(path: Path) -> bool:
    """Whether every user of this computer can read a file, or write it: its own rights and those of the way there."""
    if os.name != "posix":
        return False
    try:
        real = path.resolve()
        can_reach = all(folder.stat().st_mode & stat.S_IXOTH for folder in real.parents)
        return can_reach and bool(real.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH))
    except (OSError, RuntimeError, ValueError):
        return False  # whoever reads it says so


def open_to_all(source: str) -> tuple[Problem, ...]:
    """The problem that everybody can read the requests, where they are a file.

    A warning: unlike the ledger, it comes from an editor or a download, which leave it open, and from here nothing of
    it gets out.
    """
    if source == "-" or "://" in source or not is_open_to_all(path := Path(source)):
        return ()
    said = "every user of this computer can read the addresses in it"
    return (warning(path.name, 0, "open-to-all", said, f"run `chmod 600 {path.name}` in its folder"),)
