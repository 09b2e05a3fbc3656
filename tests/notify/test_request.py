"""The requests file: every row is used or named with its line, and no message repeats an address."""

from __future__ import annotations

from datetime import date

from helploop.notify.request import parse_requests
from notify.samples import requests_of

HEAD = "item,contact,locale,source,source_id,consent,asked_at\n"


def test_a_row_is_read():
    (one,) = requests_of(HEAD + "csv,ana@example.com,pt_br,zendesk,12,yes,2026-01-31T10:00:00Z\n")
    assert (one.item, one.locale, one.source_id, one.consent) == ("csv", "pt-BR", "12", True)
    assert one.asked_at == date(2026, 1, 31)


def test_other_delimiters_order_case_and_a_byte_order_mark_are_read():
    (one,) = requests_of("\ufeffConsent;ITEM;contact\nyes;csv;ana@example.com\n")
    assert (one.item, one.consent) == ("csv", True)


def test_a_ticket_without_an_address_is_reached_by_its_id():
    (one,) = requests_of(HEAD + "csv,,,Zendesk,4711,yes,\n")
    assert one.contact.key == "ticket:zendesk/4711"


def test_bad_rows_are_named_by_line_and_the_others_used():
    text = (
        HEAD
        + 'csv,a@@x,,,,yes,\n"c\nsv",ana@example.com,,,,yes,\n,bob@example.com,,,,yes,\ncsv,kim@example.com,,,,yes,\n'
    )
    requests, problems = parse_requests(text, "requests.csv")
    assert [request.contact.address for request in requests] == ["ana@example.com", "kim@example.com"]
    assert [(problem.place, problem.code) for problem in problems] == [
        ("requests.csv:2", "bad-address"),
        ("requests.csv:5", "no-item"),
    ]
    assert "a@@x" not in "".join(map(str, problems))


def test_a_missing_column_is_a_problem_with_the_nearest_spelling():
    requests, problems = parse_requests("item,contact,concent\n", "requests.csv")
    assert not requests
    assert [str(problem) for problem in problems] == [
        "requests.csv:1: error[missing-column]: there is no column `consent`\n  fix: rename the column `concent` to `consent`"
    ]


def test_broken_csv_and_an_empty_file_are_named():
    assert parse_requests("", "r.csv")[1][0].code == "bad-csv"
    assert parse_requests(HEAD + 'csv,"ana@example.com"x,,,,yes,\n', "r.csv")[1][0].place == "r.csv:2"


def test_a_strange_date_or_locale_is_a_warning():
    _, problems = parse_requests(HEAD + "csv,ana@example.com,english!,,,yes,31.1.2026\n", "r.csv")
    assert [(problem.code, problem.is_error) for problem in problems] == [
        ("bad-date", False),
        ("bad-locale", False),
    ]
