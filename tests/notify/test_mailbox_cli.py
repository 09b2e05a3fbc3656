"""Bounces, complaints and wishes that come back by mail are noted by the command."""

from __future__ import annotations

import json

from notify.command import LEDGER, call
from notify.returned_mails import complaint


def test_bounces_and_wishes_are_noted_from_a_folder_of_mails(project, sent, capsys):
    wish = sent.messages()[0]["List-Unsubscribe"].partition("unsubscribe%20")[2].rstrip(">")
    (project / "mails").mkdir()
    (project / "mails/1.eml").write_text(f"Subject: unsubscribe {wish}\n\n", encoding="utf-8")
    (project / "mails/2.eml").write_text("Subject: unsubscribe\nFrom: stranger@example.com\n\n", encoding="utf-8")
    expected = "1  skipped: nobody in this ledger wrote it\n1  wants to hear no more\n"
    assert call(capsys, "mailbox", "../mails", "--dry-run", *LEDGER)[:2] == (0, expected)
    assert call(capsys, "mailbox", "../mails", *LEDGER)[:2] == (0, expected)
    data = json.loads(call(capsys, "export", sent.accepted[0], *LEDGER)[1])
    assert data["opted_out"] is True


def test_a_complaint_about_one_of_our_mails_is_a_wish_to_hear_no_more(project, sent, capsys):
    key = sent.messages()[0]["Message-ID"].strip("<>").partition("@")[0]
    (project / "mails").mkdir()
    (project / "mails/1.eml").write_bytes(complaint(key=key))
    (project / "mails/2.eml").write_bytes(complaint())
    expected = "1  complained, hears no more\n1  skipped: it names no message of this ledger\n"
    assert call(capsys, "mailbox", "../mails", "--dry-run", *LEDGER)[:2] == (0, expected)
    assert json.loads(call(capsys, "export", sent.accepted[0], *LEDGER)[1])["opted_out"] is False
    assert call(capsys, "mailbox", "../mails", *LEDGER)[:2] == (0, expected)
    assert json.loads(call(capsys, "export", sent.accepted[0], *LEDGER)[1])["opted_out"] is True
    assert json.loads(call(capsys, "export", sent.accepted[1], *LEDGER)[1])["opted_out"] is False
