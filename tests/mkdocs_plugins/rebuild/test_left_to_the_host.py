"""What is left to the host or to a whole build: settings, pages of docs that come or go, and failures."""

from __future__ import annotations

from pathlib import Path

import pytest

from helploop.mkdocs_plugins import edits as edits_module
from helploop.mkdocs_plugins import rebuild as rebuild_module
from helploop.mkdocs_plugins.build import HostBuild
from helploop.pipeline.edit import Work
from mkdocs_plugins.rebuild.served import CONFIG, FIRST, SECOND, Served
from trees import read_tree


def test_beside_pages_of_docs_pages_that_come_or_go_are_the_hosts_business(tmp_path: Path) -> None:
    served = Served(tmp_path, hosted=True)
    served.edit(FIRST, "## ", "## New ")
    served.rebuild.settle()
    assert served.calls == []
    (served.root / FIRST).rename(served.root / "articles/c000/moved.md")
    served.rebuild()
    served.edit(SECOND, "title: ", "draft: true\ntitle: ")
    assert served.calls == ["all", "all"]


def test_settings_are_the_hosts_business(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.edit("mkdocs.yml", "Example", "Other")
    assert served.calls == ["all"]


def test_what_is_saved_together_with_settings_is_the_hosts_business(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.put("mkdocs.yml", CONFIG.replace("Example", "Other"))
    served.edit(FIRST, "## ", "## New ")
    served.rebuild.settle()
    assert served.live.told == ["rebuild ()"]
    served.rebuild()
    assert served.calls == ["all"]
    assert served.live.told == ["rebuild ()", "all is new"]


def test_a_failure_in_the_background_is_left_to_the_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(tmp_path)
    monkeypatch.setattr(rebuild_module, "make_edited", lambda *_: None)
    monkeypatch.setattr(HostBuild, "check", lambda _: 1 / 0)
    served.edit(FIRST, "## ", "## New ")
    served.rebuild.settle()
    served.rebuild()
    assert served.calls == ["all"]


def test_what_can_t_be_remembered_starts_no_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits_module, "keep_site", lambda *_: 1 / 0)
    served = Served(tmp_path)
    served.rebuild.settle()
    assert served.live.told == []
    served.edit(FIRST, "## ", "## New ")
    served.rebuild.settle()
    assert read_tree(served.site) == served.cold()
    assert [line for line in served.live.told if line != "reload"] == served.calls == []


def test_where_an_edit_fails_halfway_everything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(tmp_path)
    served.rebuild.settle()
    monkeypatch.setattr(Work, "kept_again", lambda _: 1 / 0)
    served.edit(FIRST, "title: ", "title: New ")
    served.rebuild.settle()
    assert served.calls == []
    assert read_tree(served.site) == served.cold()
