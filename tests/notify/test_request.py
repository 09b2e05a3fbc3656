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


def said(text, **options):
    return [str(problem) for problem in parse_requests(text, "r.csv", **options)[1]]


def test_a_row_with_more_cells_than_columns_is_left_out():
    requests, problems = parse_requests(
        HEAD + "csv,ana@example.com,,,,yes,,surplus\ncsv,bo@example.com,,,,yes,,,\n", "r.csv"
    )
    assert [request.contact.address for request in requests] == ["bo@example.com"]
    assert list(map(str, problems)) == [
        "r.csv:2: error[bad-row]: the row has 8 cells, the first line names 7 columns\n"
        "  fix: put a cell with the separator in it in quotation marks"
    ]


def test_a_column_that_stands_there_twice_makes_the_file_useless():
    requests, problems = parse_requests("item,contact,consent,contact\ncsv,a@x.example,yes,b@x.example\n", "r.csv")
    assert not requests
    assert [(problem.place, problem.code, problem.message) for problem in problems] == [
        ("r.csv:1", "double-column", "the column `contact` stands there twice")
    ]


def test_what_a_spreadsheet_puts_above_a_table_is_no_row():
    for above in ("sep=;\n", "\n\n", '"sep=;"\r\n', "\ufeffsep=;\n"):
        (one,) = requests_of(above + "item;contact;consent\ncsv;ana@example.com;yes\n")
        assert one.line == (above + "x").count("\n") + 2


def test_every_kind_of_line_end_is_read_and_counted():
    for end in ("\n", "\r\n", "\r"):
        text = end.join(["item;contact;consent", 'csv;"a@x.example";yes', "csv;b@@x;yes", ""])
        requests, problems = parse_requests(text, "r.csv")
        assert (len(requests), [problem.line for problem in problems]) == (1, [3])


def test_a_consent_nobody_can_read_counts_as_no_and_is_named():
    (one,), problems = parse_requests(HEAD + "csv,ana@example.com,,,,maybe,\n", "r.csv")
    assert one.consent is None
    assert list(map(str, problems)) == [
        "r.csv:2: warning[bad-consent]: consent is neither yes nor no, so it counts as no\n"
        "  fix: write `yes`, or the day: 2026-11-20"
    ]


def test_nobody_has_asked_on_a_day_to_come():
    text = HEAD + "csv,ana@example.com,,,,yes,2062-01-01\ncsv,bo@example.com,,,,yes,2026-11-23\n"
    requests, problems = parse_requests(text, "r.csv", today=date(2026, 11, 22))
    assert [request.asked_at for request in requests] == [None, date(2026, 11, 23)]
    assert list(map(str, problems)) == [
        "r.csv:2: warning[bad-date]: asked_at is 2062-01-01, a day to come, and is not used\n"
        "  fix: write the day on which they asked"
    ]


def test_a_language_that_is_none_is_named():
    assert said(
        HEAD + "csv,ana@example.com,xx,,,yes,\ncsv,bo@example.com,iw,,,yes,\ncsv,cy@example.com,tlh,,,yes,\n"
    ) == ["r.csv:2: warning[bad-locale]: locale is `xx`, which is no language\n  fix: write it as `pt-BR`"]


def test_an_address_in_a_column_that_is_printed_goes_no_further():
    text = HEAD + "ana@example.com,bo@example.com,,,,yes,\ncsv,bo@example.com,,cy@example.com,,yes,\n"
    requests, problems = parse_requests(text, "r.csv")
    assert [(request.item, request.source) for request in requests] == [("csv", "")]
    assert [problem.code for problem in problems] == ["no-item", "bad-source"]
    assert "example.com" not in "".join(map(str, problems))


def test_a_source_is_one_line():
    (one,) = requests_of(HEAD + 'csv,ana@example.com,,"zen\ndesk",1,yes,\n')
    assert one.source == "zen desk"
