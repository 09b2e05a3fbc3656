"""Builds take turns with two trees, and each publishes what a build that knows nothing would."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from helploop.cli.main import run
from helploop.pipeline import twin
from helploop.pipeline.twin import drop_twin, gather, link_twin

if TYPE_CHECKING:
    from pathlib import Path

TWIN = ".cache/helploop/twin"
ARTICLE = "articles/getting-started/sign-in.md"
OTHER = "articles/account/export-data/index.html"
PAGE = "articles/getting-started/sign-in/index.html"


@pytest.fixture
def root(sample: Path) -> Path:
    return sample


def change(root: Path, text: str) -> None:
    (root / ARTICLE).write_text(f"{(root / ARTICLE).read_text('utf-8')}\n{text}\n", "utf-8")


def contents(site: Path) -> dict[str, bytes | None]:
    """Every file and every folder."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes() if path.is_file() else None for path in site.rglob("*")
    }


def cold(root: Path) -> dict[str, bytes | None]:
    shutil.rmtree(root / "cold", ignore_errors=True)
    assert run(["build", "--no-cache", "-d", "cold"]) == 0
    made = contents(root / "cold")
    shutil.rmtree(root / "cold")
    return made


@pytest.mark.slow
def test_any_row_of_edits_publishes_what_a_build_without_cache_makes(root: Path) -> None:
    def move() -> None:
        (root / "articles/getting-started").rename(root / "articles/begin")

    def add_page() -> None:
        (root / "docs").mkdir(exist_ok=True)
        (root / "docs/terms.md").write_text("# Terms\n\nText.\n", "utf-8")

    edits = [
        lambda: change(root, "More."),
        lambda: change(root, "Even more."),
        add_page,
        lambda: (root / "docs/terms.md").unlink(),
        move,
        lambda: (root / "articles/begin").rename(root / "articles/getting-started"),
    ]
    for edit in edits:
        edit()
        assert run(["build"]) == 0
        assert contents(root / "site") == cold(root)


def test_what_did_not_change_is_not_written_again(root: Path) -> None:
    change(root, "One.")
    assert run(["build"]) == 0
    before = {path: (root / TWIN / path).stat().st_ino for path in (PAGE, OTHER)}
    change(root, "Two.")
    assert run(["build"]) == 0
    again = {path for path, number in before.items() if (root / "site" / path).stat().st_ino != number}
    assert again == {PAGE}


def test_nothing_that_no_build_made_comes_back_from_the_tree_put_aside(root: Path) -> None:
    change(root, "One.")
    assert run(["build"]) == 0
    (root / TWIN / "stranger.html").write_text("stranger", "utf-8")
    (root / TWIN / "robots.txt").unlink()
    (root / TWIN / "robots.txt").write_text("changed", "utf-8")
    change(root, "Two.")
    assert run(["build"]) == 0
    assert contents(root / "site") == cold(root)


def test_a_build_that_failed_is_a_good_start_for_the_next_one(root: Path) -> None:
    change(root, "See [it](nowhere.md).")
    assert run(["build"]) == 1
    assert (root / TWIN / PAGE).is_file()
    (root / ARTICLE).write_text((root / ARTICLE).read_text("utf-8").replace("See [it](nowhere.md).", "Seen."), "utf-8")
    assert run(["build"]) == 0
    assert contents(root / "site") == cold(root)


def test_without_a_record_the_tree_put_aside_is_only_a_folder(root: Path) -> None:
    change(root, "One.")
    assert run(["build"]) == 0
    (root / f"{TWIN}.json").unlink()
    change(root, "Two.")
    assert run(["build"]) == 0
    assert contents(root / "site") == cold(root)


def test_a_build_service_keeps_no_second_tree(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    (root / "articles/new.md").write_text("# New\n\nWords.\n", "utf-8")
    assert run(["build"]) == 0
    assert not (root / TWIN).exists()
    assert not (root / f"{TWIN}.json").exists()
    assert [path.name for path in root.iterdir() if path.name.startswith(".site")] == []


def test_the_first_build_after_a_cold_one_starts_from_the_site(root: Path) -> None:
    before = {path: (root / "site" / path).stat().st_ino for path in (PAGE, OTHER)}
    assert before == {path: (root / TWIN / path).stat().st_ino for path in (PAGE, OTHER)}
    (root / "site/stranger.html").write_text("stranger", "utf-8")
    (root / "site/robots.txt").write_text("changed", "utf-8")
    change(root, "One.")
    assert run(["build"]) == 0
    again = {path for path, number in before.items() if (root / "site" / path).stat().st_ino != number}
    assert again == {PAGE}
    assert contents(root / "site") == cold(root)


@pytest.mark.parametrize("has_ended", [False, True])
def test_two_processes_link_all_of_a_site_or_leave_no_second_tree(
    root: Path, has_ended: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop_twin(root)
    if has_ended:
        monkeypatch.setattr(twin, "_link_backwards", lambda *_: iter(()))
    linked = link_twin(root, root / "site")
    if has_ended:
        assert linked is None
        assert not (root / TWIN).exists()
        return
    assert linked is not None
    assert contents(root / TWIN) == contents(root / "site")
    assert set(linked.files) == {path for path, data in contents(root / "site").items() if data is not None}
    for folder, (time, number) in linked.folders.items():
        found = (root / f"{TWIN}{folder}").stat()
        assert (found.st_mtime_ns, found.st_ino) == (time, number)


def test_what_nobody_should_see_is_found_by_every_build(root: Path) -> None:
    (root / "overrides/parts").mkdir(parents=True, exist_ok=True)
    shown = "{% extends 'base.html' %}{% block main %}ana@acme-mail.org{% endblock %}"
    (root / "overrides/not_found.html").write_text(shown, "utf-8")
    before = contents(root / "site")
    for _ in range(2):
        assert run(["build"]) == 1
        assert contents(root / "site") == before


def test_a_folder_that_has_gone_does_not_come_back_with_an_edit(root: Path) -> None:
    """A tree that is brought up to date holds no folder that only a page of the build before the last had."""
    shutil.rmtree(root / "docs")
    for file in root.glob("articles/account/*.md"):
        file.write_text(file.read_text("utf-8").replace("../../docs/privacy.md", "index.md"), "utf-8")
    change(root, "First of all.")
    assert run(["build"]) == 0
    change(root, "An edit.")
    assert run(["build"]) == 0
    assert contents(root / "site") == cold(root)


@pytest.mark.parametrize("refused", ["rename", "replace"])
def test_a_new_file_of_the_host_leaves_the_published_one_alone_on_any_system(
    refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:  # Windows renames to no name that is taken, no system renames to another disk
        raise OSError

    source, tree, site = (tmp_path / name for name in ("source", "tree", "site"))
    for folder, text in ((source, "new"), (site, "old")):
        (folder / "privacy").mkdir(parents=True)
        (folder / "privacy/index.html").write_text(text, "utf-8")
    (source / "ours.html").write_text("the host's", "utf-8")
    (tree / "privacy").mkdir(parents=True)
    (tree / "privacy/index.html").hardlink_to(site / "privacy/index.html")
    monkeypatch.setattr(os, refused, refuse)
    gather(source, tree, ["ours.html"])
    assert (tree / "privacy/index.html").read_text("utf-8") == "new"
    assert (site / "privacy/index.html").read_text("utf-8") == "old"
    assert not (tree / "ours.html").exists()
