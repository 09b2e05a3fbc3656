"""`python -m locks`: whether the locks are whole, fresh and free of known weaknesses; no network is used."""

from __future__ import annotations

import datetime as dt
import re
import sys
import tomllib
from pathlib import Path

from packaging.utils import canonicalize_name

from locks.advisories import check_advisories, coverage, load_snapshot, render_taken
from locks.lock_file import Pin, check_fresh, direct, load_lock

FOLDER = Path("locks")
SNAPSHOT = FOLDER / "advisories.toml"
REASONS = Path("docs/decisions/0012-dependencies.md")


def main(arguments: list[str]) -> int:
    """Check, or take over a report; the exit code."""
    today = dt.datetime.now(dt.UTC).date()
    if arguments[:1] == ["--take"]:
        report = Path(arguments[1]).read_text("utf-8")
        SNAPSHOT.write_text(render_taken(report, load_snapshot(SNAPSHOT), today), "utf-8")
        return 0
    pins: list[Pin] = []
    wrong: list[str] = []
    for file in sorted(FOLDER.glob("*.txt")):
        found, bad = load_lock(file)
        pins += found
        wrong += bad
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    snapshot = load_snapshot(SNAPSHOT)
    wrong += check_fresh(direct(project), pins)
    wrong += check_reasons(project)
    wrong += check_advisories(pins, snapshot)
    print("\n".join([*wrong, f"locks: {coverage(pins, snapshot, today)}"]))
    return int(bool(wrong))


def check_reasons(project: dict[str, object]) -> list[str]:
    """Every package that is asked for by name has its line in the table of reasons, and nothing else has."""
    wanted = {canonicalize_name(requirement.name) for requirement in direct(project)}
    given = set(re.findall(r"^\| `([a-z0-9._-]+)` \|", REASONS.read_text("utf-8"), re.MULTILINE))
    lines = [f"{REASONS}: `{name}` has no reason; add a line to the table" for name in sorted(wanted - given)]
    return lines + [f"{REASONS}: `{name}` is no dependency; remove its line" for name in sorted(given - wanted)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
