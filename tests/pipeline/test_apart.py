"""A folder for a site, on a disk where another one was just deleted: it is like any other."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

from helploop.pipeline import apart
from helploop.pipeline.apart import make_apart

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_folder_is_made_with_those_above_it_and_nothing_beside_it(tmp_path: Path) -> None:
    make_apart(tmp_path / "a/b/site")
    assert [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*"))] == ["a", "a/b", "a/b/site"]
    assert (tmp_path / "a/b/site").stat().st_mode == (tmp_path / "a").stat().st_mode


def test_it_is_made_where_the_disk_knows_no_marks_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> None:
        raise OSError(os.strerror(95))

    monkeypatch.setattr(apart, "_mark", refuse)
    make_apart(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "site.apart/old").mkdir(parents=True)
    make_apart(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_of_several_places_the_one_is_taken_whose_numbers_are_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed, tried, groups = iter((5000, 300, 7000, 12, 0)), [], iter((1, 1, 2, 1, 3, 2, 4, 5))

    def passed_over(folder: Path) -> int:
        tried.append(folder.name)
        (folder / str(len(tried))).touch()
        return next(passed)

    monkeypatch.setattr(apart, "_mark", lambda _: None)
    monkeypatch.setattr(apart, "_groups_of", lambda _: next(groups))
    monkeypatch.setattr(apart, "_passed_over", passed_over)
    make_apart(tmp_path / "site")
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["4"]
    assert len(tried) == 4, "no place is tried twice"


def test_a_disk_that_gives_one_place_only_is_not_asked_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_mark", lambda _: None)
    monkeypatch.setattr(apart, "_groups_of", lambda _: 1)
    monkeypatch.setattr(apart, "_passed_over", lambda _: 5000)
    make_apart(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_where_all_places_were_used_lately_the_best_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passed, groups = iter([*range(5000, 4990, -1), 400, 6000]), count()

    def passed_over(folder: Path) -> int:
        found = next(passed)
        (folder / str(found)).touch()
        return found

    monkeypatch.setattr(apart, "_mark", lambda _: None)
    monkeypatch.setattr(apart, "_groups_of", lambda _: next(groups))
    monkeypatch.setattr(apart, "_passed_over", passed_over)
    make_apart(tmp_path / "site")
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["400"]
