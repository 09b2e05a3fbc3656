"""What a set-up installs is locked, what is known against it is named, and what nobody asked about is said to be so."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

SNAPSHOT = 'taken = 2026-11-20\n\n[[advisory]]\nid = "CVE-1"\npackage = "Nh3"\naffected = "<0.4"\nwhat = "a hole"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("locks", "docs/decisions"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def check(root: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "locks", *arguments], cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert re.search(before, text)
    file.write_text(re.sub(before, after, text, count=1), "utf-8")


def test_our_own_locks_are_whole_fresh_and_without_a_known_weakness(root: Path) -> None:
    code, printed = check(root)
    assert code == 0, printed
    assert re.search(r"\d+ known advisories of \d{4}-\d\d-\d\d \(-?\d+ days old\)", printed)


def test_a_locked_version_with_a_known_weakness_is_named_with_its_place_and_the_way_out(root: Path) -> None:
    (root / "locks" / "advisories.toml").write_text(SNAPSHOT, "utf-8")
    code, printed = check(root)
    assert code == 1
    assert re.search(
        r"^locks/develop\.txt:\d+: nh3 0\.3\.\d+ has a known weakness, CVE-1: a hole \(<0\.4\)", printed, re.MULTILINE
    )
    assert 'run `make lock ARGS="--upgrade-package nh3"`' in printed


def test_a_requirement_without_hashes_is_refused(root: Path) -> None:
    edit(root / "locks" / "develop.txt", r"click==(\S+) \\\n(?: +--hash=\S+(?: \\)?\n)+", r"click==\1\n")
    code, printed = check(root)
    assert code == 1
    assert "is no version with hashes; run `make lock`" in printed


def test_a_lock_that_is_older_than_what_is_asked_for_is_refused(root: Path) -> None:
    edit(root / "pyproject.toml", '"nh3>=0.3,<0.4"', '"nh3>=0.4"')
    code, printed = check(root)
    assert code == 1
    assert "pyproject.toml: `nh3>=0.4` is asked for and the lock holds 0.3" in printed


def test_a_dependency_without_a_reason_is_refused(root: Path) -> None:
    edit(root / "docs/decisions/0012-dependencies.md", r"\| `nh3` \|[^\n]*\n", "")
    code, printed = check(root)
    assert (code, "`nh3` has no reason" in printed) == (1, True)


def test_a_report_of_pip_audit_becomes_the_snapshot(root: Path) -> None:
    vulns = [{"id": "GHSA-9", "fix_versions": ["9"], "aliases": [], "description": "A hole.\nA deep one."}]
    version = re.search(r"^click==(\S+)", (root / "locks/develop.txt").read_text("utf-8"), re.MULTILINE)
    assert version
    report = {
        "dependencies": [{"name": "click", "version": version[1], "vulns": vulns}, {"name": "x", "skip_reason": ""}]
    }
    (root / "report.json").write_text(json.dumps(report), "utf-8")
    assert check(root, "--take", "report.json") == (0, "")
    code, printed = check(root)
    assert code == 1
    assert "GHSA-9: A hole. A deep one." in printed
    assert "a database was asked about 1 of these versions" in printed


def test_no_lock_names_a_host(root: Path) -> None:
    for file in (root / "locks").glob("*.txt"):
        assert "://" not in file.read_text("utf-8")
