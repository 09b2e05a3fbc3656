"""The marks of a run beside its ledger: written is known, lost is unsure, and a full disk sends nothing more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helploop.notify.ledger_report import count_states, load_rows
from helploop.notify.ledger_settle import forget
from helploop.notify.marks import Mark, parse_marks
from helploop.notify.outbox import ClaimLostError
from helploop.notify.result import TOLD
from helploop.notify.state import State
from notify.ledgers import NOW, filled, outbox_of
from notify.runner import check_told_once, new_ledger, old_ledger, start, tell
from notify.samples import crowd
from notify.servers import mail_server


def test_the_last_whole_line_of_a_message_holds():
    text = "sending 1 1.5\ntold 1 2.5\nsending 2 3.0\nsent 3 1.0\ntold x 1.0\ntold 4\ntold 2 4."
    assert parse_marks(text) == {1: Mark("told", 2.5), 2: Mark("sending", 3.0)}


@pytest.mark.parametrize("last", range(1, 20, 3))
def test_who_opts_out_while_others_are_told_is_not_told(last, tmp_path):
    ledger, other = filled(tmp_path / "ledger", count=20), old_ledger(tmp_path / "ledger")
    outbox, told, number = outbox_of(ledger), [], 0
    gone = load_rows(ledger)[last].token
    while row := outbox.take():
        number += 1
        if number == (last + 1) // 2:
            forget(other, gone, "email", NOW)
        try:
            outbox.claim(row)
        except ClaimLostError:
            outbox.pass_over(row)
            continue
        told.append(row.token)
        outbox.settle(row, TOLD, was_claimed=True)
    outbox.close()
    assert len(told) == len(set(told)) == 19
    assert gone not in told
    assert count_states(ledger) == {State.TOLD: 19, State.OPTED_OUT: 1}
    ledger.store.close()
    other.store.close()


@pytest.mark.parametrize(("point", "ends"), [("data", (3, 0, 0)), ("claimed", (2, 1, 0)), ("answered", (2, 1, 0))])
def test_a_disk_full_for_marks_sends_nothing_more_and_what_was_sent_is_unsure(point, ends, tmp_path):
    path = tmp_path / "ledger"
    ledger = new_ledger(path)
    with mail_server() as recorder:

        def observe(reached):
            if reached == point:
                fill_marks(path)
                ledger.store._db.execute("PRAGMA query_only=ON")

        tally = tell(ledger, recorder.port, requests=crowd(3), observe=observe)
        assert tally.stops[0][1] == "ledger"
        assert len(recorder.accepted) == (point != "data")
        ledger.store.close()
        again = old_ledger(path)
        tell(again, recorder.port, requests=crowd(3))
        again.store.close()
        assert check_told_once(path, recorder, 3) == ends


def fill_marks(path):
    """From now on the device under the marks is full, as Linux plays it."""
    for own in Path("/proc/self/fd").iterdir():
        if own.exists() and str(own.readlink()).startswith(f"{path}-marks-"):
            full = os.open("/dev/full", os.O_WRONLY)
            os.dup2(full, int(own.name))
            os.close(full)
            return
    pytest.fail("no marks were open")


def test_an_answer_the_ledger_cannot_take_stands_beside_it_until_it_can(tmp_path):
    path = tmp_path / "ledger"
    ledger = new_ledger(path)
    with mail_server() as recorder:

        def observe(point):
            if point == "answered":
                ledger.store._db.execute("PRAGMA query_only=ON")

        tally = tell(ledger, recorder.port, requests=crowd(3), observe=observe)
        assert tally.stops[0][1] == "ledger"
        ledger.store.close()
        assert check_told_once(path, recorder, 3) == (1, 0, 2)
        again = old_ledger(path)
        tell(again, recorder.port, requests=crowd(3))
        again.store.close()
        assert check_told_once(path, recorder, 3) == (3, 0, 0)
    assert [file.name for file in tmp_path.iterdir()] == ["ledger"]


@pytest.mark.parametrize("keeps_marks", [True, False])
def test_a_killed_run_whose_marks_are_lost_leaves_its_messages_unsure(keeps_marks, tmp_path):
    path = tmp_path / "ledger"
    new_ledger(path).store.close()
    with mail_server() as recorder:
        start(path, recorder.port, 9, "claimed", 4).join(60)
        marks = list(tmp_path.glob("ledger-marks-*"))
        assert len(marks) == 1
        if not keeps_marks:
            marks[0].unlink()
        if keeps_marks:
            assert check_told_once(path, recorder, 9) == (3, 1, 5)
        last = start(path, recorder.port, 9, "", 0)
        last.join(60)
        told, unsure, waiting = check_told_once(path, recorder, 9)
        assert (told + unsure, waiting) == (9, 0)
        assert unsure == 1 if keeps_marks else unsure > 1
    assert not list(tmp_path.glob("ledger-marks-*"))


@pytest.mark.parametrize("point", ["claimed", "body", "answered", "settled"])
def test_a_second_ctrl_c_in_the_middle_of_a_message_leaves_it_unsure(point, tmp_path):
    path = tmp_path / "ledger"
    ledger = new_ledger(path)
    with mail_server() as recorder:

        def observe(reached):
            if reached == point:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            tell(ledger, recorder.port, requests=crowd(3), observe=observe)
        ledger.store.close()
        assert not list(tmp_path.glob("ledger-marks-*"))
        check_told_once(path, recorder, 3)
        again = old_ledger(path)
        tell(again, recorder.port, requests=crowd(3))
        again.store.close()
        assert check_told_once(path, recorder, 3) == ((3, 0, 0) if point == "settled" else (2, 1, 0))
