"""What we hand out for others' CI runs exactly the code that we looked at."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT

WORKFLOWS = sorted(
    path
    for folder in ("articles", "docs", "plugins")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".md", ".yml"} and re.search(r"\buses: ", path.read_text("utf-8"))
)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_action_is_pinned_by_its_commit_and_says_its_version(path) -> None:
    for used in re.findall(r"\buses: (.*)", path.read_text("utf-8")):
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used
