"""Whether a build would make what is there already: one hash over all it reads, one over the site it made.

Only a build without warnings is remembered, and only a project whose every input is known: no plugin of others, no
hook, nothing inherited or taken from the environment.
"""

from __future__ import annotations

import json
import os
import stat
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.pipeline.cache import FORMAT
from helploop.pipeline.stamp import engine_stamp
from helploop.sources.git import load_head

if TYPE_CHECKING:
    from datetime import datetime

RECORD = ".cache/helploop/unchanged.json"
#: Folders no build reads.
_IGNORED = frozenset({".git", ".cache", "node_modules", ".venv", "__pycache__"})
_OPEN = (b"INHERIT", b"hooks", b"!ENV", b"!relative")
_MOST_BYTES = 100_000_000
_KNOWN_PLUGINS = ("helploop/", "search", "material/search")


def inputs_stamp(config: Path, site: Path, moment: datetime) -> str | None:
    """A hash of everything a build of this project reads; None when that can't be known."""
    if _held(config.parent).get("config") != _hash_config(config, _read(config)) and not _is_closed(config):
        return None
    root = config.parent
    head = load_head(root)
    digest = sha256(f"{FORMAT} {engine_stamp()} {config.name} {moment.date()} {head}".encode())
    today = moment.date().isoformat().encode()
    waits = False
    files = _files(root, site)
    if files is None:
        return None
    for path in files:
        try:
            found = os.stat(path)
            if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_BYTES:  # a pipe would be waited for, for ever
                return None
            with open(path, "rb") as stream:
                content = stream.read()
        except OSError:
            return None
        waits = waits or today in content
        digest.update(path[len(str(root)) :].encode("utf-8", "surrogateescape") + b"\0%d\0" % len(content) + content)
    if waits:  # something of today may be waiting for its hour
        digest.update(moment.isoformat("T", "minutes").encode())
    return digest.hexdigest()


def site_stamp(site: Path) -> str:
    """A hash over the names, sizes and times of all files of a site."""
    digest = sha256()
    for path in _files(site, None) or ():
        found = os.stat(path)
        digest.update(
            f"{path[len(str(site)) :]}\0{found.st_size}\0{found.st_mtime_ns}\n".encode("utf-8", "surrogateescape")
        )
    return digest.hexdigest()


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


def is_unchanged(root: Path, site: Path, inputs: str | None) -> bool:
    """Whether the last build read just this, and the site is as it left it."""
    held = _held(root)
    if inputs is None or held.get("inputs") != inputs or held.get("site") != str(site) or not site.is_dir():
        return False
    try:
        return bool(held.get("made") == site_stamp(site))
    except OSError:
        return False


def record_build(root: Path, place: Place, inputs: str | None) -> None:
    """Remember what a build read and made. A record that can't be written costs time and nothing else."""
    try:
        if not place.config:
            (root / RECORD).unlink(missing_ok=True)
            return
        held = {**place._asdict(), "site": str(place.site), "inputs": inputs}
        if inputs is not None:
            held["made"] = site_stamp(place.site)
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


def _files(root: Path, site: Path | None) -> list[str] | None:
    """Every file below a folder, sorted; of a project without the built site and what no build reads.

    None when a folder is a link: what stands behind it is not looked at.
    """
    found: list[str] = []
    for folder, names, files in os.walk(root):
        if site is not None:
            beside = f".{site.name}."
            ignored = _IGNORED if folder == str(root) else ()
            names[:] = [name for name in names if name not in ignored and not name.startswith(beside)]
            names[:] = [name for name in names if f"{folder}/{name}" != str(site)]
        if any(os.path.islink(f"{folder}/{name}") for name in names):
            return None
        found.extend(f"{folder}/{name}" for name in files)
    return sorted(found)
