"""Dates, authors and renames of all files below some folders, in one `git log`.

In: a folder and what to look at in it. Out: a `History`, empty where git knows nothing.
Authors are names, never addresses.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.model.characters import visible
from helploop.model.history import FileHistory, History
from helploop.sources.git import load_head, run_git, why_unreadable
from helploop.sources.sample import sample_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: Starts a commit's line in the log, and parts its fields: no name and no status can hold it.
_MARK = "\x01"
_FORMAT = f"--format={_MARK}%aI{_MARK}%at{_MARK}%aN"


@dataclass(slots=True)
class _File:
    """One file through all its names."""

    dates: list[dt.datetime] = field(default_factory=list)
    authors: dict[str, None] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Change:
    """What a commit did to one path; `before` is the former name when the path was renamed."""

    path: str
    status: str
    before: str
    date: dt.datetime | None
    author: str


def load_history(root: Path, folders: Sequence[str]) -> History:
    """The past of every file below the folders (or of the files named), by path relative to `root`."""
    head = load_head(root)
    if head is None:
        return History(unread=why_unreadable(root))
    if head.is_shallow or not folders:
        return History(head=head.commit, is_shallow=head.is_shallow)
    printed = _log(root, folders)
    if printed is None:
        return History(head=head.commit, unread=why_unreadable(root))
    names = _follow(_changes(printed))
    present = {name for name in names if (root / name).is_file()}
    files = {name: history for name in sorted(present) if (history := _file_history(name, names[name]))}
    vanished = {name: _successor(names[name], present) for name in sorted(names) if name not in present}
    sample = sample_files(root, [name for name, successor in vanished.items() if successor is None])
    vanished = {name: successor for name, successor in vanished.items() if name not in sample}
    return History(files=files, vanished=vanished, head=head.commit)


def _log(root: Path, folders: Sequence[str]) -> bytes | None:
    """The log, parents first. A partial clone lacks contents to compare: there only exact renames count."""
    for similarity in ("50%", "100%"):
        printed = run_git(
            root, "--literal-pathspecs", "log", "-z", "--topo-order", "--reverse", "-c", "--relative",
            "--name-status", f"--find-renames={similarity}", "--no-ext-diff", "--no-textconv",
            _FORMAT, "HEAD", "--", *folders,
        )  # fmt: skip
        if printed is not None:
            return printed
    return None


def _changes(printed: bytes) -> Iterator[_Change]:
    """The log as changes, in its order.

    With `-z` it reads `MARK date MARK seconds MARK name NUL [LF] status NUL path NUL [status NUL path]`; a
    rename has two paths, a merge (`-c`) a status letter for each parent and one path.
    """
    date, author = None, ""
    fields = iter(printed.split(b"\x00"))
    for raw in fields:
        word = os.fsdecode(raw).lstrip("\n")
        if word.startswith(_MARK):
            written, seconds, author = word[1:].split(_MARK, 2)
            author, date = visible(author), read_moment(written, seconds)
        elif word:
            path = os.fsdecode(next(fields, b""))
            if word[0] == "R" and word[1:].isdigit():
                yield _Change(os.fsdecode(next(fields, b"")), "R", path, date, author)
            else:
                yield _Change(path, word[0] if len(word) == 1 else "M", "", date, author)


def read_moment(written: str, seconds: str) -> dt.datetime | None:
    """The author's moment in the author's zone; in UTC when the zone is one that can't be."""
    try:
        return dt.datetime.fromisoformat(written)
    except ValueError:
        pass
    try:
        return dt.datetime.fromtimestamp(int(seconds), tz=dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _follow(changes: Iterator[_Change]) -> dict[str, _File]:
    """Every name there ever was, with the file it stands for.

    A name stays with its file after a rename, until a new file takes it: another branch may go on under the
    old name. A deleted file that comes back is the same file.
    """
    names: dict[str, _File] = {}
    for change in changes:
        if change.status == "R":
            names[change.path] = names.setdefault(change.before, _File())
        elif change.path not in names or (change.status == "A" and _moved_on(names[change.path], change.path)):
            names[change.path] = _File()
        file = names[change.path]
        if change.status == "D":
            continue
        _note_name(file, change.before)
        if change.status in "AR":
            _note_name(file, change.path)
        if change.date is not None:
            file.dates.append(change.date)
        if change.author:
            file.authors.setdefault(change.author)
    return names


def _moved_on(file: _File, name: str) -> bool:
    return bool(file.names) and file.names[-1] != name


def _note_name(file: _File, name: str) -> None:
    if name and (not file.names or file.names[-1] != name):
        file.names.append(name)


def _file_history(name: str, file: _File) -> FileHistory | None:
    if not file.dates:
        return None
    former = tuple(dict.fromkeys(other for other in reversed(file.names) if other != name))
    return FileHistory(min(file.dates), max(file.dates), tuple(file.authors), former)


def _successor(file: _File, present: set[str]) -> str | None:
    """The name a vanished file goes on under, None when it is gone."""
    return next((name for name in reversed(file.names) if name in present), None)
