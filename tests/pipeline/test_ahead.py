"""Processes that wait for work do it, and what one of them could not do is left to the others' parent."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable

import pytest

from helploop.pipeline.ahead import Ahead

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be forked here")


def doubled_elsewhere(value: int, _: object) -> tuple[int, int]:
    if not value:
        os._exit(1)
    return 2 * value, os.getpid()


def test_work_is_done_in_other_processes() -> None:
    with Ahead() as ahead:
        ahead.start(2)
        ahead.give(doubled_elsewhere, {"a": 1, "b": 2, "c": 3})
        found = {name: ahead.take(name) for name in "cab"}
    assert {name: value for name, (value, _) in found.items()} == {"a": 2, "b": 4, "c": 6}
    assert len({process for _, process in found.values()} - {os.getpid()}) == 2


def added_when_told(value: int, told: Callable[[], int]) -> int:
    return value + told()


def test_work_waits_for_what_is_known_later() -> None:
    with Ahead() as ahead:
        ahead.start(2)
        ahead.give(added_when_told, {"a": 1, "b": 2, "c": 3})
        ahead.tell(10)
        assert [ahead.take(name) for name in "abc"] == [11, 12, 13]


def test_a_process_that_dies_leaves_its_work_undone() -> None:
    with Ahead() as ahead:
        ahead.start(1)
        ahead.give(doubled_elsewhere, {"a": 1, "b": 0, "c": 3})
        assert [ahead.take(name) is None for name in "abc"] == [False, True, True]
        assert not ahead.is_working


def test_without_a_process_nothing_is_done() -> None:
    with Ahead() as ahead:
        ahead.give(doubled_elsewhere, {"a": 1})
        assert not ahead.is_working
        assert ahead.take("a") is None


def test_a_process_without_work_ends_with_the_build() -> None:
    before = set(multiprocessing.active_children())
    with Ahead() as ahead:
        ahead.start(2)
        started = set(multiprocessing.active_children()) - before
    assert len(started) == 2
    for process in started:
        process.join(20)
        assert process.exitcode == 0
