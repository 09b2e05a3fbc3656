"""What is compared is compared fairly: in turn, from the same state, and told as it was measured."""

from __future__ import annotations

import argparse

import pytest
from benchmarks.build.__main__ import plan
from benchmarks.build.cases import Case, parse_case
from benchmarks.build.measure import Cost
from benchmarks.build.peers import Peer
from benchmarks.build.report import as_json, as_markdown, growth


def peer(name: str, **extra: object) -> Peer:
    return Peer(name, lambda *_: None, ("true",), "articles", **extra)  # type: ignore[arg-type]


def test_tools_take_turns_and_every_edit_follows_a_build() -> None:
    slow = peer("slow", keeps=False, once=True)
    turns = plan([peer("a"), peer("b"), slow], (Case(10),), 2)
    assert [(turn.number, turn.peer.name, turn.step) for turn in turns] == [
        (0, "a", "cold"), (0, "a", "same"), (0, "a", "edit"),
        (0, "b", "cold"), (0, "b", "same"), (0, "b", "edit"),
        (0, "slow", "cold"),
        (1, "a", "cold"), (1, "a", "same"), (1, "a", "edit"),
        (1, "b", "cold"), (1, "b", "same"), (1, "b", "edit"),
    ]  # fmt: skip


def test_who_cannot_build_a_site_is_not_asked_to() -> None:
    known = [peer("a"), peer("one language", languages=(1,)), peer("small sites", most=100)]
    assert {turn.peer.name for turn in plan(known, (Case(50, 5),), 1)} == {"a"}
    assert {turn.peer.name for turn in plan(known, (Case(50),), 1)} == {"a", "one language", "small sites"}


@pytest.mark.parametrize(("text", "case"), [("100", Case(100)), ("1000x5", Case(1000, 5)), ("7x1", Case(7))])
def test_a_case_is_a_number_of_articles_and_of_languages(text: str, case: Case) -> None:
    assert parse_case(text) == case


@pytest.mark.parametrize("text", ["", "x5", "100x3", "ten"])
def test_a_case_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        parse_case(text)


def test_growth_is_the_exponent_between_the_two_largest_sizes() -> None:
    assert growth({1000: 8.0, 2000: 32.0, 10: 1000.0}) == pytest.approx(2.0)
    assert growth({1000: 8.0}) is None


def test_a_report_holds_medians_ratios_and_what_failed() -> None:
    case = Case(1000)
    runs = {
        (case, "helploop", "cold"): [Cost(cpu, cpu, 100, 90) for cpu in (10.0, 30.0, 20.0)],
        (case, "Other", "cold"): [Cost(50.0, 60.0, 400, 400)],
        (case, "Broken", "cold"): [Cost(1.0, 1.0, 1, 1, "exit code 1: no")],
    }
    text = as_markdown(as_json(runs, {}, {"load when it began": "0.1"}))
    assert "| 1,000 | helploop | 20.0 | 1.00 | 20.0 | 1.00 | 100 |  | 3 |" in text
    assert "| 1,000 | Other | 50.0 | 2.50 | 60.0 | 3.00 | 400 |  | 1 |" in text
    assert "| 1,000 | Broken | failed |" in text
    assert "load when it began 0.1" in text
