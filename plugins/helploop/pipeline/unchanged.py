"""Whether a build would make what is there already: one hash over all it reads, one over the site it made.

Only a build without warnings is remembered, and only a project whose every input is known: no plugin of others, no
hook, nothing inherited or taken from the environment.
"""

from __future__ import annotations

import json
import os
import stat
import time
from hashlib import blake2b, sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.pipeline.cache import FORMAT
from helploop.pipeline.disk import looks
from helploop.pipeline.sealed import read_sealed, write_sealed
from helploop.pipeline.stamp import engine_stamp
from helploop.sources.git import load_head
from helploop.sources.reread import front_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

RECORD = ".cache/helploop/unchanged.json"
#: How every file looked that a build has read, and the hash of what it held.
FILES = ".cache/helploop/inputs.json"
#: Folders no build reads.
_IGNORED = frozenset({".git", ".cache", "node_modules", ".venv", "__pycache__"})
_OPEN = (b"INHERIT", b"hooks", b"!ENV", b"!relative")
_MOST_BYTES = 100_000_000
#: A file that was written so shortly before it was read may change again without looking different.
_UNSURE = 2_000_000_000
_KNOWN_PLUGINS = ("helploop/", "search", "material/search")


class Row(NamedTuple):
    """How a file looked when it was read, the hash of what it held, and whether that can be told from its look.

    `waits` is whether it names the day of the build: something in it may be public from an hour on. `front` is the
    hash of its front matter, if it has one.
    """

    size: int
    time: int
    changed: int
    number: int
    hash: str
    is_sure: bool
    waits: bool
    front: str


class Inputs(NamedTuple):
    """All that a build reads: one hash over everything, and every file by its path in the project.

    `others` is a hash of what is read and is no file. `edited` are the files that held something else at the last
    build, whose site `record` stands for; None where more has changed, or nobody knows. `fronted` are those of them
    whose front matter is another one.
    """

    stamp: str
    others: str
    files: dict[str, Row]
    edited: tuple[str, ...] | None = None
    fronted: frozenset[str] = frozenset()
    record: str = ""

    def has_same_front(self, path: str) -> bool:
        """Whether a file has a front matter, and had the same at the last build."""
        return path not in self.fronted and bool(self.files[path].front)

    @property
    def waits(self) -> bool:
        """Whether something of today may be waiting for its hour."""
        return any(row.waits for row in self.files.values())


def load_inputs(config: Path, site: Path, moment: datetime) -> Inputs | None:
    """Everything a build of this project reads; None when that can't be known."""
    root = config.parent
    if _held(root).get("config") != _hash_config(config, _read(config)) and not _is_closed(config):
        return None
    head, day = load_head(root), moment.date().isoformat()
    others = sha256(f"{FORMAT} {engine_stamp()} {config.name} {day} {head}".encode()).hexdigest()
    known, record = _last_files(root, others)
    files = _load_rows(root, site, day, known)
    if files is None:
        return None
    digest = sha256(others.encode())
    for path, row in files.items():
        digest.update(path.encode("utf-8", "surrogateescape") + b"\0%d\0%s\n" % (row.size, row.hash.encode()))
    edited = None
    if record and files.keys() == known.keys():
        edited = tuple(path for path, row in files.items() if row.hash != known[path].hash)
    fronted = frozenset(path for path in edited or () if files[path].front != known[path].front)
    found = Inputs("", others, files, edited, fronted, record)
    if found.waits:
        digest.update(moment.isoformat("T", "minutes").encode())
    return found._replace(stamp=digest.hexdigest())


def is_still(root: Path, inputs: Inputs, paths: Iterable[str]) -> bool:
    """Whether files hold what they held when they were looked at."""
    try:
        return all(_load_row(f"{root}/{path}", None, b"\n").hash == inputs.files[path].hash for path in paths)
    except OSError:
        return False


def _last_files(root: Path, others: str) -> tuple[dict[str, Row], str]:
    """The files that the last build has read, if all else it read was the same, and what its site is known by."""
    held = read_sealed(root / FILES)
    if not isinstance(held, dict) or held.get("others") != others:
        return {}, ""
    return {path: Row(*row) for path, row in held["files"].items()}, str(held["record"])


def _load_rows(root: Path, site: Path, day: str, known: dict[str, Row]) -> dict[str, Row] | None:
    files = _files(root, site)
    if files is None:
        return None
    start = len(str(root)) + 1
    try:
        return {path[start:]: _load_row(path, known.get(path[start:]), day.encode()) for path in files}
    except OSError:
        return None


def _load_row(path: str, known: Row | None, day: bytes) -> Row:
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
    with open(path, "rb") as stream:
        content = stream.read()
    is_sure = now - max(found.st_mtime_ns, found.st_ctime_ns) > _UNSURE
    return Row(*look, _hash(content), is_sure, day in content, _hash(front_of(content)))


def _hash(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest() if content else ""


def site_stamp(site: Path) -> str:
    """A hash over the names, sizes and times of all files of a site."""
    return stamp_of_looks(dict(looks(str(site), "")))


def stamp_of_looks(found: Mapping[str, tuple[int, int, int]]) -> str:
    """The same, of files that were looked at."""
    lines = [f"{path}\0{found[path][0]}\0{found[path][1]}\n" for path in sorted(found)]
    return sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


class Place(NamedTuple):
    """Where a command builds to: the site's folder, those of the content, and what was asked for with `--site-dir`.

    `config` is a hash of the configuration; empty where that depends on more than its file.
    """

    site: Path
    sources: tuple[str, ...]
    asked: str
    config: str


def config_stamp(config: Path) -> str:
    """A hash of a configuration that depends on nothing but its file; empty for all others."""
    written = _read(config) if _is_closed(config) else b""
    return _hash_config(config, written) if written else ""


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _hash_config(config: Path, written: bytes) -> str:
    return sha256(f"{FORMAT} {engine_stamp()} {config.name}\n".encode() + written).hexdigest()


def last_place(config: Path, site_dir: Path | None) -> Place | None:
    """Where the last command built to, if this one would build there too: then no settings have to be read for it."""
    held = _held(config.parent)
    try:
        place = Place(Path(held["site"]), tuple(held["sources"]), held["asked"], held["config"])
        is_same = place.config == _hash_config(config, config.read_bytes())
    except (OSError, KeyError, TypeError):
        return None
    return place if is_same and place.asked == (str(site_dir.resolve()) if site_dir else "") else None


def is_unchanged(root: Path, site: Path, inputs: Inputs | None) -> bool:
    """Whether the last build read just this, and the site is as it left it."""
    held = _held(root)
    if inputs is None or held.get("inputs") != inputs.stamp or held.get("site") != str(site) or not site.is_dir():
        return False
    try:
        return bool(held.get("made") == site_stamp(site))
    except OSError:
        return False


class Published(NamedTuple):
    """A site that was just published: the stamp of its files, and what its record is known by, if it is kept."""

    made: str
    record: str = ""


UNKNOWN = Published("")


def record_build(root: Path, place: Place, inputs: Inputs | None, published: Published) -> None:
    """Remember what a build read and made. A record that can't be written costs time and nothing else."""
    try:
        (root / FILES).unlink(missing_ok=True)
        if not place.config:
            (root / RECORD).unlink(missing_ok=True)
            return
        held: dict[str, object] = {**place._asdict(), "site": str(place.site), "inputs": inputs and inputs.stamp}
        if inputs is not None:
            held["made"] = published.made
            kept = {"others": inputs.others, "record": published.record, "files": inputs.files}
            write_sealed(root / FILES, kept)
        (root / RECORD).parent.mkdir(parents=True, exist_ok=True)
        (root / RECORD).write_text(json.dumps(held), "utf-8")
    except OSError:
        return


def _held(root: Path) -> dict[str, Any]:
    try:
        held = json.loads((root / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _is_closed(config: Path) -> bool:
    try:
        written = config.read_bytes()
    except OSError:
        return False
    if any(word in written for word in _OPEN):
        return False
    from helploop.sources.config_yaml import load_config  # noqa: PLC0415 - the next build of it takes our word

    document, _ = load_config(config)
    if document is None or not isinstance(listed := document.value.get("plugins"), (list, dict)):
        return False
    theme = document.value.get("theme")
    folders = (document.value.get("docs_dir"), theme.get("custom_dir") if isinstance(theme, dict) else None)
    names = [name for entry in listed for name in ([entry] if isinstance(entry, str) else entry)]
    return all(map(_is_inside, folders)) and all(str(name).startswith(_KNOWN_PLUGINS) for name in names)


def _is_inside(folder: object) -> bool:
    path = PurePath(str(folder or ""))
    return not path.is_absolute() and ".." not in path.parts


def _files(root: Path, site: Path) -> list[str] | None:
    """Every file of a project without the built site and what no build reads, sorted.

    None when a folder is a link: what stands behind it is not looked at.
    """
    found: list[str] = []
    beside = f".{site.name}."
    for folder, names, files in os.walk(root):
        ignored = _IGNORED if folder == str(root) else ()
        names[:] = [name for name in names if name not in ignored and not name.startswith(beside)]
        names[:] = [name for name in names if f"{folder}/{name}" != str(site)]
        if any(os.path.islink(f"{folder}/{name}") for name in names):
            return None
        found.extend(f"{folder}/{name}" for name in files)
    return sorted(found)
