"""A run killed at any moment tells nobody twice and loses nobody."""

from __future__ import annotations

import random

import pytest

from notify.runner import check_told_once, new_ledger, start
from notify.servers import mail_server

POINTS = ("locked", "snapshot", "reserved", "picked", "mail", "rcpt", "data", "claimed", "body", "answered", "settled")

#: The points around the one moment that matters; the others are tried with `-m slow` and in benchmarks/notify_kill.py.
QUICK = {"data", "claimed", "answered", "settled"}


def finish(path, port, count):
    last = start(path, port, count, "", 0)
    last.join(60)
    assert last.exitcode == 0


@pytest.mark.parametrize(
    "point", [point if point in QUICK else pytest.param(point, marks=pytest.mark.slow) for point in POINTS]
)
def test_killed_at_a_named_point_nobody_is_told_twice(point, tmp_path):
    path, count = tmp_path / "ledger.sqlite", 6
    new_ledger(path).store.close()
    with mail_server() as recorder:
        for nth in (1, 3):
            killed = start(path, recorder.port, count, point, nth)
            killed.join(60)
            assert killed.exitcode == (-9 if nth == 1 or point not in {"locked", "snapshot"} else 0)
            check_told_once(path, recorder, count)
        finish(path, recorder.port, count)
        told, unsure, waiting = check_told_once(path, recorder, count)
        assert (told + unsure, waiting) == (count, 0)
        assert unsure <= (2 if point in {"claimed", "body", "answered"} else 0)


@pytest.mark.parametrize("point", POINTS[2:])
def test_a_disk_full_from_a_named_point_on_tells_nobody_twice(point, tmp_path):
    path, count = tmp_path / "ledger.sqlite", 6
    new_ledger(path).store.close()
    with mail_server() as recorder:
        full = start(path, recorder.port, count, point, 2, fills=True)
        full.join(60)
        assert full.exitcode == 0
        before = len(recorder.accepted)
        assert before < count
        check_told_once(path, recorder, count)
        finish(path, recorder.port, count)
        told, unsure, waiting = check_told_once(path, recorder, count)
        assert (told + unsure, waiting) == (count, 0)
        assert unsure <= 1


def kill_at_random(path, count, kills, seed):
    """Kill runs after random moments, then let one finish; the figures of the round."""
    moments = random.Random(seed)
    new_ledger(path).store.close()
    died = 0
    with mail_server() as recorder:
        for _ in range(kills):
            process = start(path, recorder.port, count, "", 0)
            process.join(moments.uniform(0.02, 0.35))
            if process.is_alive():
                process.kill()
                died += 1
            process.join(60)
            check_told_once(path, recorder, count)
        finish(path, recorder.port, count)
        told, unsure, waiting = check_told_once(path, recorder, count)
        assert (told + unsure, waiting) == (count, 0)
    return died, told, unsure, len(recorder.accepted)


def test_killed_at_random_moments_nobody_is_told_twice(tmp_path):
    died, told, unsure, accepted = kill_at_random(tmp_path / "ledger.sqlite", 40, 3, seed=1)
    assert died
    assert told <= accepted <= told + unsure
