"""Ctrl-C and SIGTERM let the message under way end; the others wait for the next run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from notify.runner import check_told_once, new_ledger
from notify.servers import Recorder, mail_server

CHILD = """
import sys
from pathlib import Path
from notify.runner import old_ledger, tell
from notify.samples import crowd
from helploop.cli.notify_terminal import asked_to_stop
with asked_to_stop() as stop:
    tally = tell(old_ledger(Path(sys.argv[1])), int(sys.argv[2]), requests=crowd(30), stop=stop)
print(tally.is_interrupted)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_run_finishes_its_message(number, tmp_path):
    path = tmp_path / "ledger"
    new_ledger(path).store.close()
    child = []

    def reply(count, _):
        if count == 5:  # the child waits for this answer
            os.kill(child[0].pid, number)
        return "250 OK"

    with mail_server(Recorder(reply)) as recorder:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        arguments = [sys.executable, "-c", CHILD, str(path), str(recorder.port)]
        child.append(subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, text=True))
        out, _ = child[0].communicate(timeout=60)
        assert child[0].returncode == 0
        assert out.strip() == "True"
        told, unsure, waiting = check_told_once(path, recorder, 30)
    assert unsure == 0
    assert told == len(recorder.accepted) <= 7
    assert waiting == 30 - told
