"""Plain texts are converted without the library, and come out as the library makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.corpus import write_corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.outputs.markdown import _converter
from helploop.outputs.markdown_plain import plain_html

if TYPE_CHECKING:
    from pathlib import Path

CONVERTER = _converter((), ())
WORDS = (
    "word", "Über", "語", "**bold**", "*soft*", "`code`", "`a < b & c`", "[a link](../x/a_b.md#c)", "![picture](i.png)",
    "https://example.com/?a=1", "5 * 3", "snake_case", "a_", "_b", "Q&A", "R & D", "&amp;", "a > b", "1.", "2024.", "(x)",
    '"q"', "x]", "[y", "[z]", "**", "*", "`", "``", "[**b**](c.md)", "**[b](c.md)**", "**a `b` c**", "*a**b*", "a*b*c",
    "[a](b 't')", "[a](<b>)", "{#x}", "!", "![", "<b>x</b>", "\\*", "  ", "***both***", "e-mail@example.com", ":", "|",
    "#", "+", "-", "::", "[ ]", "[x] done", "**Note:**", "*a* *b*", "**a** **b**", "`a``b`", "’", "…", "10)", "3.5",
)  # fmt: skip
line = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
prefixed = st.tuples(
    st.sampled_from(
        ("", "# ", "## ", "### ", "1. ", "2. ", "- ", "* ", "> ", "    ", "  ", "| ", ": ", "!!! note ", "=== ")
    ),
    line,
).map("".join)
table = st.tuples(line, line, line, st.sampled_from(("|---|---|", "|:--|--:|", "| :-: | - |", "|--|", "---|---"))).map(
    lambda parts: f"| {parts[0]} | {parts[1]} |\n{parts[3]}\n| {parts[2]} | {parts[0]} |"
)
code = st.tuples(st.sampled_from(("", "python", "json", "nope", "python hl_lines=1")), line, line).map(
    lambda parts: f"```{parts[0]}\n{parts[1]}\n\n  {parts[2]}\n```"
)
note = st.tuples(st.sampled_from(('note "A title"', "tip", 'info "**b**"', 'note ""', "a b")), line, line).map(
    lambda parts: f"!!! {parts[0]}\n\n    {parts[1]}\n\n    {parts[2]}"
)
items = st.lists(line, min_size=1, max_size=3)
numbered = items.map(lambda texts: "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1)))
dotted = items.map(lambda texts: "\n".join(f"- {text}" for text in texts))
lines = st.lists(prefixed, min_size=1, max_size=3).map("\n".join)
texts = st.lists(
    st.one_of(lines, lines, line, table, code, note, numbered, dotted, line.map("## {}".format)), min_size=1, max_size=6
).flatmap(lambda blocks: st.sampled_from(("\n\n", "\n\n", "\n\n", "\n", "\n\n\n")).map(lambda gap: gap.join(blocks)))


def library(text: str) -> str:
    CONVERTER.reset()
    return CONVERTER.convert(text)


@settings(max_examples=250, deadline=None)
@given(texts)
def test_what_is_taken_comes_out_as_the_library_makes_it(text: str) -> None:
    made = plain_html(text, CONVERTER)
    assert made is None or made == library(text)


def test_a_usual_article_is_taken(tmp_path: Path) -> None:
    write_corpus(tmp_path, 20)
    for file in tmp_path.rglob("a0*.md"):
        body = file.read_text("utf-8").split("---\n", 2)[2]
        assert plain_html(body, CONVERTER) == library(body)


@pytest.mark.parametrize(
    "text",
    ["See [a].\n\n## B\n\n[a]: b.md", "A[^1].\n\n## B\n\n[^1]: note", "=== x\n\n    A", "<div>\n\n## B\n\n</div>", "/// tip\n\n## B\n\n///"],
)  # fmt: skip
def test_what_reaches_over_headings_is_left_to_the_library(text: str) -> None:
    assert plain_html(text, CONVERTER) is None


def test_only_the_part_that_is_not_plain_is_left_to_the_library() -> None:
    text = "# A\n\nText\n\n## A\n\n- a\n\n    - b\n\n## C\n\n> quoted"
    assert plain_html(text, CONVERTER) == library(text)
