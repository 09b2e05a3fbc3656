"""Plain texts are converted without the library, and come out as the library makes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pytest
from benchmarks.corpus import write_corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.outputs.markdown import DEFAULTS, _converter
from helploop.outputs.markdown_plain import plain_html
from helploop.outputs.markdown_signs import signs_of
from helploop.outputs.sanitise import sanitise

if TYPE_CHECKING:
    from pathlib import Path

    from markdown import Markdown

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
    "***x***", "*語*の", "a*b*", "**a**b", "*a\nb*", "**x *y* z**", "*x **y** z*", "_a._", "(_a_)b", "<a@b.de>", '<abbr title="a *b* _c_">x</abbr>',
    '<img src="a_b.png" alt="x">', '<span class="a">', "</span>", "<script>", "<div>", "</div>", "`<title>`", "`</b>`", "<!-- a -->", "<!--", "-->",
    "[a](b){ .c }", '![a](b){ width="4" .d loading=lazy }', "[a](b){#c}", "**a**{ .b }", "{ .c }", "{: .c }", "{* a *}", "{{ a }}", "`a`{.b}", "[a][b]", "[b]", "[b][]", "![b]", "[^1]", "[^n]", "API", "HTML",
    "[a &amp; b](c)", "[a \\* b](c)", "*a*{ .b }", "a{ .b }", "\n{ .c }", "~~~", "///", ":",
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
far = st.one_of(
    st.tuples(
        st.sampled_from(
            (
                "div",
                "details",
                "p",
                "section",
                'div class="x"',
                'details markdown="1"',
                "details markdown",
                'p align="c"',
            )
        ),
        st.sampled_from(("", "\n", "\n\n")),
        st.one_of(
            line, code, table, note, prefixed, st.just('<img src="a.png">'), st.just("<summary>a</summary>\n\nb")
        ),
        st.sampled_from(("", "\n", "\n\n")),
    ).map(lambda p: f"<{p[0]}>{p[1]}{p[2]}{p[3]}</{p[0].split()[0]}>"),
    st.sampled_from(
        (
            "<!-- a -->",
            "<!--\na\n\nb\n-->",
            "<hr>",
            "<br>",
            '<a id="b"></a>',
            '<img src="a">',
            "<b>x</b> y",
            "<https://a.b>",
            "<p>",
            "<iframe src='a'></iframe>",
            "<h2>a</h2>",
            '<h2 id="x">a</h2>',
        )
    ),
    st.tuples(
        st.sampled_from(("note", "tip | A *b*", "tab | A", "details", "nope", "caption", "note\n    type: x")),
        line,
        st.sampled_from(("///", "////")),
    ).map(lambda p: f"/// {p[0]}\n\n{p[1]}\n\n{p[2]}"),
    st.tuples(line, line).map(lambda p: f'=== "{p[0]}"\n\n    {p[1]}\n\n=== "B"\n\n    c'),
    st.tuples(line, st.sampled_from((":   ", ": ", "\n: ", ":")), line).map(lambda p: f"{p[0]}\n{p[1]}{p[2]}"),
    st.tuples(line, st.sampled_from(("===", "---", "-", "=== ", "----\nmore"))).map(lambda p: f"{p[0]}\n{p[1]}"),
    st.sampled_from(
        (
            "[b]: c.md",
            '[b]: <c.md> "T"',
            "[a]: b\n[b]: c",
            "[^1]: note",
            "[^n]: a\n\n    b",
            "[^1]: a\n[^n]: b",
            "*[API]: Application",
            "*[HTML]: Hyper *text*\n*[word]: x",
            "    [b]: c",
            "- [b]: c",
            "[b]:\n    c",
        )
    ),
    st.sampled_from(
        (
            "~~~\na\n~~~",
            "~~~python\na < b\n~~~",
            "```{ .python .x }\na\n```",
            '```hl_lines="1"\na\n```',
            "``` sh\na\n```",
            "```\na\n``` ",
            '```py title="a b" linenums="1"\na\n```',
            "> ```\n> a\n> ```",
            "- ```\n  a\n  ```",
        )
    ),
    st.tuples(line, line).map(lambda p: f"!!! note\n    ```\n    {p[0]}\n    ```\n\n    {p[1]}"),
)
numbered = items.map(lambda texts: "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1)))
dotted = items.map(lambda texts: "\n".join(f"- {text}" for text in texts))
lines = st.lists(prefixed, min_size=1, max_size=3).map("\n".join)
block = st.one_of(lines, lines, line, far, far, table, code, note, numbered, dotted, line.map("## {}".format))
deep = st.recursive(st.one_of(line, far, table, code, numbered, dotted, st.just("---")), nested, max_leaves=4)
texts = st.lists(st.one_of(block, block, deep), min_size=1, max_size=6).flatmap(
    lambda blocks: st.sampled_from(("\n\n", "\n\n", "\n\n", "\n", "\n\n\n")).map(lambda gap: gap.join(blocks))
)


def library(text: str) -> str:
    CONVERTER.reset()
    return CONVERTER.convert(text)


def _library_that_tells(asked: list[str]) -> Markdown:
    """The library, which says what it was asked to convert."""

    class Library:
        def reset(self) -> None:
            CONVERTER.reset()

        def convert(self, part: str) -> str:
            asked.append(part)
            return CONVERTER.convert(part)

    return cast("Markdown", Library())


@settings(max_examples=250, deadline=None)
@given(texts)
def test_what_is_taken_comes_out_as_the_library_makes_it(text: str) -> None:
    made = plain_html(text, lambda: CONVERTER)
    if made is not None:
        assert made.html == library(text)
        assert not made.is_clean or sanitise(made.html) == (made.html, [])


EXTENSIONS = (
    "attr_list", "toc", "pymdownx.caret", "pymdownx.emoji", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.mark",
    "pymdownx.smartsymbols", "pymdownx.tilde", "pymdownx.superfences", "pymdownx.tasklist", "pymdownx.snippets",
)  # fmt: skip
OPTIONS = (
    ("pymdownx.superfences", '{"custom_fences":[{"name":"nope","class":"nope"}]}'),
    ("pymdownx.tasklist", '{"custom_checkbox":true}'),
    ("toc", '{"permalink":true,"toc_depth":2}'),
)
SIGNS = ("++ctrl++", "==a==", "H~2~O", "^a^", ":smile:", "`#!py a`", "`:::py a`", "(c)", "1/2", "1st", "-->", "a:b:c")
signed = st.lists(st.sampled_from((*SIGNS, "word", "**b**", "`c`", "\n\n", "\n\n- ", "\n\n## ")), max_size=8).map(
    " ".join
)


@settings(max_examples=200, deadline=None)
@given(st.tuples(texts, signed).map("\n\n".join))
def test_with_a_site_s_own_extensions_it_comes_out_as_the_library_makes_it(text: str) -> None:
    converter, signs = _converter(EXTENSIONS, OPTIONS), signs_of(EXTENSIONS, OPTIONS, DEFAULTS)
    assert signs is not None
    made = plain_html(text, lambda: converter, re.compile(signs.pieces))
    if made is not None and not re.search(signs.whole, text):
        converter.reset()
        assert made.html == converter.convert(text)


@pytest.mark.parametrize(
    ("names", "options"),
    [(("smarty",), ()), (("tables",), (("tables", '{"use_align_attribute":false}'),)), (("toc",), (("toc", '{"baselevel":2}'),)),
     (("pymdownx.superfences",), (("pymdownx.superfences", '{"custom_fences":[{"name":"*"}]}'),))],
)  # fmt: skip
def test_extensions_that_change_more_than_their_signs_get_every_text(
    names: tuple[str, ...], options: tuple[tuple[str, str], ...]
) -> None:
    assert signs_of(names, options, DEFAULTS) is None


def test_options_that_every_site_has_change_nothing() -> None:
    options = (("pymdownx.tabbed", '{"alternate_style":true}'), ("toc", '{"permalink":true}'))
    assert signs_of(("pymdownx.tabbed", "toc"), options, DEFAULTS) == ("", "")


def test_a_usual_article_is_taken(tmp_path: Path) -> None:
    write_corpus(tmp_path, 20)
    for file in tmp_path.rglob("a0*.md"):
        body = file.read_text("utf-8").split("---\n", 2)[2]
        assert plain_html(body, lambda: CONVERTER) == (library(body), True)


@pytest.mark.parametrize(
    "text",
    ["[TOC]\n\n## B", "A <? b\n\n## B ?>", "<p>\n\n## B", "> ```\n> a\n> ```", "/// note\n\n## B", "```\n\n## B"],
)  # fmt: skip
def test_what_reaches_nobody_knows_how_far_is_left_to_the_library(text: str) -> None:
    assert plain_html(text, lambda: CONVERTER) is None


@pytest.mark.parametrize(
    "text",
    ["See [a].\n\n[a]: b.md", "A[^1].\n\n[^1]: note", '=== "x"\n\n    A\n\n=== "y"\n\n    A', "<div>\n\n## B\n\n</div>", "/// tab | B\n\n## B\n\n///",
     "The API.\n\n*[API]: a", "<!-- a\n\nb -->", "A\n:   b\n\nC\n\n:   d", '<details markdown="1">\n\n## B\n\n</details>', "- a\n\n[a]: b\n\n- c"],
)  # fmt: skip
def test_what_reaches_over_blocks_is_left_to_the_library_alone(text: str) -> None:
    around = f"# B\n\nText.\n\n{text}\n\n## B\n\nMore *text*."
    asked: list[str] = []
    made = plain_html(around, lambda: _library_that_tells(asked))
    assert made is not None
    assert made.html == library(around)
    assert not any(other in "".join(asked) for other in ("Text.", "More"))


@pytest.mark.parametrize(
    "text",
    ["- a\n    - b\n- c", "- a\n\n- b", "1. a\n\n    b\n\n2. c", "1. a\n\n    ```sh\n    b\n\n    c\n    ```", "3. a\n4. b", "> a\n>\n> - b",
     "!!! note\n    a\n\n    - b\n    - c", '??? tip "A"\n\n    b', "---", "_a_ __b__ c_d", '[a](b?c=1&d=2 "e")', "A <kbd>A</kbd> <https://a.b/c>",
     "## A {#b}\n\n## b", "[a] b", "`{a}`", "- a b\n  c\nd\n- e", "1. a\n   - b\n2. c", "- a\n  - b", "a:\n- b\n1. c", "a  \nb  \nc",
     "**Note:** a", "*See.* b", "- **A:** b", "→ a", "✅ b", "$5", "/a/b", "~5", "@a", ".NET", "...", "+49 1", "a\n   b", "## C# and #5 ##", "#a",
     "A\n===\n\nB\n-\nc", "***a***", "*語*の", "a*b*c", "{* a *}", "{{ a }} b", '[a](b){ .c title="d" }', "<a@b.c>", '<img src="a">', "`<b>`", "a | b\n--- | -:\nc | d",
     '```py title="a.py" hl_lines="1"\na\nb\n```', "/// note | A *b*\n\n- c\n\n- d\n\n///", "/// details | A\nb\n///", "!!! note\n    ```\n    a\n    ```", '=== "A"\n\n    b\n\n=== "C"\n    - d\n\n## E\n\n=== "F"\n    g', "- [ ] a\n- [x] b\n    - [X] c", "> [!NOTE]\n> a\n>\n> b", "<!-- a\n\nb -->", "<div>\n<p>a</p>\n\nb\n</div>",
     "1. a\n\n    !!! note\n\n        b\n\n        c\n\n2. d", '<video src="a.mp4" controls></video>', '## <abbr title="b">A</abbr> { #a }',
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
    made = plain_html(around, lambda: _library_that_tells(asked))
    assert made is not None
    assert made.html == library(around)
    assert text in "".join(asked)
    assert not any(other in "".join(asked) for other in ("Text.", "More"))


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
