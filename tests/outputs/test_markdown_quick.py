"""Quick conversion gives what the library gives, whatever is written."""

from __future__ import annotations

from functools import cache

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helploop.outputs.markdown import DEFAULTS
from helploop.outputs.markdown_quick import quick_converter

INLINE = (
    *("word", "two words", "`code`", "``a ` b``", "\\*", "\\\\`", "*em*", "**strong**", "_under_", "a_b_c", "***"),
    *(
        "[link](a.md)",
        '[t](<a b> "title")',
        "![alt](b.png)",
        "[ref][id]",
        "[id]",
        "![id]",
        "[^1]",
        "[^9]",
        "[",
        "]",
        "![",
    ),
    *(
        "<https://example.com>",
        "<me@example.com>",
        "https://example.com",
        "<b>bold</b>",
        "<br>",
        "<!-- c -->",
        "&amp;",
        "&",
        "<",
    ),
    *(
        "  \n",
        "\n",
        "{: #here .there }",
        "HTML",
        "x | y",
        "| z |",
        "=",
        ":",
        "1.",
        "-",
        "#",
        ">",
        "~~gone~~",
        "\t",
        "é",
        "語",
    ),
)
BLOCKS = (
    *(
        "# Title",
        "## Same ##",
        "Setext\n===",
        "Other\n---",
        "***",
        "- one\n- two\n\n    inside",
        "1. first\n2. second",
        "* star",
    ),
    *(
        "> quote\n> more",
        "> [!note] Callout\n> text",
        "```python\nx = 1\n```",
        "```\nplain\n```",
        "~~~ nolang\nx\n~~~",
        "    code",
    ),
    *(
        '!!! note "Title"\n    text\n\n    more',
        "???+ tip\n    text",
        '=== "Tab"\n    text',
        "| a | b |\n|---|:-:|\n| 1 | `2|3` |",
    ),
    *(
        "term\n: meaning",
        "[id]: a.md 'T'",
        "[^1]: note",
        "*[HTML]: Hyper",
        "[TOC]",
        "<div markdown>\n*in*\n</div>",
        "<p>raw</p>",
    ),
    *(
        "/// note | Head\ntext\n///",
        "/// tab | One\nx\n///",
        "- [x] done\n- [ ] open",
        "``` {.python #id}\nx\n```",
        "a|\n-|\nb|",
        "    deep\n\n        deeper",
    ),
)
line = st.lists(st.sampled_from(INLINE), min_size=1, max_size=6).map(" ".join)
text = st.lists(st.one_of(line, st.sampled_from(BLOCKS), st.text(max_size=12)), max_size=8).flatmap(
    lambda blocks: st.sampled_from(["\n\n", "\n", "\n\n    "]).map(lambda between: between.join(blocks))
)
USERS_OWN = {
    "pymdownx.caret": {},
    "pymdownx.keys": {},
    "smarty": {},
    "nl2br": {},
    "pymdownx.inlinehilite": {},
    "attr_list": {},
}


@cache
def converters(more: bool) -> tuple[markdown.Markdown, markdown.Markdown]:
    configs = {**DEFAULTS, **(USERS_OWN if more else {})}
    plain = markdown.Markdown(extensions=list(configs), extension_configs=configs, output_format="html")
    return plain, quick_converter(configs)


@settings(max_examples=150, deadline=None)
@given(text, st.booleans())
@example("\n\n".join(BLOCKS), False)
@example("\n\n".join((*INLINE, *BLOCKS)), True)
def test_quick_conversion_equals_the_library(written: str, more: bool) -> None:
    plain, quick = converters(more)
    plain.reset()
    quick.reset()
    assert quick.convert(written) == plain.convert(written)


@pytest.mark.parametrize("word", ["python", "PY", "nolang", "", "html+jinja"])
def test_code_is_coloured_as_by_the_library(word: str) -> None:
    plain, quick = converters(False)
    written = f"```{word}\nfor x in y: # <z>\n    pass\n```\n\n    indented = 1\n"
    plain.reset()
    quick.reset()
    assert quick.convert(written) == plain.convert(written)
