"""Work is done by as many processes as there are, this one among them, and what comes of it is in order."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from helploop.pipeline.workers import WORTH_IT, Workers

if TYPE_CHECKING:
    from pathlib import Path

VALUES = range(3 * WORTH_IT)


def doubled(value: int, more: int) -> tuple[int, int]:
    for _ in range((value % 7) * 400):
        value ^= 1
        value ^= 1
    return 2 * value + more, os.getpid()


def refuse(value: int) -> int:
    if value == VALUES[-1]:
        raise ValueError(value)
    return value


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_results_come_in_the_order_of_the_values(method: str) -> None:
    with Workers(3, method=method) as workers:
        found = [each for chunk in workers.chunks_here_too(doubled, VALUES, 1) for each in chunk]
    assert [value for value, _ in found] == [2 * value + 1 for value in VALUES]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be forked here")
def test_who_waits_takes_part() -> None:
    with Workers(2, method="fork") as workers:
        chunks = workers.chunks_here_too(doubled, VALUES, 0)
        meanwhile = workers.map(doubled, VALUES, 0)
        found = [process for chunk in chunks for _, process in chunk]
    assert {process for _, process in meanwhile} == {os.getpid()}
    assert len(set(found)) <= 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be forked here")
def test_processes_end_with_their_last_result() -> None:
    before = threading.active_count()
    with Workers(2, method="fork") as workers:
        for chunks in (workers.chunks, workers.chunks_here_too):
            assert sum(len(chunk) for chunk in chunks(doubled, VALUES, 0)) == len(VALUES)
            assert threading.active_count() == before


@pytest.mark.parametrize("here_too", [False, True])
def test_what_fails_in_any_process_is_said(*, here_too: bool) -> None:
    with Workers(2) as workers, pytest.raises(ValueError, match=str(VALUES[-1])):
        list((workers.chunks_here_too if here_too else workers.chunks)(refuse, VALUES))


#: A build that waits for ever, with processes that have done all they were given.
WAITING = """
import sys
from helploop.pipeline.workers import WORTH_IT, Workers
if __name__ == "__main__":
    with Workers(3, method=sys.argv[1]) as workers:
        chunks = workers.chunks(abs, range(9 * WORTH_IT))
        next(chunks)
        print("ready", flush=True)
        sys.stdin.read()
"""


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_processes_end_when_the_one_that_started_them_is_killed_alone(method: str, tmp_path: Path) -> None:
    script = tmp_path / "waiting.py"
    script.write_text(WAITING, "utf-8")
    command = [sys.executable, script, method]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().split() == [b"ready"]
        parent.kill()
        # every process has this output: it ends with the last of them
        assert parent.communicate(timeout=60)[0] == b""


@pytest.mark.parametrize("processes", [2, 5])
@pytest.mark.parametrize("count", [120, 121, 599, 2000])
def test_every_value_is_worked_on_once_and_in_order_however_many_there_are(count: int, processes: int) -> None:
    with Workers(processes) as workers:
        found = workers.map(doubled, range(count), 0)
    assert [value for value, _ in found] == [2 * value for value in range(count)]
