"""A site being written: what the last build made from the same things stays, everything else is made.

A build's files stand in a *record*: path, key, and how the file looked on the disk afterwards. The key is the hash of
all that the file depends on, or of its content. A file is taken over from the last site only when its key is the same
and it still looks as the record says, so that nobody's change to a built file is ever published again.

A live server builds into the folder of the last site. There the last record is kept true file by file, so that work
which is given up in the middle leaves nothing unsaid.
"""

from __future__ import annotations

import contextlib
import os
from hashlib import blake2b
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.compact import from_json, to_json
from helploop.model.problem import Problem
from helploop.pipeline.audit import leak_problems
from helploop.pipeline.disk import create_file, link_file, look_at, read_file, remove_file, write_file, writing
from helploop.pipeline.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from helploop.pipeline.audit import Found, Watch
    from helploop.pipeline.make import Made


class Written(NamedTuple):
    """A file of a site: its key, and its size, time and number on the disk."""

    key: str
    size: int
    time: int
    number: int


UNMADE = Written("", 0, 0, 0)
ALWAYS_MADE = "always"
#: Every file of a built site by its path.
Record = dict[str, Written]


class Standing(NamedTuple):
    """What stands in the folder already: every file, `UNMADE` where nobody knows who made it."""

    record: Record
    watched: str = ""


NO_STANDING = Standing({})


class Last(NamedTuple):
    """The last site: where it stands, what is in it, and what was watched for when it was made."""

    folder: str
    record: Record
    watched: str = ""
    standing: Standing = NO_STANDING


NOTHING = Last("", {})


class Output:
    """Files gathered in a folder: two with one path are a mistake, never a race."""

    def __init__(self, folder: Path, watch: Watch, last: Last = NOTHING, turn: Turn | None = None) -> None:
        self.folder = str(folder)
        self.watch = watch
        self.watched = key_of(repr(watch).encode())
        self.record: Record = {}
        self.again: set[str] = set()
        """What was made, and not taken over."""
        self._last = last
        self._is_same = last.folder == self.folder
        self._live: Record = last.record if self._is_same else {}
        self._turn = turn or Turn()
        self._found: list[Found] = []
        self._problems: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the files so far."""
        return (*self._problems, *leak_problems(self._found, self.watch))

    @property
    def found_in(self) -> set[str]:
        """The files in which something was found that should not stand there."""
        return {found.path for found in self._found}.intersection(self.record)

    def add(self, files: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> None:
        """Files that are at hand."""
        for path, content in files.items() if hasattr(files, "items") else files:
            key = key_of(content)
            if path in self.record:
                if self.record[path].key != key:
                    self._collision(path)
            elif not self._take_over(path, key):
                self._found += self.watch.look(path, content)
                with self._turn:
                    self._live.pop(path, None)
                    self._put(path, Written(key, *write_file(self.folder, path, content)))

    def add_known(self, files: Iterable[tuple[str, str, Callable[[], bytes]]]) -> None:
        """Files by path, the hash of their content and the content, which is made only where it is not there yet."""
        for path, key, content in files:
            made = self.record.get(path)
            if (made is None or made.key != key) and not self._take_over(path, key):
                self.add([(path, content())])

    def report(self, problems: Iterable[Problem]) -> None:
        """What was wrong while files were made."""
        self._problems += problems

    def add_long(self, path: str, parts: Iterable[bytes]) -> None:
        """A file that is never in memory as a whole; its parts stand in other files and were looked at there.

        It is made by every build: no key would say that it is what it was.
        """
        with writing(path):
            beside = f"{self.folder}/{path}.new"
            with os.fdopen(create_file(beside, os.O_TRUNC), "wb") as stream:
                for part in parts:
                    self._turn.check()
                    stream.write(part)
            with self._turn:
                os.replace(beside, f"{self.folder}/{path}")
                self._put(path, Written(ALWAYS_MADE, *look_at(f"{self.folder}/{path}")))

    def keep(self, paths: Iterable[str], key: str) -> bool:
        """Take all of these over from the last site, if it made them from the same; False when they have to be made."""
        taken: list[str] = []
        for path in paths:
            if not self._take_over(path, key):
                for each in taken:
                    self._drop(each)
                return False
            taken.append(path)
        return True

    def claim(self, paths: Iterable[str]) -> None:
        """Say that these will be made by someone else; another file with such a path is a mistake."""
        for path in paths:
            if path in self.record:
                self._collision(path)
            self.record[path] = UNMADE
            self._live.pop(path, None)

    def collide(self, paths: Iterable[str]) -> None:
        """Say that two pages would stand in these places."""
        for path in sorted(paths):
            self._collision(path)

    def made(self, made: Made) -> None:
        """A file that someone else has made, and what was found in it."""
        written = Written(*made.written)
        with self._turn:
            if made.content is not None:
                written = Written(written.key, *write_file(self.folder, made.path, made.content))
            self._put(made.path, written)
        self._found += made.found

    @property
    def is_fresh(self) -> bool:
        """Whether nothing stands in the folder and nothing could be taken over: all has to be written."""
        return not (self._last.record or self._last.standing.record or self.record)

    def ready(self, rows: Mapping[str, tuple[str, int, int, int]], found: Iterable[Found]) -> None:
        """Files that someone else has written where nothing stood."""
        for path, row in rows.items():
            with self._turn:
                self._put(path, Written(*row))
        self._found += found

    def keep_others(self, wanted: Callable[[str], bool]) -> None:
        """What was not made again of the last site: for a build of a part of it, into the same folder."""
        for path, written in self._last.record.items():
            if wanted(path):
                self.record.setdefault(path, written)

    def remove_others(self, wanted: Callable[[str], bool] = bool) -> None:
        """Files of the last site, in the same folder, that have no source any more."""
        for path in [path for path in self._live if path not in self.record and wanted(path)]:
            with self._turn:
                del self._live[path]
                remove_file(self.folder, path)
        for path in self._last.standing.record:
            if path not in self.record:
                remove_file(self.folder, path)

    def remove(self) -> None:
        """Everything of ours that stands in the folder: nobody may see it."""
        for path in self.record:
            with contextlib.suppress(OSError):
                os.unlink(f"{self.folder}/{path}")

    def read(self, path: str) -> bytes:
        """A file that was made already."""
        return read_file(f"{self.folder}/{path}")

    def _put(self, path: str, written: Written) -> None:
        self.record[path] = written
        self.again.add(path)
        if self._is_same:
            self._live[path] = written

    def _drop(self, path: str) -> None:
        del self.record[path]

    def _collision(self, path: str) -> None:
        message = f"two sources make the output `{path}`"
        self._problems.append(Problem(path, 0, "reserved-slug", message, "rename one of the two"))

    def _take_over(self, path: str, key: str) -> bool:
        if path in self.record:
            return False
        standing = self._last.standing.record.get(path)
        if standing is not None and standing.key == key and self._last.standing.watched == self.watched:
            self.record[path] = standing
            return True
        known = self._last.record.get(path)
        if known is None or known.key != key or self._last.watched != self.watched:
            return False
        if not self._is_same:
            old = f"{self._last.folder}/{path}"
            try:
                if look_at(old) != known[1:]:
                    return False
                if standing is not None:
                    os.unlink(f"{self.folder}/{path}")
                link_file(old, f"{self.folder}/{path}")
            except OSError:  # gone, or on another disk
                return False
        self.record[path] = known
        return True


def key_of(content: bytes) -> str:
    """The key of a file that is known by its content."""
    return blake2b(content, digest_size=16).hexdigest()


def load_last(file: Path, site: Path) -> Last:
    """The record of the last build of a site; nothing when there is none, or another one."""
    try:
        with open(file, "rb") as stream:
            held = from_json(stream.read())
        if held["site"] != str(site):
            return NOTHING
        rows = held["files"]
        return Last(str(site), dict(zip(rows, starmap(Written, rows.values()), strict=True)), held["watched"])
    except (OSError, ValueError, KeyError, TypeError):
        return NOTHING


def write_record(file: Path, site: Path, output: Output) -> bytes:
    """Remember what stands in a site, and as unmade what nobody should see: it is looked at again by every build.

    A record that can't be written costs time and nothing else.
    """
    bad = dict.fromkeys(output.found_in, UNMADE)
    return write_files(file, site, output.watched, {**output.record, **bad})


def write_files(file: Path, site: Path, watched: str, record: Mapping[str, Sequence[object]]) -> bytes:
    """Write a record, and give it back as it is in its file."""
    held = {"site": str(site), "watched": watched, "files": record}
    data = to_json(held)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.new")
        beside.write_bytes(data)
        os.replace(beside, file)
    return data
