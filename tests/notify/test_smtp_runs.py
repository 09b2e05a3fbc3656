"""Runs in a row, over days and moved clocks: everyone is told once, and one recipient's trouble is no other's."""

from __future__ import annotations

import pytest

from notify.runner import check_told_once, new_ledger, run_against, tell
from notify.samples import crowd, entry, site
from notify.servers import Recorder, ScriptedServer, mail_server


def test_everyone_is_told_once_and_a_second_run_tells_nobody(tmp_path):
    path = tmp_path / "ledger"
    with mail_server() as recorder:
        assert run_against(path, recorder.port, 120)[1] == {"told": 120}
        assert run_against(path, recorder.port, 120)[1] == {"told": 120}
        assert set(recorder.counts.values()) == {1}
        assert len(recorder.accepted) == 120
        assert {str(message["Subject"]) for message in recorder.messages()} == {"CSV export is here"}


def test_who_waits_is_told_by_a_later_run_and_not_before_it_is_due(tmp_path):
    path, clock = tmp_path / "ledger", [1_800_000_000.0]
    with ScriptedServer(rcpt=b"450 4.2.0 greylisted\r\n") as server:
        run_against(path, server.port, now=lambda: clock[0])
        run_against(path, server.port, now=lambda: clock[0] + 60)
        assert len(server.recipients) == 3
    clock[0] += 600
    with mail_server() as recorder:
        assert run_against(path, recorder.port, now=lambda: clock[0])[1] == {"told": 3}
        assert sorted(recorder.counts.values()) == [1, 1, 1]


@pytest.mark.parametrize("shift", [-86_400 * 3, 86_400 * 365])
def test_a_moved_clock_neither_tells_twice_nor_waits_for_ever(shift, tmp_path):
    path, clock = tmp_path / "ledger", [1_800_000_000.0]
    with ScriptedServer(
        rcpt=lambda server: b"450 later\r\n" if len(server.recipients) == 2 else b"250 ok\r\n"
    ) as server:
        assert run_against(path, server.port, now=lambda: clock[0])[1] == {"told": 2, "waiting": 1}
    clock[0] += shift
    with mail_server() as recorder:
        assert run_against(path, recorder.port, now=lambda: clock[0])[1] == {"told": 3}
        assert len(recorder.accepted) == 1


def test_ten_per_cent_dropped_after_the_dot_are_unsure_and_nobody_is_told_twice(tmp_path):
    path, count = tmp_path / "ledger", 60
    recorder = Recorder(lambda number, _: "drop" if number % 10 == 0 else "250 OK")
    with mail_server(recorder):
        states = run_against(path, recorder.port, count)[1]
        assert states == {"told": 54, "unsure": 6}
        run_against(path, recorder.port, count)
        assert check_told_once(path, recorder, count) == (54, 6, 0)


def test_a_server_that_drops_one_recipient_does_not_block_the_others(tmp_path):
    def rcpt(server):
        return "drop" if server.recipients[-1].startswith("person1@") else b"250 ok\r\n"

    with ScriptedServer(rcpt=rcpt) as server:
        assert run_against(tmp_path / "ledger", server.port, 4)[1] == {"told": 3, "waiting": 1}


def test_a_line_of_one_dot_arrives_as_written(tmp_path):
    dotted = site(entry(body="a\n.\n..b\nc"))
    with mail_server() as recorder:
        ledger = new_ledger(tmp_path / "ledger")
        tell(ledger, recorder.port, requests=crowd(1), a_site=dotted)
        ledger.store.close()
        plain = recorder.messages()[0].get_body(("plain",)).get_content()
    assert "a\n.\n..b\nc" in plain.replace("\r\n", "\n")


def test_a_connection_is_renewed_after_some_messages(tmp_path):
    with ScriptedServer() as server:
        run_against(tmp_path / "ledger", server.port, 10, messages_per_connection=4)
        assert server.connections == 3
