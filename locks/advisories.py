"""Known weaknesses of packages, as a snapshot that is read without a network: is a locked version among them?

`make check` can't ask a database, so it says how old the snapshot is and what it covers. Whoever has a network runs
`pip-audit --format json` and hands the report to `python -m locks --take`.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from locks.lock_file import Pin


@dataclass(frozen=True)
class Advisory:
    """One weakness: which versions have it, and what it is in a few words."""

    id: str
    package: str
    affected: str
    what: str


@dataclass(frozen=True)
class Snapshot:
    """What was known on a day. `asked` holds the versions a database was asked about, by package."""

    taken: dt.date
    advisories: tuple[Advisory, ...]
    asked: dict[str, list[str]]


def load_snapshot(file: Path) -> Snapshot:
    """The snapshot in a file."""
    values = tomllib.loads(file.read_text("utf-8"))
    return Snapshot(values["taken"], tuple(Advisory(**each) for each in values["advisory"]), values.get("asked", {}))


def check_advisories(pins: list[Pin], snapshot: Snapshot) -> Iterator[str]:
    """A line for each locked version with a known weakness."""
    for pin in pins:
        for known in snapshot.advisories:
            is_it = canonicalize_name(known.package) == pin.name
            if is_it and SpecifierSet(known.affected).contains(pin.version, prereleases=True):
                yield (
                    f"{pin.place}: {pin.name} {pin.version} has a known weakness, {known.id}: {known.what} "
                    f'({known.affected}); run `make lock ARGS="--upgrade-package {pin.name}"`'
                )


def coverage(pins: list[Pin], snapshot: Snapshot, today: dt.date) -> str:
    """What a run without a network can say, and what it can't."""
    asked = sum(pin.version in snapshot.asked.get(pin.name, []) for pin in pins)
    age = (today - snapshot.taken).days
    return (
        f"{len(pins)} locked versions, {len(snapshot.advisories)} known advisories of {snapshot.taken} "
        f"({age} days old); a database was asked about {asked} of these versions"
    )


def render_taken(report: str, snapshot: Snapshot, today: dt.date) -> str:
    """The snapshot after a report of pip-audit (`--format json`), which names weaknesses by version."""
    found = list(snapshot.advisories)
    known = {(each.id, each.package) for each in found}
    asked: dict[str, list[str]] = {}
    for package in json.loads(report)["dependencies"]:
        if "version" not in package:  # pip-audit skipped it
            continue
        name = canonicalize_name(package["name"])
        asked.setdefault(name, []).append(package["version"])
        for weakness in package["vulns"]:
            if (weakness["id"], name) not in known:
                what = " ".join(weakness.get("description", "").split())[:100]
                found.append(Advisory(weakness["id"], name, f"=={package['version']}", what))
    return render_snapshot(Snapshot(today, tuple(found), asked))


def render_snapshot(snapshot: Snapshot) -> str:
    """The text of a snapshot's file."""
    lines = ["# Known weaknesses of packages we use or used: `make check` reads them, `locks/advisories.py` says how."]
    lines += [f"taken = {snapshot.taken}", ""]
    for each in sorted(snapshot.advisories, key=lambda each: (each.package, each.id)):
        lines.append("[[advisory]]")
        lines += [f"{key} = {_quoted(getattr(each, key))}" for key in ("id", "package", "affected", "what")]
        lines.append("")
    lines.append("[asked]")
    lines += [f"{_quoted(name)} = {json.dumps(sorted(set(found)))}" for name, found in sorted(snapshot.asked.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
