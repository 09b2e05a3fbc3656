"""Logs and exports as the tools write them: what the customer asked first, nothing of the team, nothing lost in silence."""

from __future__ import annotations

import csv
import io
import json
import re
from email.message import EmailMessage

import pytest
from hypothesis import given

from helploop.imports.heard import parse_heard
from helploop.imports.message_text import asked_in, plain_message
from helploop.model.question import Heard, Opening, Origin, Question, Vote
from private_things import HOST, LOCAL, phones


def read(*values: object, kind: str = "auto") -> Heard:
    text = "\n".join(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values)
    return parse_heard(text.encode(), "log.jsonl", kind)


def test_signals_are_searches_votes_and_openings() -> None:
    heard = read(
        {"version": 1, "signal": "search", "language": "de", "from": "site", "query": "rechnung [number] fehlt"},
        {
            "version": 1,
            "signal": "open",
            "language": "de",
            "from": "widget",
            "page": "/de/articles/a/",
            "query": "export",
        },
        {
            "version": 1,
            "signal": "vote",
            "language": "de",
            "article": "a",
            "page": "/a/",
            "helpful": False,
            "reason": "ask ana@x.example",
            "time": "2026-11-20T10:00:00Z",
        },
    )
    assert heard.questions == (Question(title="rechnung … fehlt", language="de"),)
    assert heard.openings == (Opening(article="/de/articles/a/", language="de", query="export"),)
    assert heard.votes == (Vote(article="a", helpful=False, language="de", reason="ask …", day="2026-11-20"),)
    assert (heard.problems, dict(heard.skipped)) == ((), {})


def test_bad_lines_of_a_log_are_named_and_counted() -> None:
    heard = read(
        {"signal": "search", "query": "ok"},
        "{broken",
        "",
        "[1]",
        {"signal": "search", "query": "", "version": 1},
        {"signal": "search", "query": "x", "version": 9},
        {"signal": "vote", "article": "a"},
        {"signal": "scroll"},
    )
    assert [question.title for question in heard.questions] == ["ok"]
    assert [str(problem).split("\n")[0] for problem in heard.problems] == [
        "log.jsonl:2: warning[bad-line]: no JSON: Expecting property name enclosed in double quotes",
        "log.jsonl:4: warning[bad-line]: no JSON object",
        "log.jsonl:6: warning[unknown-version]: a signal of version 9",
        "log.jsonl:7: warning[bad-line]: a vote without `article` or `helpful`",
    ]
    assert heard.skipped == {"could not be read": 4, "without words": 1, "other kinds of signals": 1}


def test_a_table_of_searches_with_counts_is_a_log_too() -> None:
    heard = parse_heard("Query,Searches\ndark mode,12\nrefund,3\n".encode("utf-16"), "searches.csv")
    assert [(question.title, question.times) for question in heard.questions] == [("dark mode", 12), ("refund", 3)]


ZENDESK = {
    "id": 7, "subject": "Dark mode?", "description": "Hi team,\n\nHow do I turn on dark mode? Call +1 555 123 4567.\n\nThanks,\nAna",
    "requester": {"name": "Ana Lopez", "email": "ana@x.example", "locale": "de-AT"}, "created_at": "2026-11-20T10:00:00Z", "status": "open",
}  # fmt: skip
INTERCOM = {
    "type": "conversation.list",
    "conversations": [
        {"id": "1", "created_at": 1795305600, "source": {"subject": "", "body": "<p>Hi,</p><p>Is there a <b>dark mode</b>?</p><blockquote>old</blockquote>", "author": {"type": "user", "name": "Ana", "email": "a@x.example"}}},
        {"id": "2", "created_at": 1795305600, "source": {"body": "<p>Try our new plan</p>", "author": {"type": "admin"}}},
    ],
}  # fmt: skip
HELP_SCOUT = {
    "_embedded": {
        "conversations": [
            {"id": 1, "number": 9, "subject": "Dark mode", "createdAt": "2026-11-20T10:00:00Z", "createdBy": {"type": "customer"}, "primaryCustomer": {"first": "Ana", "last": "Lopez", "email": "a@x.example"},
             "_embedded": {"threads": [{"type": "note", "body": "internal", "createdBy": {"type": "user"}}, {"type": "customer", "body": "Where is dark mode?", "createdBy": {"type": "customer"}}]}},
            {"id": 2, "subject": "Buy now", "status": "spam"},
        ]
    },
    "page": {"size": 25},
}  # fmt: skip


def test_tickets_of_zendesk_one_a_line() -> None:
    heard = read(ZENDESK, {**ZENDESK, "id": 8, "description": "x"}, ZENDESK)
    first = heard.questions[0]
    assert first == Question(
        title="Dark mode?", text="How do I turn on dark mode?", origin=Origin.TICKET, language="de-AT", day="2026-11-20"
    )
    assert (len(heard.questions), heard.skipped) == (2, {"the same ticket again": 1})


def test_tickets_of_zendesk_by_their_comments() -> None:
    ticket = {
        "id": 1,
        "subject": "",
        "comments": [{"public": False, "plain_body": "secret"}, {"public": True, "plain_body": "Where is my invoice?"}],
    }
    assert read(ticket).questions[0].words == "\nWhere is my invoice?"


def test_conversations_of_intercom() -> None:
    heard = parse_heard(json.dumps(INTERCOM, indent=1).encode(), "export.json", "intercom")
    assert [(question.text, question.day) for question in heard.questions] == [("Is there a dark mode ?", "2026-11-22")]
    assert heard.skipped == {"written by the team": 1}


def test_conversations_of_help_scout() -> None:
    heard = parse_heard(json.dumps(HELP_SCOUT).encode(), "export.json")
    assert [question.words for question in heard.questions] == ["Dark mode\nWhere is dark mode?"]
    assert heard.skipped == {"spam or deleted": 1}


def test_a_plain_table_with_bad_rows_keeps_the_good_ones() -> None:
    text = 'Subject;Description;Requester\nDark mode;Where is it?;Ana\nA;B;C;D\n"open;quote\nRefund;"two\nlines";Bo\n;;\nInvoice;;Ana\n'
    heard = parse_heard(text.encode(), "tickets.csv", "csv")
    assert [question.words for question in heard.questions] == [
        "Dark mode\nWhere is it?",
        "Refund\ntwo lines",
        "Invoice",
    ]
    assert [(problem.path, problem.line, problem.code) for problem in heard.problems] == [
        ("tickets.csv", 3, "bad-row"),
        ("tickets.csv", 4, "bad-row"),
    ]
    assert heard.skipped == {"could not be read": 2}


def test_an_export_without_questions_says_which_columns_it_has() -> None:
    (problem,) = parse_heard(b"id,status\n1,open\n", "tickets.csv").problems
    assert str(problem) == (
        "tickets.csv:2: error[no-questions]: no column says what was asked\n"
        "  fix: name a column `subject` or `description`; the export has id, status"
    )


def test_letters_that_are_no_utf_8_are_named_with_their_line() -> None:
    heard = parse_heard("subject\nok\nGr\xfc\xdfe\n".encode("latin-1"), "t.csv")
    assert [str(problem).split("\n")[0] for problem in heard.problems] == [
        "t.csv:3: warning[not-utf-8]: not UTF-8 text from here on (1 line); unreadable letters are left out"
    ]
    assert len(heard.questions) == 2


def test_json_that_breaks_off_is_named_with_its_line() -> None:
    (problem,) = parse_heard(b'[\n {"subject": "a"},\n {"subject": \n', "t.json").problems
    assert str(problem).startswith("t.json:4: error[bad-export]: the JSON ends in a mistake")


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.pop("sender", "Ana Lopez <ana@customer.example>")
    message.set_content(headers.pop("body", "Hello,\nhow do I turn on dark mode?\n\nBest regards\nAna Lopez\n"))
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return message


def mbox(*messages: EmailMessage) -> bytes:
    return b"".join(
        b"From ana@customer.example Fri Nov 20 10:00:00 2026\n" + message.as_bytes() + b"\n" for message in messages
    )


def test_a_mailbox_gives_the_first_message_of_each_thread() -> None:
    first = mail(
        Subject="Re: Dunkles Design für alle",
        Message_ID="<1@x>",
        Date="Fri, 20 Nov 2026 10:00:00 +0000",
        Content_Language="de",
    )
    answer = mail(Subject="Re: x", Message_ID="<2@x>", In_Reply_To="<1@x>")
    machine = mail(Subject="Out of office", Auto_Submitted="auto-replied")
    bounce = mail(Subject="Undelivered", sender="MAILER-DAEMON@x.example")
    heard = parse_heard(mbox(first, answer, machine, bounce), "support.mbox")
    assert heard.questions == (
        Question(
            title="Dunkles Design für alle",
            text="how do I turn on dark mode?",
            origin=Origin.TICKET,
            language="de",
            day="2026-11-20",
        ),
    )
    assert heard.skipped == {"answers in a thread": 1, "sent by a machine": 2}


def test_a_mailbox_with_html_unknown_charsets_and_rubbish_is_read() -> None:
    page = mail(Subject="=?utf-8?b?44OA44O844Kv?=")
    page.clear_content()
    page.set_content("<p>Where is <i>it</i>?</p><style>p{}</style>", subtype="html")
    odd = b"From x@y Fri Nov 20 10:00:00 2026\nSubject: odd\nContent-Type: text/plain; charset=nonsense\n\nWhy?\n\n"
    heard = parse_heard(mbox(page) + odd + b"From x@y 2026\n\xff\xfe\n", "support.mbox")
    assert [question.words for question in heard.questions] == ["ダーク\nWhere is it ?", "odd\nWhy?"]
    assert heard.skipped == {"without words": 1}


def test_quotes_signatures_and_greetings_are_no_questions() -> None:
    body = "Dear team,\nWhere is it?\nThanks!\nBob\n"
    assert plain_message(body) == "Where is it?"
    assert plain_message("See below.\nOn Fri, Nov 20, 2026 Ana wrote:\n> secret") == "See below."
    assert plain_message("Kurz gefragt\n-- \nAna, CEO") == "Kurz gefragt"
    assert asked_in("We bake bread. How do I export? It is late. Can I import?") == "How do I export? Can I import?"
    assert asked_in("It broke. Nothing works. We are sad") == "It broke Nothing works"


@given(phones(), LOCAL, HOST)
def test_whatever_the_file_no_address_and_no_number_gets_out_of_it(phone: str, local: str, host: str) -> None:
    """The numbers a question may keep are small ones."""
    said = f"Hello, where is my invoice? Call {phone} or write to {local}@{host}, order #{len(phone)}"
    ticket = {
        "subject": f"Invoice {phone}",
        "description": said,
        "id": 1,
        "requester": {"name": "Ana", "email": f"{local}@{host}"},
    }
    row = io.StringIO()
    csv.writer(row).writerows(
        [["subject", "description"], [said, said], ["", f"{local}@{host}"], ["a", "b", phone, local]]
    )
    letter = mail(Subject=" ".join(said.split()), body=said)
    files = [
        (json.dumps(ticket).encode(), "t.json"),
        (row.getvalue().encode(), "t.csv"),
        (mbox(letter), "t.mbox"),
        (json.dumps({"signal": "search", "query": said, "version": phone}).encode(), "s.jsonl"),
        (json.dumps({"signal": "vote", "article": "a", "helpful": False, "reason": said}).encode(), "v.jsonl"),
        (f"{local}@{host};{phone}\n{local}@{host};x\n".encode(), "headless.csv"),
    ]
    for data, name in files:
        heard = parse_heard(data, name)
        texts = [question.words for question in heard.questions] + [vote.reason for vote in heard.votes]
        for text in [*texts, *(problem.message + problem.hint for problem in heard.problems)]:
            assert "@" not in text
            assert f"@{host}" not in text
            assert max(map(len, re.findall(r"\d+", text)), default=0) < 4, text


@pytest.mark.parametrize("above", [b"", b"\xef\xbb\xbf", b"\n\n", b"\xef\xbb\xbf\r\n"])
def test_a_mailbox_may_begin_with_a_mark_or_blank_lines(above: bytes) -> None:
    mail = b"From a@b Mon Jan  5 10:00:00 2026\r\nSubject: How do I export a table?\r\n\r\nHow?\r\n"
    heard = parse_heard(above + mail, "box.mbox")
    assert [each.title for each in heard.questions] == ["How do I export a table?"]
    assert not heard.problems


def test_a_file_that_is_no_mailbox_is_named() -> None:
    heard = parse_heard(b"subject\nHow?\n", "box.csv", "mbox")
    assert [str(each) for each in heard.problems] == [
        "box.csv:1: warning[no-questions]: the file holds no message\n"
        "  fix: export it again, or say with --from what it is"
    ]
