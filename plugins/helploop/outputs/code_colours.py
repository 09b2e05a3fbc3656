"""Code in colours: what Pygments' formatter for HTML writes around the words of a block, in a third of its time.

The words are found by Pygments. Its formatter has twenty options, and asks for each of them at every word; ours writes
classes and nothing else. `tests/outputs/test_code_colours.py` holds both against each other.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pygments.lexers import find_lexer_class_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

from helploop.outputs.quick_lexer import QuickLexers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_class_of = itemgetter(0)


@lru_cache(maxsize=256)
def lexer_class(name: str) -> Any:
    """What finds the words of a language, None where nobody knows it. Lexers may keep state, their classes don't."""
    try:
        return find_lexer_class_by_name(name)
    except ClassNotFound:
        return None


@lru_cache(maxsize=256)
def _lexers(kind: Any) -> QuickLexers:
    return QuickLexers(kind)


@lru_cache(maxsize=256)
def coloured(source: str, language: str, title: str = "", marked: str = "") -> str:
    """A block of code as HTML, with a title and marked lines (`3 5-7`).

    Translations show the same code, and stand beside each other.
    """
    kind = lexer_class(language or "text")
    name = language if kind and language else "text"
    lexer = _lexers(kind or lexer_class("text"))()
    lines: Iterable[str] = map(_line, _lines(lexer.get_tokens(source)))
    if marked:
        numbers = _numbers(marked)
        lines = (f'<span class="hll">{line}</span>' if at in numbers else line for at, line in enumerate(lines, 1))
    code = "".join(lines)
    title = f'<span class="filename">{title}</span>' if title else ""
    return f'<div class="language-{name} highlight">{title}<pre><span></span><code>{code}</code></pre></div>'


def _numbers(marked: str) -> set[int]:
    spans = [each.partition("-")[::2] for each in marked.split()]
    return {number for first, last in spans for number in range(int(first), int(last or first) + 1)}


def _lines(tokens: Iterable[tuple[Any, str]]) -> Iterator[list[tuple[str, str]]]:
    """The words of each line with their classes."""
    line: list[tuple[str, str]] = []
    for kind, value in tokens:
        name = _CLASSES[kind]
        if "\n" not in value:
            if value:
                line.append((name, value))
            continue
        first, *others = value.split("\n")
        if first:
            line.append((name, first))
        for other in others:
            yield line
            line = [(name, other)] if other else []
    if line:
        yield line


def _line(words: list[tuple[str, str]]) -> str:
    """A line; neighbours of one class share an element."""
    parts = []
    for name, group in groupby(words, _class_of):
        text = "".join([word for _, word in group])
        if not text.isalnum():
            text = escape(text, quote=False)
        parts.append(f'<span class="{name}">{text}</span>' if name else text)
    return "".join(parts) + "\n"


class _Classes(dict[Any, str]):
    """The class of each kind of word; a kind that somebody made up has those of its parents too."""

    def __missing__(self, kind: Any) -> str:
        name = STANDARD_TYPES.get(kind)
        if name is None:
            above = self[kind.parent]
            name = f"{above} {above.rpartition(' ')[2]}-{kind[-1]}"
        self[kind] = name
        return name


_CLASSES = _Classes()
