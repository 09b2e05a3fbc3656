"""Rows that lose cells and tables that are none are named, and only where the converter makes something else of them."""

from __future__ import annotations

import random
import re

import pytest

from helploop.outputs.markdown import _converter
from helploop.outputs.markdown_table_faults import table_faults
from helploop.outputs.places import without_code

HEAD = "| A | B |\n|---|---|\n"


def faults(text: str) -> list[tuple[int, int, str]]:
    found = table_faults(text, without_code(text), 1, "a.md")
    return [(each.line, each.column, each.message) for each in found if each.code == "lost-cells"]


def no_tables(text: str) -> list[str]:
    found = table_faults(text, without_code(text), 1, "a.md")
    return [str(each) for each in found if each.code == "broken-table"]


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


@pytest.mark.parametrize(
    ("text", "place", "said", "fix"),
    [
        (f"Text:\n{HEAD}| 1 | 2 |", "2:1", "it becomes part of the text above it", "put an empty line above it"),
        (f"> Text:\n> {HEAD.replace('|---', '> |---', 1)}", "2:3", "it becomes part of the text above it",
        "put an empty line above it"),
        ("1. a\n   | A | B |\n   |---|---|\n", "2:4", "it becomes part of the text above it",
        "put an empty line above it, and indent it by 4 spaces"),
        ("- a\n\n    Text:\n    | A | B |\n    |---|---|\n", "4:5", "it becomes part of the text above it",
        "put an empty line above it"),
        (f"```\ncode\n```\n{HEAD}", "4:1", "it stands right below a code block", "put an empty line above it"),
        ("- a\n\n    ~~~ py\n    code\n    ~~~\n    | A | B |\n    |---|---|\n", "6:5",
        "it stands right below a code block", "put an empty line above it"),
        (f"`code`\n{HEAD}", "2:1", "it becomes part of the text above it", "put an empty line above it"),
        (f"> Quote\n{HEAD}", "2:1", "it becomes part of the text above it", "put an empty line above it"),
        ("| A | B |\n|---|\n| 1 | 2 |", "1:1", "it has 2 columns, and the line below it 1", "write below it `|---|---|`"),
        ("| A | B |\n|---|---|---|\n", "1:1", "it has 2 columns, and the line below it 3", "write below it `|---|---|`"),
    ],
)  # fmt: skip
def test_a_table_that_is_none_is_named_with_what_would_make_it_one(text: str, place: str, said: str, fix: str) -> None:
    assert no_tables(text) == [
        f"a.md:{place}: warning[broken-table]: `| A | B |` begins no table: {said}\n  fix: {fix}"
    ]
    assert "<table" not in _converter((), ()).reset().convert(text)


@pytest.mark.parametrize(
    "above",
    ["", "## A heading", "A heading\n===", "A heading\n---", "---", "* * *", "[a]: https://example.com/",
    "> A quotation\n", "<div>\n</div>\n", "*[HTML]: a language", "Text.\n", "    code\n    code", "## A heading\n    code",
    "!!! note\n    Its text.", "???+ tip\n    Its\n    text.", "```\ncode\n```\n"],
)  # fmt: skip
def test_of_a_table_that_is_one_nothing_is_said(above: str) -> None:
    text = f"{above}\n{HEAD}| 1 | 2 |\n"
    assert no_tables(text) == []
    assert "<table" in _converter((), ()).reset().convert(text)


ABOVE = (
    "text",
    "`code`",
    "```\ncode\n```",
    "    code",
    "- item",
    "",
    "",
    "# H",
    "---",
    "> q",
    "!!! note\n    inner",
    "1. one",
)


@pytest.mark.parametrize("seed", range(300))
def test_whether_a_table_is_one_is_what_the_converter_says(seed: int) -> None:
    dice = random.Random(seed)
    above = "\n".join(dice.choices(ABOVE, k=dice.randint(1, 4)))
    text = f"{above}\n{HEAD}| 1 | 2 |\n"
    assert (no_tables(text) == []) == ("<table" in _converter((), ()).reset().convert(text))


@pytest.mark.parametrize(
    "text",
    ["Choose a | b\n---\n", "Text\n- a | b\n- c", "Text:\n\n    Text:\n    | A | B |\n    |---|---|", f"```\nText\n{HEAD}```",
    "A line of dashes:\n|---|---|\n", "`a | b`\n|---|\n", f"{HEAD}| 1 | 2 |\n|---|---|\n| 3 | 4 |"],
)  # fmt: skip
def test_what_was_meant_for_no_table_is_left_alone(text: str) -> None:
    assert no_tables(text) == []
