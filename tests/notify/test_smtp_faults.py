"""The fault matrix: every way a mail server fails leaves each person in the one right state."""

from __future__ import annotations

import socket
from collections import Counter

import pytest

from helploop.notify.contact import parse_contact
from helploop.notify.ledger_report import load_rows
from helploop.notify.result import ChannelRefusedError
from notify.runner import check_told_once, new_ledger, old_ledger, smtp_channel, tell
from notify.samples import crowd, entry, site
from notify.servers import Recorder, ScriptedServer, mail_server


def run_against(path, port, count=3, **options):
    ledger = new_ledger(path) if not path.exists() else old_ledger(path)
    tally = tell(ledger, port, requests=crowd(count), **options)
    states = Counter(row.state.value for row in load_rows(ledger))
    ledger.store.close()
    return tally, dict(states)


def test_everyone_is_told_once_and_a_second_run_tells_nobody(tmp_path):
    path = tmp_path / "ledger"
    with mail_server() as recorder:
        assert run_against(path, recorder.port, 120)[1] == {"told": 120}
        assert run_against(path, recorder.port, 120)[1] == {"told": 120}
        assert set(recorder.counts.values()) == {1}
        assert len(recorder.accepted) == 120
        assert {str(message["Subject"]) for message in recorder.messages()} == {"CSV export is here"}


def test_without_a_server_all_wait_with_one_cause(tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        tally, states = run_against(tmp_path / "ledger", unused.getsockname()[1])
    assert states == {"waiting": 3}
    assert [stop[1] for stop in tally.stops] == ["unreachable"]


def test_a_server_nobody_knows_leaves_all_waiting(tmp_path, monkeypatch):
    def unknown(*_arguments, **_options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    tally, states = run_against(tmp_path / "ledger", 25, host="mail.nowhere.example")
    assert states == {"waiting": 3}
    cause = "mail.nowhere.example:25 can't be reached: Name or service not known"
    assert [(stop[1], stop[2]) for stop in tally.stops] == [("unreachable", cause)]


@pytest.mark.parametrize(
    ("script", "states", "stop"),
    [
        ({"banner": "hang"}, {"waiting": 3}, "unreachable"),
        ({"banner": "drop"}, {"waiting": 3}, "unreachable"),
        ({"banner": b"421 busy\r\n"}, {"waiting": 3}, "unreachable"),
        ({"banner": b"220 " + b"x" * 100_000 + b"\r\n"}, {"waiting": 3}, "unreachable"),
        ({"mail": b"451 later\r\n"}, {"waiting": 3}, None),
        ({"mail": b"550 sender refused\r\n"}, {"waiting": 3}, "smtp-sender"),
        ({"mail": b"421 bye\r\n"}, {"waiting": 3}, "unreachable"),
        ({"rcpt": b"450 4.2.0 greylisted\r\n"}, {"waiting": 3}, None),
        ({"rcpt": b"550 5.1.1 no such user\r\n"}, {"refused": 3}, None),
        ({"rcpt": b"552 5.2.2 mailbox full\r\n"}, {"waiting": 3}, None),
        ({"rcpt": b"550 5.7.1 relaying denied\r\n"}, {"refused": 3}, "relay-rejects"),
        ({"rcpt": b"550 relay not permitted\r\n"}, {"refused": 3}, "relay-rejects"),
        ({"rcpt": b"550 5.1.8 sender address rejected: domain not found\r\n"}, {"waiting": 3}, "smtp-sender"),
        ({"rcpt": "drop"}, {"waiting": 3}, "unreachable"),
        ({"rcpt": "hang"}, {"waiting": 3}, "unreachable"),
        ({"rcpt": b"what?\r\n"}, {"waiting": 3}, "unreachable"),
        ({"data": b"451 later\r\n"}, {"waiting": 3}, None),
        ({"data": b"452 full\r\n"}, {"waiting": 3}, None),
        ({"data": b"554 no\r\n"}, {"refused": 3}, "relay-rejects"),
        ({"data": "drop"}, {"waiting": 3}, "unreachable"),
        ({"dot": b"451 later\r\n"}, {"waiting": 3}, None),
        ({"dot": b"552 5.3.4 too big\r\n"}, {"refused": 3}, "relay-rejects"),
        ({"dot": b"554 spam\r\n"}, {"refused": 3}, "relay-rejects"),
        ({"dot": b"251 forwarded\r\n"}, {"told": 3}, None),
        ({"dot": b"250-one\r\n250 two\r\n"}, {"told": 3}, None),
        ({"dot": b"banana\r\n"}, {"unsure": 3}, None),
        ({"dot": b"250 " + b"x" * 100_000 + b"\r\n"}, {"unsure": 3}, None),
        ({"dot": "drop"}, {"unsure": 3}, None),
        ({"dot": "hang"}, {"unsure": 3}, None),
    ],
    ids=lambda value: str(value)[:40],
)
def test_fault(script, states, stop, tmp_path):
    with ScriptedServer(**script) as server:
        tally, found = run_against(tmp_path / "ledger", server.port, timeout=0.2, data_timeout=0.2)
    assert found == states
    assert [code for _, code, _, _ in tally.stops] == ([stop] if stop else [])


PIPELINING = b"250-mail.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n"


@pytest.mark.parametrize(
    ("script", "states", "stop"),
    [
        ({}, {"told": 3}, None),
        ({"mail": b"451 later\r\n"}, {"waiting": 3}, None),
        ({"mail": b"550 sender refused\r\n"}, {"waiting": 3}, "smtp-sender"),
        ({"mail": b"421 bye\r\n"}, {"waiting": 3}, "unreachable"),
        ({"rcpt": b"450 4.2.0 greylisted\r\n"}, {"waiting": 3}, None),
        ({"rcpt": b"550 5.1.1 no such user\r\n"}, {"refused": 3}, None),
        ({"rcpt": "drop"}, {"waiting": 3}, "unreachable"),
        ({"data": b"554 no\r\n"}, {"refused": 3}, "relay-rejects"),
        ({"dot": "drop"}, {"unsure": 3}, None),
    ],
    ids=str,
)
def test_a_fault_of_a_server_that_takes_commands_together(script, states, stop, tmp_path):
    with ScriptedServer(ehlo=PIPELINING, **script) as server:
        tally, found = run_against(tmp_path / "ledger", server.port, timeout=0.2, data_timeout=0.2)
    assert found == states
    assert [one[1] for one in tally.stops] == ([stop] if stop else [])
    assert set(server.recipients) <= {f"person{number}@example.com" for number in range(3)}


def talk_plainly(server):
    """No TLS although it was agreed on."""
    server.talking.sendall(b"220 go on\r\n")
    server.talking.recv(10_000)
    server.talking.sendall(b"no TLS at all\r\n")
    return "drop"


def drip(reply):
    """A reply that comes byte by byte, each in time, for ever."""

    def say(server):
        for byte in (reply * 10_000)[:10_000]:
            if server.done.wait(0.05):
                break
            server.talking.sendall(bytes([byte]))
        return "drop"

    return say


@pytest.mark.parametrize(
    ("script", "states"),
    [
        ({"banner": drip(b"220 mail.example ready ")}, {"waiting": 1}),
        ({"banner": drip(b"220-m\r\n")}, {"waiting": 1}),
        ({"ehlo": drip(b"250-A\r\n")}, {"waiting": 1}),
        ({"ehlo": b"250-" + b"x" * 10_000_000 + b"\r\n"}, {"waiting": 1}),
        ({"ehlo": b"250-EXTENSION\r\n" * 100_000}, {"waiting": 1}),
        ({"mail": drip(b"250 sender ok ")}, {"waiting": 1}),
        ({"rcpt": drip(b"250-r\r\n")}, {"waiting": 1}),
        ({"rcpt": b"250-one\r\n" * 1_000_000}, {"waiting": 1}),
        ({"dot": drip(b"250 taken ")}, {"unsure": 1}),
        ({"dot": b"250-one\r\n" * 1_000_000}, {"unsure": 1}),
    ],
    ids=lambda value: str(value)[:30],
)
def test_no_reply_is_waited_for_longer_than_the_timeout_allows_or_kept_whole(script, states, tmp_path):
    with ScriptedServer(**script) as server:
        tally, found = run_against(tmp_path / "ledger", server.port, 1, timeout=0.3, data_timeout=0.3)
    assert found == states
    assert all(code == "unreachable" for _, code, _, _ in tally.stops)


@pytest.mark.parametrize(
    ("script", "options", "state", "stop"),
    [
        (
            {"ehlo": b"250-mail.example\r\n250 STARTTLS\r\n", "starttls": b"454 4.7.0 TLS not available\r\n"},
            {"security": "starttls"},
            "waiting",
            ("unreachable", "127.0.0.1:{port} can't be reached: 454 4.7.0 TLS not available"),
        ),
        (
            {"ehlo": b"250-mail.example\r\n250 STARTTLS\r\n", "starttls": talk_plainly},
            {"security": "starttls"},
            "waiting",
            ("smtp-tls", "127.0.0.1 can't be trusted: WRONG_VERSION_NUMBER"),
        ),
        (
            {"ehlo": b"250-mail.example\r\n250 STARTTLS\r\n", "starttls": "hang"},
            {"security": "starttls"},
            "waiting",
            ("unreachable", "127.0.0.1:{port} can't be reached: no answer in time"),
        ),
        ({"banner": talk_plainly}, {"security": "tls"}, "waiting", ("smtp-tls", "127.0.0.1:{port} speaks no TLS at first")),
        ({"ehlo": b"250-mail.example\r\n250 AUTH XOAUTH2\r\n"}, {"username": "ana", "password": "x"}, "waiting", ("smtp-auth", "127.0.0.1 offers no way to log in with a password")),
        ({"ehlo": b"250-mail.example\r\n250 AUTH PLAIN\r\n"}, {"username": "ana", "password": "pässword"}, "waiting", ("smtp-auth", "the user name or password is not ASCII")),
        ({"ehlo": b"250 mail.example\r\n"}, {"username": "ana", "password": "x"}, "waiting", ("smtp-auth", "127.0.0.1 offers no AUTH")),
        ({"ehlo": b"250-mail.example\r\n250 STARTTLS\r\n", "starttls": b"220 go\r\n"}, {"security": "starttls", "ca_file": "/no/such.pem"}, "waiting", ("smtp-tls", "`smtp.ca_file` can't be used: No such file or directory")),
        ({"ehlo": b"502 no\r\n"}, {}, "waiting", ("unreachable", "127.0.0.1:{port} can't be reached: 502 no")),
        ({"rset": "drop", "rcpt": b"450 later\r\n"}, {}, "waiting", ("unreachable", "the connection broke before the message: Connection unexpectedly closed")),
        ({"quit": "drop"}, {}, "told", None),
        ({"quit": "hang"}, {}, "told", None),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_a_fault_of_the_introduction_or_the_goodbye(script, options, state, stop, tmp_path):
    with ScriptedServer(**script) as server:
        tally, found = run_against(tmp_path / "ledger", server.port, 3, timeout=0.3, data_timeout=0.3, **options)
        port = server.port
    assert found == {state: 3}
    assert [(code, cause) for _, code, cause, _ in tally.stops] == (
        [(stop[0], stop[1].format(port=port))] if stop else []
    )
    assert all(hint for _, _, _, hint in tally.stops)
    assert sorted(server.accepted) == (
        [f"person{number}@example.com" for number in range(3)] if state == "told" else []
    )


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


def test_a_connection_is_renewed_after_some_messages(tmp_path):
    with ScriptedServer() as server:
        run_against(tmp_path / "ledger", server.port, 10, messages_per_connection=4)
        assert server.connections == 3


def test_no_password_goes_over_plain_text_and_no_mail_without_tls(tmp_path):
    with ScriptedServer() as server:
        channel = smtp_channel(server.port, security="starttls")
        with pytest.raises(ChannelRefusedError) as refused:
            channel._open()
        assert refused.value.code == "smtp-tls"
        tally, states = run_against(tmp_path / "ledger", server.port, security="starttls")
        assert states == {"waiting": 3}
        assert tally.is_misconfigured
        assert not server.recipients
