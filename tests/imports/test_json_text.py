"""What is wrong with another tool's JSON is said in words its owner can use, and never ends the program."""

from __future__ import annotations

import pytest

from helploop.imports.github_issues import parse_github_issues
from helploop.imports.heard import parse_heard
from helploop.imports.json_text import parse_json

DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (DEEP, 1, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", 1, "a number of too many digits"),
        ('{"a": 1,\n "b" 2}', 2, "Expecting ':' delimiter"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int, words: str) -> None:
    value, fault = parse_json(text)
    assert value is None
    assert fault == (line, words)


def test_issues_that_are_nested_too_deeply_say_so() -> None:
    (problem,) = parse_github_issues(DEEP, "issues.json").problems
    assert str(problem).startswith(
        "issues.json:1: error[json]: this is not valid JSON: nested too deeply\n  fix: save "
    )


def test_a_log_that_begins_with_a_cut_line_is_still_a_log() -> None:
    log = (
        'rch", "query": "refund"}\n{"signal": "search", "query": "export"}\n{"signal": "search", "query": "invoice"}\n'
    )
    heard = parse_heard(log.encode(), "log.jsonl")
    assert [question.title for question in heard.questions] == ["export", "invoice"]
    (problem,) = heard.problems
    assert str(problem) == (
        "log.jsonl:1: warning[bad-line]: no JSON: Expecting value\n  fix: one object a line was expected"
    )
