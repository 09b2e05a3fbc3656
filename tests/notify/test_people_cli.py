"""Forgetting somebody works in every spelling of their address, and one slip in a list keeps nobody in."""

from __future__ import annotations

import io
import json
import sys

import pytest

from notify.command import ALL, LEDGER, call, configure
from notify.servers import mail_server


@pytest.fixture
def told(project, sent):
    """Ana and Bob were told."""
    return project


def forget(capsys, monkeypatch, text):
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    return call(capsys, "forget", "-", *LEDGER)


@pytest.mark.parametrize(
    "spelling",
    [
        "ana@example.com",
        "ANA@EXAMPLE.COM",
        " ana@example.com ",
        "\u00a0ana@example.com",
        "\u202aana@example.com\u202c",
        "\ufeffana@example.com",
        "ana@example.com.",
        '"ana"@example.com',
        "<ana@example.com>",
        "Ana Lopez <ana@example.com>",
        "mailto:ana@example.com?subject=stop",
        "ana@example。com",
    ],
)
def test_who_is_forgotten_is_found_in_every_spelling(spelling, told, capsys, monkeypatch):
    wanted = (0, "Forgotten; messages that keep a mark without the address: 1.\n", "")
    assert call(capsys, "forget", spelling, *LEDGER) == wanted
    assert forget(capsys, monkeypatch, f"{spelling}\r\n") == wanted


@pytest.mark.parametrize(
    "spelling", ["a\u200bna@example.com", "ana@@example.com", "ana", "", "ana@example.com bob@example.com"]
)
def test_what_is_no_address_is_never_said_to_be_forgotten(spelling, told, capsys):
    code, out, err = call(capsys, "forget", spelling, *LEDGER)
    assert (code, out) == (2, "")
    assert "give one address, or the token of an unsubscribe mail" in err
    assert "example.com" not in err
    assert call(capsys, "forget", "bob@example.com", spelling, *LEDGER)[:2] == (2, "")
    assert call(capsys, "status", *LEDGER)[1] == "2 messages: 2 told\n"


def test_one_slip_in_a_list_keeps_nobody_in(told, capsys, monkeypatch):
    code, out, err = forget(capsys, monkeypatch, "ana@example.com\n\nnot an address of anybody\nbob@example.com\n")
    assert code == 1
    assert out == "Forgotten; messages that keep a mark without the address: 2.\n"
    assert err == (
        "stdin:3: error[bad-address]: the contact is no e-mail address, GitHub issue or ticket\n"
        "  fix: give one address, or the token of an unsubscribe mail\n"
    )


def test_who_was_not_in_the_ledger_is_said_to_be_new(told, capsys, monkeypatch):
    assert call(capsys, "forget", "kim@example.com", *LEDGER)[:2] == (
        0,
        "Forgotten; messages that keep a mark without the address: 0.\n"
        "1 not in the ledger so far, and not told from now on. If you expected them there, check the spelling.\n",
    )
    assert forget(capsys, monkeypatch, "\n")[:2] == (0, "Nobody was named.\n")


@pytest.mark.parametrize("form", ["{}", "https://stop.acme.example/{}", "unsubscribe {}"])
def test_a_stranger_who_sends_digits_stops_no_script_but_a_slip_is_told(form, told, capsys, monkeypatch):
    code = form.format("AB" * 16)
    said = "1 skipped: no message was sent with this code.\n"
    assert forget(capsys, monkeypatch, f"{code}\n")[:2] == (0, said)
    assert call(capsys, "forget", code, *LEDGER)[:2] == (1, said)


def test_a_dry_run_forgets_nobody(told, capsys):
    assert call(capsys, "forget", "ana@example.com", *LEDGER, "--dry-run")[1] == "1 person would be forgotten.\n"
    assert '"opted_out": false' in call(capsys, "export", "Ana <ana@example.com>", *LEDGER)[1]


def test_a_file_without_mails_is_no_mailbox(told, capsys):
    code, _, err = call(capsys, "mailbox", "../requests.csv", *LEDGER)
    assert code == 2
    assert "requests.csv holds no mails\n  fix: give an .eml file, a folder of them, an mbox or a Maildir" in err
    (told / "mbox").touch()
    assert call(capsys, "mailbox", "../mbox", *LEDGER)[:2] == (0, "No mails there.\n")


def test_a_dry_run_settles_only_what_can_be_settled(told, capsys):
    said = call(capsys, "resolve", "1", "99", "--told", "--dry-run", *LEDGER)
    assert said[:2] == (1, "0 messages would be settled. Not settled: #1, #99\n")


def test_who_is_forgotten_is_never_told(project, capsys):
    with mail_server() as recorder:
        configure(project, recorder.port)
        call(capsys, "init", *LEDGER)
        assert call(capsys, "forget", "Ana@Example.com", *LEDGER)[0] == 0
        assert call(capsys, *ALL, "--expect", "1")[0] == 0
        assert recorder.accepted == ["bob@example.com"]
        data = json.loads(call(capsys, "export", "ana@example.com", *LEDGER)[1])
        assert data["opted_out"] is True
        assert [row["state"] for row in data["messages"]] == ["opted-out"]


def test_codes_are_forgotten_from_a_list_and_foreign_ones_are_skipped(sent, capsys, monkeypatch):
    code = sent.messages()[0]["List-Unsubscribe"].partition("unsubscribe%20")[2].rstrip(">")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{code}\n{'0' * 32}\n"))
    assert call(capsys, "forget", "-", *LEDGER)[:2] == (
        0,
        "Forgotten; messages that keep a mark without the address: 1.\n1 skipped: no message was sent with this code.\n",
    )
    assert call(capsys, "forget", "0" * 32, *LEDGER)[0] == 1
    assert json.loads(call(capsys, "export", sent.accepted[0], *LEDGER)[1])["opted_out"] is True
