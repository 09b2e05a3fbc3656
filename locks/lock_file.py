r"""A lock in pip's own format (`name==version ; marker \ --hash=sha256:…`) to pins, and what is wrong with one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}(?:\s|$)")


@dataclass(frozen=True)
class Pin:
    """One locked version of a package, the number of its files' hashes, and its place."""

    name: str
    version: str
    hashes: int
    place: str


def load_lock(file: Path) -> tuple[list[Pin], list[str]]:
    """Every pin of a lock, and a line for each requirement that is no pin with hashes."""
    pins: list[Pin] = []
    wrong: list[str] = []
    text = file.read_text("utf-8")
    for match in re.finditer(r"(?:[^\n]*\\\n)*[^\n]+", text):
        written, line = match.group().strip(), text.count("\n", 0, match.start()) + 1
        if not written or written.startswith("#"):
            continue
        place = f"{file.parent.name}/{file.name}:{line}"
        pin, hashes = _PIN.match(written), len(_HASH.findall(written))
        if pin is None or not hashes or "://" in written:
            wrong.append(f"{place}: `{written[:60]}` is no version with hashes; run `make lock`")
            continue
        pins.append(Pin(canonicalize_name(pin["name"]), pin["version"], hashes, place))
    return pins, wrong


def direct(project: Mapping[str, object]) -> Iterator[Requirement]:
    """Everything that `pyproject.toml` asks for by name."""
    table: Mapping[str, list[str]]
    own = project["project"]
    assert isinstance(own, dict)
    for table in (
        {"": own["dependencies"]},
        own.get("optional-dependencies", {}),
        project.get("dependency-groups", {}),  # type: ignore[assignment]
    ):
        for wanted in table.values():
            yield from map(Requirement, wanted)


def check_fresh(wanted: Iterator[Requirement], pins: list[Pin]) -> Iterator[str]:
    """A line for each requirement that the lock has no fitting version of: somebody forgot `make lock`."""
    for requirement in wanted:
        name = canonicalize_name(requirement.name)
        versions = [pin.version for pin in pins if pin.name == name]
        if not any(requirement.specifier.contains(version, prereleases=True) for version in versions):
            held = f"holds {', '.join(versions)}" if versions else "does not hold it"
            yield f"pyproject.toml: `{requirement}` is asked for and the lock {held}; run `make lock`"
