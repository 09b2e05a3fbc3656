"""The fault matrix: every way a mail server fails leaves each person in the one right state."""

from __future__ import annotations

import socket

import pytest

from notify.runner import run_against
from notify.servers import ScriptedServer


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
