"""Marks that Python-Markdown sets while it works and forgets when a link or a quote is never closed.

A mark stands for a block of code or HTML (`STX wzxhzdk:3 ETX`), which is then missing on the page: marks go, and the
author is told where to look.
"""

from __future__ import annotations

import re

from helploop.model.problem import Problem, warning

_MARK = re.compile("\x02[a-z]*:?[0-9]*\x03?|\x03")
_UNCLOSED = re.compile(r"\]\((?![^)\n]*\))|(?m:^ {0,3}\[[^\]\n]+\]:[ \t]*\S*[ \t]+[\"'(])")


def without_marks(html: str, text: str, first_line: int, path: str) -> tuple[str, list[Problem]]:
    """The HTML of a text without marks, and what to say when there were some."""
    if "\x02" not in html and "\x03" not in html:
        return html, []
    unclosed = _UNCLOSED.search(text)
    line = first_line + text.count("\n", 0, unclosed.start()) if unclosed else first_line
    found = "a link or quote that is never closed, and swallows what stands behind it"
    return _MARK.sub("", html), [warning(path, line, "unclosed", found, "close it with `)` or a quote on its line")]
