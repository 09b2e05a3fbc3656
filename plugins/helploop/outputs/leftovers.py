"""What is never closed in a Markdown text, and what the converter makes of it.

Python-Markdown sets marks while it works (`STX wzxhzdk:3 ETX` stands for a block of code or HTML) and forgets them when
a link or a quote is never closed: the marks go, and the author is told where to look. It shows a comment that is never
closed as text: such a text is not published.
"""

from __future__ import annotations

import re

from helploop.model.problem import Problem, warning
from helploop.outputs.places import without_code

_MARK = re.compile("\x02[a-z]*:?[0-9]*\x03?|\x03")
_UNCLOSED = re.compile(r"\]\((?![^)\n]*\))|(?m:^ {0,3}\[[^\]\n]+\]:[ \t]*\S*[ \t]+[\"'(])")
_RAW = re.compile(r"<(script|style|xmp|textarea|title|iframe|noembed|noframes|noscript)\b", re.IGNORECASE | re.ASCII)
_INDENTED = re.compile(r"^(?: {4}|\t)[^\n]*", re.MULTILINE)


def open_comment(text: str, first_line: int, path: str) -> Problem | None:
    """The comment that is never closed, outside of code: what stands in it is meant for nobody."""
    if "<" not in text or "<!--" not in text:
        return None
    prose = without_code(text)
    opening = _INDENTED.sub(lambda match: " " * len(match.group()), prose)  # code too, unless a comment goes on there
    opening = _without_raw(opening)
    start = opening.find("<!--")
    while start >= 0 and (end := prose.find("-->", start + 2)) >= 0:
        start = opening.find("<!--", end)
    if start < 0:
        return None
    line, column = first_line + text.count("\n", 0, start), start - text.rfind("\n", 0, start)
    return Problem(path, line, "open-comment", "a comment that is never closed", "close it with `-->`", column)


def _without_raw(text: str) -> str:
    """A text with blanks where elements hold no markup, and so no comment either: `<style><!--</style>`."""
    pieces, place, endless = [], 0, set[str]()
    for tag in _RAW.finditer(text):
        name = tag[1].lower()
        if tag.start() < place or name in endless:
            continue
        closing = re.compile(f"</{name}", re.IGNORECASE | re.ASCII).search(text, tag.end())
        if closing is None:
            endless.add(name)
            continue
        end = closing.start()
        pieces += [text[place : tag.end()], " " * (end - tag.end())]
        place = end
    return "".join([*pieces, text[place:]])


def without_marks(html: str, text: str, first_line: int, path: str) -> tuple[str, list[Problem]]:
    """The HTML of a text without marks, and what to say when there were some."""
    if "\x02" not in html and "\x03" not in html:
        return html, []
    unclosed = _UNCLOSED.search(text)
    line = first_line + text.count("\n", 0, unclosed.start()) if unclosed else first_line
    found = "a link or quote that is never closed, and swallows what stands behind it"
    return _MARK.sub("", html), [warning(path, line, "unclosed", found, "close it with `)` or a quote on its line")]
