"""A build that would change nothing is not made; one that would change anything is."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from helploop.pipeline.inputs import Inputs, load_inputs
from helploop.pipeline.said import NOTHING_SAID, Said
from helploop.pipeline.unchanged import (
    Place,
    Published,
    config_stamp,
    is_unchanged,
    last_place,
    record_build,
    site_stamp,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CONFIG = "site_name: Example\nplugins:\n  - search\n  - helploop/articles: {languages: [en]}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (tmp_path / "articles/a.md").write_text("# A\n", "utf-8")
    (tmp_path / "site/index.html").write_text("made", "utf-8")
    return tmp_path


def read(root: Path, moment: datetime = MOMENT) -> Inputs | None:
    return load_inputs(root / "mkdocs.yml", root / "site", moment)


def stamp(root: Path, moment: datetime = MOMENT) -> str | None:
    found = read(root, moment)
    return found.stamp if found else None


def edited(root: Path) -> tuple[str, ...] | None:
    found = read(root)
    assert found is not None
    return found.edited


def record(root: Path, inputs: Inputs | None, said: Said = NOTHING_SAID) -> None:
    record_build(root, place(root), inputs, Published(site_stamp(root / "site"), "known"), said)


def place(root: Path, asked: str = "") -> Place:
    return Place(root / "site", ("docs", "articles"), asked, config_stamp(root / "mkdocs.yml"))


def commit(root: Path) -> None:
    for words in (
        ["init", "-q"],
        ["-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "x"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True)


def built(root: Path) -> bool:
    """Whether the next build would be left out."""
    return is_unchanged(root, root / "site", read(root))


def test_the_same_project_and_site_are_unchanged(root: Path) -> None:
    assert not built(root)
    record(root, read(root))
    assert built(root)


def test_a_copy_of_a_project_builds_into_its_own_site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    record(root, read(root))
    copy = tmp_path_factory.mktemp("copies") / "copy"
    shutil.copytree(root, copy)
    found = last_place(root / "mkdocs.yml", None)
    assert found
    assert found.site == root / "site"
    assert last_place(copy / "mkdocs.yml", None) is None
    assert not is_unchanged(copy, copy / "site", load_inputs(copy / "mkdocs.yml", copy / "site", MOMENT))


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "articles/a.md").write_text("# B\n", "utf-8"),
        lambda root: (root / "articles/a.md").rename(root / "articles/b.md"),
        lambda root: (root / "articles/a.md").unlink(),
        lambda root: (root / "overrides").mkdir() or (root / "overrides/article.html").touch(),
        lambda root: (root / "mkdocs.yml").write_text(CONFIG.replace("Example", "Other"), "utf-8"),
        lambda root: (root / "site/index.html").write_text("mad", "utf-8"),
        lambda root: os.utime(root / "site/index.html", (1, 1)),
        lambda root: (root / "site/more.html").touch(),
        lambda root: (root / "site/index.html").unlink(),
        lambda root: commit(root),
    ],
)
def test_any_change_is_noticed(root: Path, change: Callable[[Path], object]) -> None:
    record(root, read(root))
    change(root)
    assert not built(root)


def test_a_file_of_the_same_size_and_time_is_noticed(root: Path) -> None:
    file = root / "articles/a.md"
    record(root, read(root))
    before = file.stat().st_mtime_ns
    file.write_text("# Z\n", "utf-8")
    os.utime(file, ns=(before, before))
    assert not built(root)


def test_the_files_that_were_edited_are_known(root: Path) -> None:
    (root / "articles/b.md").write_text("# B\n", "utf-8")
    record(root, read(root))
    assert edited(root) == ()
    (root / "articles/b.md").write_text("# C\n", "utf-8")
    assert edited(root) == ("articles/b.md",)
    (root / "articles/c.md").touch()
    assert edited(root) is None


def test_without_a_record_nobody_knows_what_was_edited(root: Path) -> None:
    assert edited(root) is None
    record(root, read(root))
    file = root / ".cache/helploop/inputs.json"
    file.write_bytes(file.read_bytes().replace(b"a.md", b"b.md"))
    assert edited(root) is None
    record(root, None)
    assert edited(root) is None


LINKED: list[Callable[[Path], object]] = [
    lambda root: (root / "articles/linked/deep/b.md").write_text("# C\n", "utf-8"),
    lambda root: (root / "articles/linked/c.md").touch(),
    lambda root: (root / "articles/linked").rename(root / "articles/other"),
    lambda root: (root / "articles/file.md").unlink() or (root / "articles/file.md").write_text("# B\n"),
]


@pytest.mark.parametrize("change", LINKED)
def test_what_stands_behind_links_is_an_input_too(
    root: Path, tmp_path_factory: pytest.TempPathFactory, change: Callable[[Path], object]
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "deep").mkdir()
    (other / "deep/b.md").write_text("# B\n", "utf-8")
    (other / "deep/again").symlink_to(other)
    (root / "articles/linked").symlink_to(other)
    (root / "articles/inside").symlink_to(root / "articles")
    (root / "articles/file.md").symlink_to(other / "deep/b.md")
    record(root, read(root))
    assert built(root)
    change(root)
    assert not built(root)


def test_links_to_the_site_or_around_the_project_are_unknown_inputs(root: Path) -> None:
    for target in (root / "site", root.parent):
        (root / "articles/linked").symlink_to(target)
        assert stamp(root) is None
        (root / "articles/linked").unlink()
    assert stamp(root) is not None


def test_another_day_is_another_build(root: Path) -> None:
    assert stamp(root) == stamp(root, MOMENT.replace(hour=23))
    assert stamp(root) != stamp(root, MOMENT.replace(day=24))


def test_what_waits_for_its_hour_today_is_not_forgotten(root: Path) -> None:
    hour = MOMENT.replace(hour=18)
    record(root, read(root), Said(until=hour.isoformat()))
    for moment, is_same in (
        (MOMENT, True),
        (hour.replace(hour=17), True),
        (hour, False),
        (hour.replace(hour=20), False),
    ):
        assert is_unchanged(root, root / "site", read(root, moment)) is is_same
    record(root, read(root), Said(since=hour.isoformat()))
    for moment, is_same in ((MOMENT, False), (hour, True)):
        assert is_unchanged(root, root / "site", read(root, moment)) is is_same


def test_what_was_said_is_known_as_long_as_the_record_is_whole(root: Path) -> None:
    said = Said(("articles/a.md:1: warning[x]: y",))
    record(root, read(root), said)
    found = read(root)
    assert found is not None
    assert (found.said, built(root)) == (said, True)
    file = root / ".cache/helploop/unchanged.json"
    file.write_bytes(file.read_bytes().replace(b"warning", b"warming"))
    assert not built(root)


@pytest.mark.parametrize(
    "config",
    [
        CONFIG + "hooks: [hook.py]\n",
        "INHERIT: ../base.yml\n" + CONFIG,
        CONFIG + "copyright: !ENV OWNER\n",
        CONFIG + "  - macros\n",
        CONFIG + "docs_dir: ../elsewhere\n",
        CONFIG + "theme: {name: material, custom_dir: /elsewhere}\n",
        "site_name: Example\n",
    ],
)
def test_a_project_with_unknown_inputs_is_always_built(root: Path, config: str) -> None:
    (root / "mkdocs.yml").write_text(config, "utf-8")
    assert stamp(root) is None
    record(root, read(root))
    assert not built(root)
    assert last_place(root / "mkdocs.yml", None) is None


def test_where_the_last_command_built_to_is_known_until_the_configuration_changes(root: Path) -> None:
    record(root, None)
    assert last_place(root / "mkdocs.yml", None) == place(root)
    assert last_place(root / "mkdocs.yml", root / "elsewhere") is None
    assert not is_unchanged(root, root / "site", read(root))
    (root / "mkdocs.yml").write_text(CONFIG + "site_dir: elsewhere\n", "utf-8")
    assert last_place(root / "mkdocs.yml", None) is None


def test_a_record_that_says_nonsense_is_no_record(root: Path) -> None:
    for nonsense in ("[]", "{}", '{"site": 1}', '{"site": "x", "sources": null, "asked": "", "config": ""}', "\0"):
        (root / ".cache/helploop").mkdir(parents=True, exist_ok=True)
        (root / ".cache/helploop/unchanged.json").write_text(nonsense, "utf-8")
        assert last_place(root / "mkdocs.yml", None) is None
        assert not built(root)


def test_what_changed_while_a_build_ran_is_seen(root: Path) -> None:
    before = read(root)
    os.utime(root / "articles/a.md", (MOMENT.timestamp(),) * 2)
    (root / "articles/b.md").write_text("# B\n", "utf-8")
    more = load_inputs(root / "mkdocs.yml", root / "site", MOMENT, before)
    again = load_inputs(root / "mkdocs.yml", root / "site", MOMENT, more)
    (root / "articles/a.md").write_text("# C\n", "utf-8")
    other = load_inputs(root / "mkdocs.yml", root / "site", MOMENT, more)
    assert before is not None
    assert more is not None
    assert again is not None
    assert other is not None
    assert len({before.stamp, more.stamp, other.stamp}) == 3
    assert again.stamp == more.stamp
