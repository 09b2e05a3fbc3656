"""Work beside other work says the same in a process of its own and in this one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from helploop.pipeline.aside import Aside


def steps(*, is_short: bool = False):
    """Two steps without being asked, and one that is given something."""
    yield ["first"]
    if is_short:
        return
    given = yield True
    yield {"doubled": given * 2}


@pytest.fixture(params=["forked", "here"])
def _way(request, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "here":
        monkeypatch.delattr(os, "fork", raising=False)


@pytest.mark.usefixtures("_way")
def test_each_step_is_answered_and_the_last_is_given_a_value() -> None:
    with Aside(steps(), ahead=2) as aside:
        assert [aside.take(), aside.take(), aside.give(21)] == [["first"], True, {"doubled": 42}]


@pytest.mark.usefixtures("_way")
def test_work_that_has_ended_says_no() -> None:
    with Aside(steps(is_short=True), ahead=2) as aside:
        assert [aside.take(), aside.take(), aside.give(21)] == [["first"], False, False]


#: In a process with one thread, or nothing is forked: its child is killed when it has begun to answer.
KILLED = """
import os, select, signal
from helploop.pipeline.aside import Aside

with Aside((value for value in ["x" * 10_000_000]), ahead=1) as aside:
    select.select([aside._answer], [], [])
    os.kill(aside._child, signal.SIGKILL)
    print(aside.take())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process of its own")
def test_a_process_that_is_killed_while_it_answers_has_said_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", KILLED], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
