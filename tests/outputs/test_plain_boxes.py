"""What only some programs draw as a box is a quote for all the others."""

from __future__ import annotations

import time

import pytest

from helploop.outputs.plain_boxes import without_boxes


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (
            '!!! tip "Try it"\n\n    Open *it*.\n\n    - a\n      b\n\nAfter.',
            "> **Try it**\n>\n> Open *it*.\n>\n> - a\n>   b\n\nAfter.",
        ),
        ("??? note\n    Text.", "> **Note**\n>\n> Text."),
        ('???+ "Only a title"\n    Text.', "> **Only a title**\n>\n> Text."),
        ('!!! warning ""\n    Text.', "> Text."),
        ("!!! danger highlight blink\n    Text.", "> **Danger**\n>\n> Text."),
        ("!!! tip\nNot in it.", "> **Tip**\nNot in it."),
        ('=== "Mac"\n\n    One.\n\n=== "PC"\n\n    Two.', "**Mac**\n\nOne.\n\n**PC**\n\nTwo."),
        ("!!! tip\n\n    !!! note\n\n        In.\n", "> **Tip**\n>\n> > **Note**\n> >\n> > In.\n"),
        ("- a\n\n    !!! tip\n\n        In.", "- a\n\n    > **Tip**\n    >\n    > In."),
        (
            "```\n!!! tip\n    code\n```\n~~~ md\n```\n!!! tip\n~~~",
            "```\n!!! tip\n    code\n```\n~~~ md\n```\n!!! tip\n~~~",
        ),
        ("Text.\n\n    !!! tip\n    code", "Text.\n\n    !!! tip\n    code"),
        ("!!! tip\n\n    ```\n    !!! note\n    ```", "> **Tip**\n>\n> ```\n> !!! note\n> ```"),
        ("Really!!! Yes.\n\n!!!\n\n???", "Really!!! Yes.\n\n!!!\n\n???"),
    ],
)
def test_boxes_are_quotes(written, plain):
    assert without_boxes(written) == plain


@pytest.mark.parametrize(
    "text",
    [
        "!!! " + "a" * 100_000 + '"',
        "!!! " + "a " * 50_000 + "!",
        "".join(f"{'    ' * depth}!!! tip\n" for depth in range(500)),
        "    !!! tip\n" * 5_000,
    ],
    ids=["a word", "words", "deep", "many"],
)
def test_no_text_takes_long(text):
    began = time.process_time()
    without_boxes(text)
    assert time.process_time() - began < 5
