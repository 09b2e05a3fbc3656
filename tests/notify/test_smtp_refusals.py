"""What a server refuses: the address, which is given up, or us, and then nobody is; no reason names anybody."""

from __future__ import annotations

import pytest

from helploop.notify.contact import parse_contact
from helploop.notify.ledger_report import load_rows
from notify.runner import old_ledger, run_against
from notify.servers import ScriptedServer


def test_a_dead_address_is_never_written_to_again(tmp_path):
    path = tmp_path / "ledger"
    reply = {1: b"550 5.1.1 unknown\r\n"}
    with ScriptedServer(rcpt=lambda server: reply.get(len(server.recipients), b"250 ok\r\n")) as server:
        tally, states = run_against(path, server.port, 10)
        assert states == {"told": 9, "refused": 1}
        assert not tally.stops
    ledger = old_ledger(path)
    dead = ledger.identity.token(parse_contact("person0@example.com"))
    assert ledger.known().opted_out == {dead}
    assert not [row for row in load_rows(ledger, token=dead) if row.contact]
    ledger.store.close()


@pytest.mark.parametrize("said", [b"550 relay not permitted\r\n", b"553 not our domain\r\n", b"550 5.7.1 no\r\n"])
def test_nobody_is_given_up_for_what_a_server_says_of_us(said, tmp_path):
    path = tmp_path / "ledger"
    with ScriptedServer(rcpt=said) as server:
        assert run_against(path, server.port, 5)[1] == {"refused": 3, "waiting": 2}
    ledger = old_ledger(path)
    assert not ledger.known().opted_out
    assert all(row.contact for row in load_rows(ledger))
    ledger.store.close()


def test_a_directory_that_knows_nobody_any_more_stops_the_run(tmp_path):
    with ScriptedServer(rcpt=b"550 5.1.1 no such user\r\n") as server:
        tally, states = run_against(tmp_path / "ledger", server.port, 30)
    assert states == {"refused": 10, "waiting": 20}
    assert [stop[1] for stop in tally.stops] == ["relay-rejects"]


def test_three_blanket_refusals_stop_the_run_and_the_rest_waits(tmp_path):
    with ScriptedServer(dot=b"554 5.7.1 spam\r\n") as server:
        tally, states = run_against(tmp_path / "ledger", server.port, 20)
    assert states == {"refused": 3, "waiting": 17}
    assert tally.stops == [
        (
            "smtp",
            "relay-rejects",
            "554 5.7.1 spam",
            "ask the mail server's owner why; the others keep waiting",
        )
    ]


def test_a_mailbox_full_for_three_days_is_given_up(tmp_path):
    path, clock = tmp_path / "ledger", [1_800_000_000.0]
    with ScriptedServer(rcpt=b"552 5.2.2 full\r\n") as server:
        for _ in range(40):
            states = run_against(path, server.port, 1, now=lambda: clock[0])[1]
            clock[0] += 6 * 3600
            if states != {"waiting": 1}:
                break
    assert states == {"refused": 1}


@pytest.mark.parametrize("stage", ["rcpt", "data", "dot"])
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("<person0@example.com> unknown", "<p***@e***.com> unknown"),
        ("no mailbox Person0 here", "no mailbox p*** here"),
        ("see https://x.example/?to=person0%40example.com", "see https://x.example/?to=p***@e***.com"),
        ('"person zero"@example.com is gone', '"***@e***.com is gone'),
    ],
)
def test_no_refusal_names_an_address(stage, said, kept, tmp_path):
    with ScriptedServer(**{stage: f"550 5.1.1 {said}\r\n".encode()}) as server:
        path = tmp_path / "ledger"
        run_against(path, server.port, 1)
    ledger = old_ledger(path)
    assert [row.reason for row in load_rows(ledger)] == [f"550 5.1.1 {kept}"]
    ledger.store.close()
