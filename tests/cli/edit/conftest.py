"""The site that each test edits, built once before."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.edit.edited_site import Site


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.delenv("CI", raising=False)
    found = Site(tmp_path, monkeypatch)
    assert found.build() == 0
    found.whole = 0
    return found
