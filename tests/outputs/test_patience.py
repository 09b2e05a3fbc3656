"""No text makes a build wait for minutes: what takes too long is named instead."""

from __future__ import annotations

import time

import pytest

from helploop.model.settings import Settings
from helploop.outputs.markdown import convert

SETTINGS = Settings(site_name="A")
ENDLESS = ("[a](", "![[", "<a href='", "<a ", "a\n=\n", "<![CDATA[", "a\n:   ")


@pytest.mark.slow
@pytest.mark.parametrize("unit", ENDLESS)
def test_endless_signs_are_named_within_ten_seconds_of_computing(unit: str) -> None:
    start = time.process_time()
    body, problems = convert(unit * 20_000, 1, "articles/a.md", SETTINGS)
    assert time.process_time() - start < 10
    assert body.html or [problem.code for problem in problems] == ["too-complex"]


def test_the_next_text_is_converted_as_ever_after_one_was_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    from helploop.outputs import markdown, patience

    monkeypatch.setattr(markdown, "Patience", lambda: patience.Patience(0.05))
    _, problems = convert("![[" * 20_000 + "\n\n[b]: c", 7, "articles/a.md", SETTINGS)
    assert [(problem.line, problem.code) for problem in problems] == [(7, "too-complex")]
    monkeypatch.undo()
    assert convert("**Bold**", 1, "articles/a.md", SETTINGS)[0].html == "<p><strong>Bold</strong></p>"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a <!-- b --> c", 0),
        ("<!--\n    b -->\nc", 0),
        ("<!-->\nc", 0),
        ("`<!--` and\n\n```\n<!--\n```\n\n    <!-- code", 0),
        ("a\n\n<!-- b --> <!-- c", 3),
        ("a\n\n<!-- b", 3),
    ],
)
def test_a_comment_that_is_never_closed_is_named_and_not_shown(text: str, line: int) -> None:
    body, problems = convert(text, 1, "articles/a.md", SETTINGS)
    assert [problem.line for problem in problems if problem.code == "open-comment"] == ([line] if line else [])
    assert bool(body.html) is not bool(line) or text.startswith("<!--")
