"""Proposed words go into the list of an article and nowhere else; what can't be done so is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helploop.imports.article_keywords import add_keywords
from helploop.sources.front_matter import parse_front_matter

CASES = {
    "in brackets": ("---\ntitle: A  # why\nkeywords: [a, 'b, c']   # mine\norder: 2\n---\nText\n", "keywords: [a, 'b, c', new word]   # mine\n"),
    "empty brackets": ("---\ntitle: A\nkeywords: []\n---\nText\n", "keywords: [new word]\n"),
    "over lines": ("---\ntitle: A\nkeywords: [\n  a,\n  b,\n]\n---\n", "  b, new word,\n]\n"),
    "a word a line": ("---\ntitle: A\nkeywords:\n  - a\n  - b # last\nowner: x\n---\n", "  - b # last\n  - new word\nowner: x\n"),
    "at the margin": ("---\nkeywords:\n- a\ntitle: A\n---\n", "- a\n- new word\ntitle: A\n"),
    "no list": ("---\ntitle: A\nsummary: S\nkind: how-to\n---\nText --- [x]\n", "summary: S\nkeywords: [new word]\nkind: how-to\n"),
    "a folded summary": ("---\ntitle: A\nsummary: >\n  one\n  two\nkind: how-to\n---\n", "  two\nkeywords: [new word]\nkind: how-to\n"),
    "a key without a value": ("---\ntitle: A\nkeywords:\n---\n", "keywords: [new word]\n"),
    "Windows": ("---\r\ntitle: A\r\nkeywords: [a]\r\n---\r\nText\r\n", "keywords: [a, new word]\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_word_is_added_in_the_way_the_list_is_written(case: str) -> None:
    before, expected = CASES[case]
    after = add_keywords(before, ["new word"])
    assert after is not None
    assert expected in after
    left = [line for line in after.splitlines() if line not in before.splitlines()]
    assert len(left) == 1  # the one line that is new or longer
    assert add_keywords(after, ["new word", "New Word"]) == after


@pytest.mark.parametrize(
    "text",
    [
        "no front matter\n",
        "---\ntitle: A\nkeywords: words\n---\n",
        "---\ntitle: [\n---\n",
        "---\n{title: A}\n---\n",
        "---\r\ntitle: A\n---\r\nmixed\n",
    ],
)
def test_what_can_not_be_done_by_one_line_is_left_alone(text: str) -> None:
    assert add_keywords(text, ["word"]) is None


@given(
    st.lists(
        st.text(min_size=1, max_size=12).filter(lambda word: word.strip() == word and word.isprintable()),
        min_size=1,
        max_size=4,
    )
)
def test_any_word_is_read_back_as_it_was(words: list[str]) -> None:
    after = add_keywords("---\ntitle: A\nkeywords: [one]\n---\nText\n", words)
    if after is None:
        return
    source, _ = parse_front_matter(after, "")
    assert source is not None
    assert source.document is not None
    kept = source.document.value["keywords"]
    assert kept[0] == "one"
    assert {word.casefold() for word in words} <= {str(word).casefold() for word in kept}
