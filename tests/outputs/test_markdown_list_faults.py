"""A list that comes out as something else than its author saw is named, and mended as the hint says it comes out right."""

from __future__ import annotations

import re

import pytest

from helploop.outputs.markdown import _converter
from helploop.outputs.markdown_list_faults import list_faults
from helploop.outputs.places import without_code


def faults(text: str) -> list[tuple[int, int, str, str]]:
    return [
        (each.line, each.column, each.message, each.hint) for each in list_faults(text, without_code(text), 1, "a.md")
    ]


def shape(text: str) -> str:
    """The elements and words that a text becomes, without paragraphs."""
    converter = _converter((), ())
    converter.reset()
    html = re.sub(r"<pre>.*?</pre>", "<pre/>", converter.convert(text), flags=re.DOTALL)
    html = re.sub(r"<(/?\w+)[^>]*?(/?)>", r"<\1\2>", re.sub(r"</?(?:p|div)(?: [^>]*)?>", "", html))
    return re.sub(r"\s*\n\s*|(?<=>) +", "", html)


GO_ON = "does not go on with the list: it becomes part of what stands above it"
NONE = "begins no list: it becomes part of what stands above it"
ABOVE = "put an empty line above it"
FOUR = "indent it by 4 spaces"
TWO = "<ol><li>One</li><li>Two</li></ol>"

CASES = [
    ("Do:\n- a\n- b", (2, 1, f"`- a` {NONE}", ABOVE), "Do:\n\n- a\n- b", "Do:<ul><li>a</li><li>b</li></ul>"),
    ("Do:\n1. One\n2. Two", (2, 1, f"`1. One` {NONE}", ABOVE), "Do:\n\n1. One\n2. Two", f"Do:{TWO}"),
    (
        "- a\n  - b\n- c",
        (2, 3, "`- b` stands beside the item above, not below it: it is indented by 2 spaces", FOUR),
        "- a\n    - b\n- c",
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    ),
    (
        "1. One\n   - b\n2. Two",
        (2, 4, "`- b` stands beside the item above, not below it: it is indented by 3 spaces", FOUR),
        "1. One\n    - b\n2. Two",
        "<ol><li>One<ul><li>b</li></ul></li><li>Two</li></ol>",
    ),
    (
        "1. One\n\n   More.\n\n2. Two",
        (3, 4, "`More.` has left the list above: it is indented by 3 spaces", FOUR),
        "1. One\n\n    More.\n\n2. Two",
        "<ol><li>OneMore.</li><li>Two</li></ol>",
    ),
    (
        "1. One\n\n   ```\n   x\n   ```\n\n2. Two",
        (3, 4, "the code has left the list above: it is indented by 3 spaces", FOUR),
        "1. One\n\n    ```\n    x\n    ```\n\n2. Two",
        "<ol><li>One<pre/></li><li>Two</li></ol>",
    ),
    (
        "1. One\n\n    More.\n2. Two",
        (4, 1, f"`2. Two` {GO_ON}", ABOVE),
        "1. One\n\n    More.\n\n2. Two",
        "<ol><li>OneMore.</li><li>Two</li></ol>",
    ),
    (
        "1. One\n\n    - a\n    - b\n2. Two",
        (5, 1, f"`2. Two` {GO_ON}", ABOVE),
        "1. One\n\n    - a\n    - b\n\n2. Two",
        "<ol><li>One<ul><li>a</li><li>b</li></ul></li><li>Two</li></ol>",
    ),
    (
        "1. One\n\n    ```\n    - x\n    ```\n2. Two",
        (6, 1, f"`2. Two` {GO_ON}", ABOVE),
        "1. One\n\n    ```\n    - x\n    ```\n\n2. Two",
        "<ol><li>One<pre/></li><li>Two</li></ol>",
    ),
    ("```\nx\n```\n- a", (4, 1, f"`- a` {NONE}", ABOVE), "```\nx\n```\n\n- a", "<pre/><ul><li>a</li></ul>"),
    ("1. One\n- a", (2, 1, f"`- a` {NONE}", ABOVE), "1. One\n\n- a", "<ol><li>One</li></ol><ul><li>a</li></ul>"),
    (
        "1) One\n2) Two",
        (1, 1, "`1)` begins no list: it is published as it stands", "write `1.`"),
        "1. One\n2. Two",
        TWO,
    ),
    ("• a", (1, 1, "`•` begins no list: it is published as it stands", "write `- `"), "- a", "<ul><li>a</li></ul>"),
    (
        "!!! note\n    Do:\n    - a",
        (3, 5, f"`- a` {NONE}", ABOVE),
        "!!! note\n    Do:\n\n    - a",
        "NoteDo:<ul><li>a</li></ul>",
    ),
    (
        "> Do:\n> - a",
        (2, 3, f"`- a` {NONE}", ABOVE),
        "> Do:\n>\n> - a",
        "<blockquote>Do:<ul><li>a</li></ul></blockquote>",
    ),
    (
        "- a\n\n    Do:\n    1. One\n    2. Two",
        (4, 5, f"`1. One` {NONE}", ABOVE),
        "- a\n\n    Do:\n\n    1. One\n    2. Two",
        f"<ul><li>aDo:{TWO}</li></ul>",
    ),
]


@pytest.mark.parametrize(("text", "fault", "mended", "meant"), CASES)
def test_a_list_that_readers_would_not_see_is_named_and_its_hint_mends_it(
    text: str, fault: tuple[int, int, str, str], mended: str, meant: str
) -> None:
    assert faults(text) == [fault]
    assert faults(mended) == []
    assert shape(mended) == meant != shape(text)


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- b\n    - c\n        1. d\n- e",
        "# A\n- a",
        "Text goes on\n2. as it did in 2024.",
        "Text\n-5 degrees",
        "* * *\n\n- - -",
        "| a |\n|---|\n| - b |",
        "Term\n:   - x",
        "```\nText:\n- a\n  - b\n```",
        "    Text:\n    - a",
        "- a\n  goes on",
        "1. One\n    ```\n    x\n    ```\n2. Two",
        "1. One\n\n    ![x](y.png)\n\n2. Two",
        "!!! note\n    Text\n- a",
        "- [ ] a\n- [x] b",
        "Text with `1)` and •\n\n**a**",
        '=== "A"\n\n    - a\n\n=== "B"\n\n    - b',
        "- a\n- b\n## C\n- d",
    ],
)
def test_a_list_that_comes_out_as_it_was_meant_is_not_named(text: str) -> None:
    assert faults(text) == []
