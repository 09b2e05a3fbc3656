"""Code comes out in the colours that Pygments gives it, with the same elements around the same words."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer, RegexLexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import Token

from helploop.outputs import code_colours
from helploop.outputs.code_colours import coloured
from helploop.outputs.markdown import _converter
from helploop.outputs.quick_lexer import WORTH_IT, QuickRules

CONVERTER = _converter((), ())
LANGUAGES = sorted(names[0] for _, names, *_ in get_all_lexers(plugins=False) if names)
KINDS = (
    Token.Text,
    Token.Name,
    Token.Keyword,
    Token.Text.Whitespace,
    Token.Made.Up,
    Token.Name.Made,
    Token.Name.Made.Up,
)
#: In Python, that it may hold every sign.
CODE = Path(__file__).read_text("utf-8") + '\n"""<b>\n\n  &amp; \'q\'\n"""\n#!/bin/sh\n$ a | b\n{"a": [1, null]}\n'


def pygments(source: str, lexer: Lexer) -> str:
    return str(highlight(source, lexer, HtmlFormatter(wrapcode=True, cssclass="X highlight")))


@pytest.mark.parametrize("name", LANGUAGES[::9])
def test_code_has_the_colours_of_its_language(name: str) -> None:
    made = pygments(CODE, get_lexer_by_name(name)).replace("X", f"language-{name}", 1)
    assert f"{coloured(CODE, name)}\n" == made


@pytest.mark.parametrize("name", LANGUAGES[4::9])
def test_joined_rules_find_the_same_words(name: str) -> None:
    theirs, ours = (get_lexer_by_name(name, stripnl=True) for _ in range(2))
    states = vars(type(ours)).get("_tokens")
    if type(ours).get_tokens_unprocessed is not RegexLexer.get_tokens_unprocessed or states is None:
        return
    ours.get_tokens_unprocessed = partial(QuickRules(states).words, ours)
    assert list(ours.get_tokens(CODE)) == list(theirs.get_tokens(CODE))


def test_a_language_that_comes_often_gets_the_same_colours() -> None:
    blocks = [f'{CODE}\nname_{number} = {number}.5e3  # "{number}"\n' for number in range(WORTH_IT + 2)]
    expected = [pygments(block, get_lexer_by_name("python")).replace("X", "language-python", 1) for block in blocks]
    assert [f"{coloured(block, 'python')}\n" for block in blocks] == expected


class Words(Lexer):
    """Finds the words it was given, whatever the text."""

    words: tuple[tuple[Any, str], ...] = ()

    def get_tokens(self, text: str, unfiltered: bool = False) -> Any:  # noqa: ARG002 - as in the base
        return iter(self.words)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.text("a <&\"'\n\n", max_size=4)), max_size=8).map(tuple))
def test_any_words_of_any_kinds_are_put_on_their_lines(words: tuple[tuple[Any, str], ...]) -> None:
    lexer = Words()
    lexer.words = words
    made = "".join(map(code_colours._line, code_colours._lines(words)))
    assert pygments("", lexer) == f'<div class="X highlight"><pre><span></span><code>{made}</code></pre></div>\n'


@pytest.mark.parametrize("language", ["", "python", "text", "nope", "c++", "console"])
def test_a_block_is_what_the_library_makes_of_it(language: str) -> None:
    text = f'```{language}\n\n$ a = 1 <b> # c\n\n"""d\n\ne"""\n\n```'
    CONVERTER.reset()
    source = '\n$ a = 1 <b> # c\n\n"""d\n\ne"""\n'
    assert coloured(source, language) == CONVERTER.convert(text).strip()
