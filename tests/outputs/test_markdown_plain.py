"""Plain texts are converted without the library, and come out as the library makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.corpus import write_corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.outputs.markdown import _converter
from helploop.outputs.markdown_plain import plain_html
from helploop.outputs.sanitise import sanitise

if TYPE_CHECKING:
    from pathlib import Path

CONVERTER = _converter((), ())
WORDS = (
    "word", "Über", "語", "**bold**", "*soft*", "`code`", "`a < b & c`", "[a link](../x/a_b.md#c)", "![picture](i.png)",
    "https://example.com/?a=1", "5 * 3", "snake_case", "a_", "_b", "Q&A", "R & D", "&amp;", "a > b", "1.", "2024.", "(x)",
    '"q"', "x]", "[y", "[z]", "**", "*", "`", "``", "[**b**](c.md)", "**[b](c.md)**", "**a `b` c**", "*a**b*", "a*b*c",
    "[a](b 't')", "[a](<b>)", "{#x}", "!", "![", "<b>x</b>", "\\*", "  ", "***both***", "e-mail@example.com", ":", "|",
    "#", "+", "-", "::", "[ ]", "**A:**", "*b.*", "_c!_", "→", "\\.", "\\[", "\\x", "&nbsp;", "$1", "C#", "~~x~~", "a  ", "\xa0", "[x] done", "**Note:**", "*a* *b*", "**a** **b**", "`a``b`", "’", "…", "10)", "3.5",
    "_em_", "__strong__", "a_b_c", "*a _b_ c*", "_a *b* c_", "**_a_**", "_**a**_", "(_a_)", "`x`_a_", "_`x`_", "__a",
    "<kbd>Ctrl</kbd>", "<kbd>*a*</kbd>", "<br>", "<https://x.com/a_b?c=1>", "5 < 6", "x&y;", "`{x}`", "`<b>`", "`a\\`",
    '[a](b "t")', '![a](b.png "t t")', "[a](b?c=1&d=2)", "[a [b] c](d)", "![[a](b)](c)", "[_e_ f](g)", "](", "[a](",
    "![x_y](z)", "[x_y](z)", "{a}", "{#a}", "word {#a-1}", "a\tb", "\t", "---", "!!!", "???",
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
code = st.tuples(
    st.sampled_from(("", "python", "JSON", "nope", "python hl_lines=1", 'js hl_lines="1"', "`", 'py title="a.py"')),
    line,
    line,
).map(lambda parts: f"```{parts[0]}\n{parts[1]}\n\n  {parts[2]}\n```")


def indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line if line else line for line in text.split("\n"))


def nested(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Items, notes and quotes that hold blocks."""
    gap = st.sampled_from(("\n", "\n\n", "\n\n\n"))
    below = st.tuples(gap, st.sampled_from((4, 4, 4, 4, 2, 8)), inside).map(lambda p: p[0] + indented(p[2], p[1]))
    item = st.tuples(line, st.lists(below, max_size=2)).map(lambda p: p[0] + "".join(p[1]))
    items = st.tuples(
        st.sampled_from(("- ", "- ", "1. ", "* ", "3. ", "3) ")), gap, st.lists(item, min_size=1, max_size=3)
    )
    blocks = st.lists(inside, min_size=1, max_size=2).map("\n\n".join)
    heads = st.sampled_from(("!!! note", '!!! tip "T"', "??? note", '???+ info "**x**"', "!!! a-b"))
    return st.one_of(
        items.map(lambda p: p[1].join(p[0] + one for one in p[2])),
        st.tuples(heads, gap, blocks).map(lambda p: p[0] + p[1] + indented(p[2], 4)),
        blocks.map(lambda text: "\n".join(f"> {line}".rstrip() for line in text.split("\n"))),
    )


note = st.tuples(st.sampled_from(('note "A title"', "tip", 'info "**b**"', 'note ""', "a b")), line, line).map(
    lambda parts: f"!!! {parts[0]}\n\n    {parts[1]}\n\n    {parts[2]}"
)
items = st.lists(line, min_size=1, max_size=3)
numbered = items.map(lambda texts: "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1)))
dotted = items.map(lambda texts: "\n".join(f"- {text}" for text in texts))
lines = st.lists(prefixed, min_size=1, max_size=3).map("\n".join)
block = st.one_of(lines, lines, line, table, code, note, numbered, dotted, line.map("## {}".format))
deep = st.recursive(st.one_of(line, table, code, numbered, dotted, st.just("---")), nested, max_leaves=4)
texts = st.lists(st.one_of(block, block, deep), min_size=1, max_size=6).flatmap(
    lambda blocks: st.sampled_from(("\n\n", "\n\n", "\n\n", "\n", "\n\n\n")).map(lambda gap: gap.join(blocks))
)


def library(text: str) -> str:
    CONVERTER.reset()
    return CONVERTER.convert(text)


@settings(max_examples=250, deadline=None)
@given(texts)
def test_what_is_taken_comes_out_as_the_library_makes_it(text: str) -> None:
    made = plain_html(text, lambda: CONVERTER)
    if made is not None:
        assert made.html == library(text)
        assert not made.is_clean or sanitise(made.html) == (made.html, [])


def test_a_usual_article_is_taken(tmp_path: Path) -> None:
    write_corpus(tmp_path, 20)
    for file in tmp_path.rglob("a0*.md"):
        body = file.read_text("utf-8").split("---\n", 2)[2]
        assert plain_html(body, lambda: CONVERTER) == (library(body), True)


@pytest.mark.parametrize(
    "text",
    ["See [a].\n\n## B\n\n[a]: b.md", "A[^1].\n\n## B\n\n[^1]: note", "=== x\n\n    A", "<div>\n\n## B\n\n</div>", "/// tip\n\n## B\n\n///"],
)  # fmt: skip
def test_what_reaches_over_headings_is_left_to_the_library(text: str) -> None:
    assert plain_html(text, lambda: CONVERTER) is None


@pytest.mark.parametrize(
    "text",
    ["- a\n    - b\n- c", "- a\n\n- b", "1. a\n\n    b\n\n2. c", "1. a\n\n    ```sh\n    b\n\n    c\n    ```", "3. a\n4. b", "> a\n>\n> - b",
     "!!! note\n    a\n\n    - b\n    - c", '??? tip "A"\n\n    b', "---", "_a_ __b__ c_d", '[a](b?c=1&d=2 "e")', "A <kbd>A</kbd> <https://a.b/c>",
     "## A {#b}\n\n## b", "[a] b", "`{a}`", "- a b\n  c\nd\n- e", "1. a\n   - b\n2. c", "- a\n  - b", "a:\n- b\n1. c", "a  \nb  \nc",
     "**Note:** a", "*See.* b", "- **A:** b", "→ a", "✅ b", "$5", "/a/b", "~5", "@a", ".NET", "...", "+49 1", "a\n   b", "## C# and #5 ##", "#a",
     "***", "a \\* b \\_c\\_ C:\\x \\> d", "a&nbsp;b &copy; Q&A", "&lt;b&gt;"],
)  # fmt: skip
def test_what_articles_are_made_of_is_taken(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = library(text)
    monkeypatch.setattr(type(CONVERTER), "convert", None)
    made = plain_html(text, CONVERTER)
    assert made is not None
    assert made.html == expected


@pytest.mark.parametrize("text", ["a\n```sh\nb\n\nc\n```", "```\na\n```\nb", "1. a\n\n   ```sh\n   b\n   ```\n\n2. c"])
def test_code_at_an_odd_place_is_left_to_the_library_with_its_block_alone(text: str) -> None:
    around = f"# A\n\nText.\n\n{text}\n\n## B\n\nMore."
    asked: list[str] = []

    class Library:
        def reset(self) -> None:
            CONVERTER.reset()

        def convert(self, part: str) -> str:
            asked.append(part)
            return CONVERTER.convert(part)

    made = plain_html(around, Library)  # type: ignore[arg-type]
    assert made is not None
    assert "".join(asked) == text
    assert made.html == library(around)


@pytest.mark.parametrize(
    "text",
    [
        "<b>a</b>",
        "a\xa0b",
        "[a](javascript:b)",
        "[a](https://a.b:99999/)",
        "??? note\n    a\n\n???+ tip\n    b",
        "&amp;",
    ],
)
def test_what_cleaning_may_change_is_never_called_clean(text: str) -> None:
    made = plain_html(text, lambda: CONVERTER)
    assert made is None or not made.is_clean


def test_blanks_behind_a_broken_line_are_kept_or_dropped_as_the_library_does() -> None:
    for text in ("a  \n   **b**", "a  \n   b", "a  \n**b**", "a  \n   `b`", "a  \n   &amp;", "a  \n   \\*"):
        made = plain_html(text, lambda: CONVERTER)
        assert made is not None
        assert made.html == library(text)


@pytest.mark.parametrize("text", [">", "\n>", "a\n\n>\n>\n\nb"])
def test_a_quote_of_nothing_is_as_the_library_makes_it(text: str) -> None:
    made = plain_html(text, lambda: CONVERTER)
    assert made is None or made.html == library(text)


def test_only_the_part_that_is_not_plain_is_left_to_the_library() -> None:
    text = "# A\n\nText\n\n## A\n\n- a\n\n    - b\n\n## C\n\n> quoted"
    made = plain_html(text, lambda: CONVERTER)
    assert made is not None
    assert made.html == library(text)
