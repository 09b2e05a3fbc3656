"""Whether a build would make what is there already: one hash over all it reads, one over the site it made.

Only a build without errors is remembered, with its warnings, and only a project whose every input is known: no plugin
of others, no hook, nothing inherited or taken from the environment.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.pipeline.cache import FORMAT
from helploop.pipeline.disk import looks
from helploop.pipeline.said import NOTHING_SAID, Said, read_said
from helploop.pipeline.sealed import read_sealed, write_sealed
from helploop.pipeline.stamp import engine_stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.pipeline.inputs import Inputs

RECORD = ".cache/helploop/unchanged.json"
#: How every file looked that a build has read, and the hash of what it held.
FILES = ".cache/helploop/inputs.json"
_KNOWN_PLUGINS = ("helploop/", "search", "material/search")
_OPEN = (b"INHERIT", b"hooks", b"!ENV", b"!relative")


def site_stamp(site: Path) -> str:
    """A hash over the names, sizes and times of all files of a site."""
    return stamp_of_looks(dict(looks(str(site), "")))


def stamp_of_looks(found: Mapping[str, tuple[int, int, int]]) -> str:
    """The same, of files that were looked at."""
    lines = [f"{path}\0{size}\0{time}\n" for path, (size, time, _) in sorted(found.items())]
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
    # With its place: what a copy of a project brings along must not send its build to the site of the original.
    head = f"{FORMAT} {engine_stamp()} {os.path.realpath(config)}\n".encode("utf-8", "surrogateescape")
    return sha256(head + written).hexdigest()


def last_place(config: Path, site_dir: Path | None) -> Place | None:
    """Where the last command built to, if this one would build there too: then no settings have to be read for it."""
    held = _held(config.parent)
    try:
        place = Place(Path(held["site"]), tuple(held["sources"]), held["asked"], held["config"])
        is_same = place.config == _hash_config(config, config.read_bytes())
    except (OSError, KeyError, TypeError):
        return None
    return place if is_same and place.asked == (os.path.realpath(site_dir) if site_dir else "") else None


def is_unchanged(root: Path, site: Path, inputs: Inputs | None) -> bool:
    """Whether the last build read just this, and the site is as it left it."""
    held = _held(root)
    if inputs is None or held.get("inputs") != inputs.stamp or not last_said(root).holds(inputs.moment):
        return False
    if held.get("site") != str(site) or not site.is_dir():
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


def record_build(
    root: Path, place: Place, inputs: Inputs | None, published: Published, said: Said = NOTHING_SAID
) -> None:
    """Remember what a build read, made and said. A record that can't be written costs time and nothing else."""
    try:
        (root / FILES).unlink(missing_ok=True)
        if not place.config:
            (root / RECORD).unlink(missing_ok=True)
            return
        held: dict[str, object] = {**place._asdict(), "site": str(place.site), "inputs": inputs and inputs.stamp}
        if inputs is not None:
            held |= {"made": published.made, "said": said}
            kept = {"others": inputs.others, "record": published.record, "said": said, "files": inputs.files}
            write_sealed(root / FILES, kept)
        write_sealed(root / RECORD, held)
    except OSError:
        return


def _held(root: Path) -> dict[str, Any]:
    held = read_sealed(root / RECORD)
    return held if isinstance(held, dict) else {}


def is_first(root: Path) -> bool:
    """Whether no build is remembered."""
    return not (root / RECORD).exists()


def last_said(root: Path) -> Said:
    """What the last build has said of what it read."""
    return read_said(_held(root).get("said", NOTHING_SAID))


def last_made(root: Path) -> str:
    """The stamp of the site that the last build has left."""
    return str(_held(root).get("made", ""))


def is_known(config: Path) -> bool:
    """Whether all is known that a configuration lets a build read."""
    return _held(config.parent).get("config") == _hash_config(config, _read(config)) or _is_closed(config)


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
