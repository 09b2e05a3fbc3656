"""A row that has more cells than its table has columns is named, and only where the converter leaves something out."""

from __future__ import annotations

import random
import re

import pytest

from helploop.outputs.markdown import _converter
from helploop.outputs.markdown_table_faults import table_faults
from helploop.outputs.places import without_code

HEAD = "| A | B |\n|---|---|\n"


def faults(text: str) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.message) for each in table_faults(text, without_code(text), 1, "a.md")]


def test_the_whole_message() -> None:
    found = list(table_faults(f"{HEAD}| 1 | 2 | 3 |\n", f"{HEAD}| 1 | 2 | 3 |\n", 7, "articles/a.md"))
    assert [str(each) for each in found] == [
        "articles/a.md:9:11: warning[lost-cells]: `3` is not published: this row has 3 cells, and its table 2 columns\n"
        "  fix: add a column to the first two lines of the table; a `|` that is no border is written `\\|`"
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{HEAD}| 1 | 2 | 3 |\n", (3, 11)),
        ("A | B\n--|--\n1 | 2 | 3 | 4", (3, 9)),
        ("| A |\n|---|\n| 1 | 2 |", (3, 7)),
        (f"{HEAD}| 1 | 2 |\n\n{HEAD}| `a|b` | 2 | `3|4` |", (7, 15)),
        ("- a\n\n    | A | B |\n    |---|---|\n    | 1 | 2 | 3 |", (5, 15)),
        ("!!! note\n    | A | B |\n    |---|---|\n    | 1 | 2 | 3 |", (4, 15)),
        ("> | A | B |\n> |---|---|\n> | 1 | 2 | 3 |", (3, 13)),
        ("1. a\n\n    > | A | B |\n    > |---|---|\n    > | 1 | 2 | 3 |", (5, 17)),
    ],
)
def test_what_is_lost_is_named_where_it_stands(text: str, place: tuple[int, int]) -> None:
    assert [each[:2] for each in faults(text)] == [place]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}| 1 | 2 |\n| 1 |\n| 1 | 2 | |\n| 1 | 2 | | |",
        f"{HEAD}| 1 \\| 2 | 3 |",
        f"{HEAD}| `1 | 2` | 3 |",
        f"```\n{HEAD}| 1 | 2 | 3 |\n```",
        "Text:\n\n    | A | B |\n    |---|---|\n    | 1 | 2 | 3 |",
        f"A line above\n{HEAD}| 1 | 2 | 3 |",
        "| A | B | C |\n|---|---|\n| 1 | 2 | 3 |",
        "A | B\n\n--|--\n\n1 | 2 | 3",
        "A\n---\n\n1 | 2",
    ],
)
def test_where_nothing_is_lost_nothing_is_said(text: str) -> None:
    assert faults(text) == []


AROUND = [("", ""), ("- item\n\n", "    "), ("!!! note\n\n", "    "), ("> Quote\n>\n", "> "), ("Code:\n\n", "    ")]
PIECES = ("|", "|", "|", " ", "`", "\\", "|", "**", "\\|", "`c{0}|d{0}`")


@pytest.mark.parametrize("seed", range(500))
def test_it_says_what_the_converter_says(seed: int) -> None:
    """The slow way: each word of a row stands in what is published, or its row is named."""
    dice = random.Random(seed)
    before, margin = dice.choice(AROUND)
    first, rule = dice.choice(
        [("| a | b |", "|---|---|"), ("a | b", "--|--"), ("a | b | c", "-|-|-"), ("| a |", "|-|")]
    )
    rows = []
    for number in range(dice.randint(1, 5)):
        words = [f"w{number}x{at}{dice.choice(PIECES).format(f'{number}x{at}')}" for at in range(dice.randint(1, 6))]
        rows.append((dice.choice(["", "| "]) + " ".join(words) + dice.choice(["", " |"])).rstrip())
    lines = [first, rule, *rows]
    text = before + "\n".join(margin + line for line in lines) + "\n"
    converter = _converter((), ())
    converter.reset()
    html = converter.convert(text)
    lost = {
        number
        for number in range(len(rows))
        if any(word not in html for word in re.findall(rf"[wcd]{number}x\d", text))
    }
    start = before.count("\n") + 3
    assert {line - start for line, _, _ in faults(text)} == lost
