"""What a first build reads is the same whoever looks at it, and wherever the site stands."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from helploop.pipeline.inputs import load_inputs
from helploop.pipeline.inputs_ahead import InputsAhead

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", ["site", "public"])
def test_what_is_read_is_known_as_if_nobody_had_looked_ahead(tmp_path: Path, name: str) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: Help\nplugins:\n  - helploop/articles\n")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/ä.md").write_text("---\ntitle: A\n---\n\nText.\n", encoding="utf-8")
    for folder in ("site", "public"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_text("A page.\n")
    ahead = InputsAhead(config, tmp_path / "site", MOMENT)
    found = ahead.take(tmp_path / name)
    assert found is not None
    assert found == load_inputs(config, tmp_path / name, MOMENT)
    assert f"{name}/index.html" not in found.files
    assert ahead.take(tmp_path / name) is found


def test_nothing_is_known_where_other_programs_take_part(tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: Help\nplugins:\n  - helploop/articles\nhooks: [hook.py]\n")
    assert InputsAhead(config, tmp_path / "site", MOMENT).take(tmp_path / "site") is None


def test_where_nothing_is_built_nobody_looks_any_more(tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: Help\n")
    ahead = InputsAhead(config, tmp_path / "site", MOMENT)
    child = ahead._aside._child
    ahead.leave()
    if child:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)
    ahead.leave()
