"""Projects that commands are called in: a good one, and the sample as it is built; a module may put another in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bad_cases import WHOLE
from helploop.cli.main import run


@pytest.fixture
def root(project) -> Path:
    return project(WHOLE)


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `new site` lays down, built once, with the command called in it."""
    monkeypatch.delenv("CI", raising=False)  # there no twin is kept, which an edit is made in
    run(["new", "site", str(tmp_path / "project")])
    monkeypatch.chdir(tmp_path / "project")
    assert run(["build"]) == 0
    return tmp_path / "project"
