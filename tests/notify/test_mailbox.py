"""Mail that comes back: a real bounce and a real wish count, whatever is forged, broken or huge does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.notify.contact import parse_contact
from helploop.notify.ledger_report import has_opted_out, load_rows
from helploop.notify.ledger_settle import note_bounce
from helploop.notify.mailbox import MAX_BYTES, AnswerKind, load_mails, parse_answer
from notify.returned_mails import KEY, bounce, complaint
from notify.runner import new_ledger, tell
from notify.samples import crowd
from notify.servers import mail_server


def test_a_bounce_names_the_message():
    answer = parse_answer(bounce().replace(b"\n", b"\r\n"))
    assert (answer.kind, answer.message_key, answer.reason) == (AnswerKind.BOUNCED, KEY, "5.1.1")


@pytest.mark.parametrize(
    "content",
    [
        bounce(action="delayed", status="4.4.1"),
        bounce(key="<somebody-elses-id"),
        bounce().replace(b"Status: 5.1.1", b"Status: soon"),
        complaint(kind="not-spam"),
        complaint(key="<somebody-elses-id"),
        b"Subject: Re: CSV export\n\nThanks!",
        b"Subject: unsubscribe\nFrom: ana@example.com\nAuto-Submitted: auto-replied\n\n",
        b"Subject: unsubscribe\nFrom: a@example.com, b@example.com\n\n",
        b"x" * (MAX_BYTES + 1),
        b"",
        b"\xff\xfe\x00",
    ],
    ids=[
        "delayed",
        "not ours",
        "no status",
        "not spam",
        "not ours",
        "an answer",
        "a machine",
        "two people",
        "huge",
        "empty",
        "binary",
    ],
)
def test_what_is_neither_is_skipped_with_a_reason(content):
    answer = parse_answer(content)
    assert answer.kind is AnswerKind.SKIPPED
    assert answer.reason


def test_a_wish_is_heard_by_token_or_sender():
    token = "0123456789abcdef" * 2
    assert parse_answer(f"Subject: Unsubscribe {token}\n\n".encode()).token == token
    assert parse_answer(b"Subject: unsubscribe\nFrom: Ana <ana@example.com>\n\n").address == "ana@example.com"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_it(content):
    parse_answer(b"Subject: unsubscribe\nContent-Type: multipart/report\n" + content)
    parse_answer(content)


def test_a_bounce_makes_the_address_unused_and_a_forged_one_nothing(tmp_path):
    ledger = new_ledger(tmp_path / "ledger")
    with mail_server() as recorder:
        tell(ledger, recorder.port, requests=crowd(2))
    row = load_rows(ledger)[0]
    assert not note_bounce(ledger, KEY, "5.1.1", 1.0)
    assert note_bounce(ledger, row.message_key, "5.1.1", 1.0)
    assert has_opted_out(ledger, ledger.identity.token(parse_contact(row.contact)))
    assert [one.state.value for one in load_rows(ledger)] == ["refused", "told"]
    ledger.store.close()


def test_files_folders_and_boxes_are_read(tmp_path):
    (tmp_path / "one.eml").write_bytes(bounce())
    for name in ("cur", "new", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    (tmp_path / "box/new/1").write_bytes(bounce())
    (tmp_path / "mbox").write_bytes(
        b"From x Mon Nov 23 00:00:00 2026\n" + bounce() + b"\nFrom y Mon Nov 23 00:00:00 2026\n" + bounce()
    )
    found = [
        len([parse_answer(mail).message_key for mail in load_mails(tmp_path / name)])
        for name in ("one.eml", "", "box", "mbox")
    ]
    assert found == [1, 1, 1, 2]
