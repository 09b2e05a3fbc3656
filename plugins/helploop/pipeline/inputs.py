"""All that a build reads: every file of a project by its look and its hash, and what is no file as one hash more."""

from __future__ import annotations

import os
import stat
import time
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, NamedTuple

from helploop.pipeline.cache import FORMAT
from helploop.pipeline.disk import read_file
from helploop.pipeline.paths import load_paths
from helploop.pipeline.said import NOTHING_SAID, Said, read_said
from helploop.pipeline.sealed import read_sealed
from helploop.pipeline.stamp import engine_stamp
from helploop.pipeline.unchanged import FILES, is_known
from helploop.sources.git import load_head
from helploop.sources.reread import front_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

_MOST_BYTES = 100_000_000
#: A file that was written so shortly before it was read may change again without looking different.
_UNSURE = 2_000_000_000


class Row(NamedTuple):
    """How a file looked when it was read, the hash of what it held, and whether that can be told from its look.

    `front` is the hash of its front matter, if it has one.
    """

    size: int
    time: int
    changed: int
    number: int
    hash: str
    is_sure: bool
    front: str


class Inputs(NamedTuple):
    """All that a build reads: one hash over everything, and every file by its path in the project.

    `others` is a hash of what is read and is no file. `edited` are the files that held something else at the last
    build, whose site `record` stands for; None where more has changed, or nobody knows. `fronted` are those of them
    whose front matter is another one. `said` is what was said of that site.
    """

    stamp: str
    others: str
    moment: datetime
    files: dict[str, Row]
    edited: tuple[str, ...] | None = None
    fronted: frozenset[str] = frozenset()
    record: str = ""
    said: Said = NOTHING_SAID

    def has_same_front(self, path: str) -> bool:
        """Whether a file has a front matter, and had the same at the last build."""
        return path not in self.fronted and bool(self.files[path].front)


def load_inputs(config: Path, site: Path, moment: datetime, before: Inputs | None = None) -> Inputs | None:
    """Everything a build of this project reads; None when that can't be known.

    A file that looks as it did `before`, when this process read it, is not read again.
    """
    root = config.parent
    if not is_known(config):
        return None
    head, day = load_head(root), moment.date().isoformat()
    try:
        paths, links = load_paths(root, site)
    except OSError:
        return None
    told = f"{FORMAT} {engine_stamp()} {config.name} {day} {head} {sorted(links.items())}"
    others = sha256(told.encode("utf-8", "surrogateescape")).hexdigest()
    known, record, said = _last_files(root, others)
    files = _load_rows(root, paths, before.files if before else known)
    if files is None:
        return None
    digest = sha256(others.encode())
    for path, row in files.items():
        digest.update(path.encode("utf-8", "surrogateescape") + b"\0%d\0%s\n" % (row.size, row.hash.encode()))
    found = Inputs(digest.hexdigest(), others, moment, files, record=record, said=said)
    if not record or not said.holds(moment) or files.keys() != known.keys():
        return found
    edited = tuple(path for path, row in files.items() if row.hash != known[path].hash)
    fronted = frozenset(path for path in edited if files[path].front != known[path].front)
    return found._replace(edited=edited, fronted=fronted)


def is_still(root: Path, inputs: Inputs, paths: Iterable[str]) -> bool:
    """Whether files hold what they held when they were looked at."""
    try:
        return all(_load_row(f"{root}/{path}", None).hash == inputs.files[path].hash for path in paths)
    except OSError:
        return False


def _last_files(root: Path, others: str) -> tuple[dict[str, Row], str, Said]:
    """The files that the last build has read, if all else was the same, what its site is known by, and what it said."""
    held = read_sealed(root / FILES)
    if not isinstance(held, dict) or held.get("others") != others:
        return {}, "", NOTHING_SAID
    rows = {path: Row(*row) for path, row in held["files"].items()}
    return rows, str(held["record"]), read_said(held["said"])


def _load_rows(root: Path, paths: Iterable[str], known: dict[str, Row]) -> dict[str, Row] | None:
    start = len(str(root)) + 1
    try:
        return {path[start:]: _load_row(path, known.get(path[start:])) for path in paths}
    except OSError:
        return None


def _load_row(path: str, known: Row | None) -> Row:
    """A file that looks as it did is not read again, unless it was written so shortly before that it may be another.

    Raises:
        OSError: it can't be read, or would be waited for, for ever.
    """
    found = os.stat(path)
    look = found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
    if known is not None and known.is_sure and known[:4] == look:
        return known
    if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_BYTES:
        raise OSError(path)
    now = time.time_ns()
    content = read_file(path)
    is_sure = now - max(found.st_mtime_ns, found.st_ctime_ns) > _UNSURE
    return Row(*look, _hash(content), is_sure, _hash(front_of(content)))


def _hash(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest() if content else ""
