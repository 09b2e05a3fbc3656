"""Lists of CommonMark come out here as CommonMark shows them, whatever their indentation."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from helploop.imports.old_lists import plain_lists
from helploop.imports.old_nav import parse_nav
from helploop.imports.old_pages import OldSite, plan_pages
from helploop.outputs.markdown import _converter
from helploop.outputs.markdown_list_faults import list_faults
from helploop.outputs.places import without_code

CODE = ["```", "- x", "```"]


def shape(html: str) -> str:
    """Elements and words. Lists of two signs that follow each other are one here."""
    html = re.sub(r"<pre>.*?</pre>", "<pre/>", html, flags=re.DOTALL)
    html = re.sub(r"<(\w+)[^>]*?(/?)>", r"<\1\2>", re.sub(r"</?(?:p|div)(?: [^>]*)?>", "", html))
    return re.sub(r"\s", "", html).replace("</ul><ul>", "").replace("</ol><ol>", "")


def there(text: str) -> str:
    return shape(MarkdownIt("commonmark").render(text))


def here(text: str) -> str:
    converter = _converter((), ())
    converter.reset()
    return shape(converter.convert(text))


@st.composite
def lists(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """A list as people write it: below an item stand lists, paragraphs and code, with and without empty lines."""
    sign = draw(st.sampled_from(["- ", "* ", "1. ", "1) ", "-   ", "10. "]))
    is_loose = draw(st.booleans())
    lines: list[str] = []
    for number in range(draw(st.integers(1, 3))):
        marker = sign.replace("1", str(number + 1), 1) if sign == "1. " else sign
        lines.append(f"{marker}w{draw(st.integers(1, 99))}")
        for _ in range(draw(st.integers(0, 2))):
            kinds = ["list", "text", "code"] if depth < 2 else ["text", "code"]
            kind = draw(st.sampled_from(kinds))
            below = draw(lists(depth + 1)) if kind == "list" else CODE if kind == "code" else [f"p{number}"]
            gap = [""] if kind == "text" or draw(st.booleans()) or below[0][0].isdigit() else []
            lines += [*gap, *(" " * len(marker) + line if line else "" for line in below)]
        if is_loose:
            lines.append("")
    return lines


@settings(max_examples=300, deadline=None)
@given(
    lists(),
    st.sampled_from(["", "Do:\n", "Do:\n\n", "> q\n\n", "# H\n"]),
    st.sampled_from(["", "\n\nEnd", "\n\n# End"]),
)
def test_a_list_comes_out_as_it_was_shown_before(lines: list[str], before: str, after: str) -> None:
    if before == "Do:\n" and lines[0].startswith("10"):
        before = ""
    text = before + "\n".join(lines) + after
    written = plain_lists(text)
    assert here(written) == there(text)
    assert list(list_faults(written, without_code(written), 1, "a.md")) == []
    assert plain_lists(written) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1. a\n2. b\n   - c\n3. d", "1. a\n2. b\n    - c\n3. d"),
        ("- a\n\n  b\n- c", "- a\n\n    b\n\n- c"),
        ("- a\n\n      code\n", "- a\n\n        code\n"),
        ("- a\nlazy", "- a\n    lazy"),
        ("\t- code\n\n-\ta", "    - code\n\n- a"),
        ("```\nText\n- a\n  - b\n```", "```\nText\n- a\n  - b\n```"),
        ("```\n\tx\n```", "```\n\tx\n```"),
        ("Text\n\n* * *\n\nText", "Text\n\n* * *\n\nText"),
        ("Text of\n2024. Yes", "Text of\n2024. Yes"),
    ],
)
def test_only_what_is_read_otherwise_is_written_otherwise(text: str, written: str) -> None:
    assert plain_lists(text) == written


def test_lists_of_a_folder_are_read_as_its_tool_did_and_those_of_mkdocs_stay() -> None:
    text = "# Steps\n\nDo:\n- a\n  - b\n"
    folder = OldSite(pages={"steps.md": text}, files=(), nav=parse_nav(None))
    mkdocs = OldSite(pages={"steps.md": text}, files=(), nav=parse_nav(None), has_slugs=False)
    [page] = plan_pages(folder, ("en",), {}).pages
    assert page.text.endswith("Do:\n\n- a\n    - b\n")
    [page] = plan_pages(mkdocs, ("en",), {}).pages
    assert page.text.endswith("Do:\n- a\n  - b\n")
