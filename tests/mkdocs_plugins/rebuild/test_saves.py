"""After a save in `helploop serve` the page is there at once, and soon the site is what a full build would make."""

from __future__ import annotations

from pathlib import Path

import pytest

from helploop.mkdocs_plugins import rebuild as rebuild_module
from helploop.mkdocs_plugins.build import HostBuild
from mkdocs_plugins.rebuild.served import FIRST, PAGE, SECOND, Served
from repositories import Repository
from trees import read_tree


def pages(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.endswith(".html")}


@pytest.mark.parametrize("hears", [True, False])
@pytest.mark.parametrize(
    ("old", "new"), [("## ", "## New "), ("title: ", "title: New "), ("summary: ", "promoted: true\nsummary: ")]
)
def test_an_edit_gives_what_a_full_build_gives(old: str, new: str, hears: bool, tmp_path: Path) -> None:
    served = Served(tmp_path, hears=hears)
    before = read_tree(served.site)
    served.edit(FIRST, old, new)
    served.rebuild.settle()
    assert served.calls == []
    assert read_tree(served.site) == served.cold() != before


def test_the_page_of_a_saved_article_is_there_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = Served(tmp_path)
    monkeypatch.setattr(rebuild_module, "PAGES_AFTER", 60)
    served.edit(FIRST, "title: ", "title: Brandnew ")
    assert "Brandnew" in served.page()
    assert served.page() == served.cold()[PAGE].decode()
    assert "Brandnew" not in served.page("articles/c000/index.html")
    monkeypatch.setattr(rebuild_module, "PAGES_AFTER", 0)
    served.edit(SECOND, "title: ", "title: Second ")
    served.rebuild.settle()
    assert "Brandnew" in served.page("articles/c000/index.html")


def test_browsers_reload_again_only_when_other_pages_changed(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.edit(FIRST, "summary: ", "review_by: 2030-01-01\nsummary: ")
    served.rebuild.settle()
    assert served.live.told == []
    served.edit(FIRST, "title: ", "title: Brandnew ")
    served.rebuild.settle()
    assert served.live.told == ["reload"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## ", "## New "),
        ("title: ", "title: New "),
        ("summary: ", "promoted: true\nsummary: "),
        ("keywords: [", "keywords: [brandnew, "),
        ("\n## ", "\nSee [it](a00002.md) and [that](../c000/index.md).\n\n## "),
    ],
)
def test_of_a_few_words_only_what_follows_from_them_is_made(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = Served(tmp_path)
    served.rebuild.settle()
    monkeypatch.setattr(HostBuild, "check", lambda _: 1 / 0)
    before = read_tree(served.site)
    for first, second in ((old, new), (new, old), (old, new)):
        served.edit(FIRST, first, second)
        served.rebuild.settle()
    monkeypatch.undo()
    assert [line for line in served.live.told if line != "reload"] == []
    assert read_tree(served.site) == served.cold() != before


def test_a_commit_dates_the_pages_of_the_next_save(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.rebuild.settle()
    repository = Repository.create(served.root)
    repository.git("add", ".")
    repository.git("commit", "-qm", "Begin", date="2026-03-04T05:06:07+00:00")
    served.edit(SECOND, "## ", "## New ")
    served.rebuild.settle()
    assert read_tree(served.site) == served.cold()
    assert "2026-03-04" in served.page()


def test_a_picture_under_its_old_name_is_loaded_again(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.save("articles/c000/a.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'/>")
    served.save("articles/c000/a.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2' id='b'/>")
    served.rebuild.settle()
    assert served.live.told == ["all is new", "all is new"]


def test_a_save_ends_what_is_being_made_of_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(tmp_path)
    monkeypatch.setattr(rebuild_module, "MACHINES_AFTER", 60)
    served.edit(FIRST, "title: ", "title: Brandnew ")
    monkeypatch.setattr(rebuild_module, "MACHINES_AFTER", 0)
    served.edit(FIRST, "title: Brandnew ", "title: ")
    served.rebuild.settle()
    assert read_tree(served.site) == served.cold()


def test_a_save_that_changes_nothing_keeps_nothing_from_being_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = Served(tmp_path)
    monkeypatch.setattr(rebuild_module, "MACHINES_AFTER", 60)
    served.edit("articles/c000/index.md", "title: ", "title: New ")
    monkeypatch.setattr(rebuild_module, "MACHINES_AFTER", 0)
    served.save("articles/gone.md", None)
    served.rebuild.settle()
    assert read_tree(served.site) == served.cold()
