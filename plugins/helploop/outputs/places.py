"""Where in a Markdown text something stands that a converter told of without its place: line and column in the file.

Code blocks and code spans are blanked first, so that an example is never taken for the thing itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from helploop.model.problem import Problem, warning
from helploop.model.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.outputs.sanitise import Dropped

#: Each begins with a sign of its own, which is found ten times as fast as a place: `\n` for a line, a run of backticks.
_FENCED = re.compile(r"\n[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*\n)*?[ \t>]*(?P=fence)[`~]*[ \t]*$", re.MULTILINE)
_SPAN = re.compile(r"`(?P<more>`*)(?!`)[^`\n]+(?<!`)`(?P=more)(?!`)|``*")
#: A start tag, whose quoted values may hold anything; bounded, so that an open quote costs no second.
_TAG = re.compile(r"<(?P<name>[a-zA-Z][^\s/>]*)(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^>\"']){0,200}>?")
_BEFORE = frozenset("(<\"'= \t\n")
_AFTER = frozenset(")>\"' \t\n#")


@lru_cache(maxsize=64)
def without_code(text: str) -> str:
    """The text with code blanked; every line and column stays where it is. Whoever reads a text asks for it."""
    if "```" in text or ("~" in text and "~~~" in text):
        text = _FENCED.sub(_blank, f"\n{text}")[1:]
    return _SPAN.sub(_blank_span, text) if "`" in text else text


def _blank(match: re.Match[str]) -> str:
    return "\n".join([" " * len(line) for line in match.group().split("\n")])


def _blank_span(match: re.Match[str]) -> str:
    """A span as blanks; a run of backticks that begins none stays."""
    return match.group() if match["more"] is None else " " * len(match.group())


class Places:
    """Finds things in one text; the same thing asked for twice is its next occurrence."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text = without_code(text)
        self.first_line = first_line
        self.next: dict[str, int] = {}

    def of(self, target: str) -> tuple[int, int]:
        """The place of an address: the next time it stands where addresses stand, else the first time at all."""
        found = self._address(target, self.next.get(target, 0))
        if found < 0:
            found = max(self._address(target, 0), self.text.find(target))
        if found < 0:
            return self.first_line, 0
        self.next[target] = found + len(target)
        return self._place(found)

    def _address(self, target: str, start: int) -> int:
        text, length = self.text, len(target)
        while target and (found := text.find(target, start)) >= 0:
            end = found + length
            if (not found or text[found - 1] in _BEFORE) and (end == len(text) or text[end] in _AFTER):
                return found
            start = found + 1
        return -1

    def tag(self, name: str, number: int) -> tuple[int, int]:
        """The place of a tag's occurrence `number`; one inside another tag's quotes is none."""
        found = [match.start() for match in _TAG.finditer(self.text) if match["name"].lower() == name.lower()]
        return self._place(found[min(number, len(found) - 1)]) if found else (self.first_line, 0)

    def pattern(self, needle: str, number: int) -> tuple[int, int, str]:
        """The place of a pattern's occurrence `number`, and the sign that opened what it is in: `<`, `{` or none."""
        found = [match.start() for match in re.finditer(needle, self.text, re.IGNORECASE)]
        if not found:
            return self.first_line, 0, ""
        offset = found[min(number, len(found) - 1)]
        before = self.text[max(0, offset - 2000) : offset + 1]
        tag, brace = before.rfind("<"), before.rfind("{")
        opener = "" if tag == brace else "<" if tag > brace else "{"
        return *self._place(offset), opener

    def _place(self, offset: int) -> tuple[int, int]:
        line = self.first_line + self.text.count("\n", 0, offset)
        return line, offset - self.text.rfind("\n", 0, offset)


def dropped_problems(dropped: Iterable[Dropped], places: Places, path: str) -> list[Problem]:
    """A warning for each thing that cleaning took out of a page, at the place it was written."""
    seen: dict[str, int] = {}
    problems = []
    for item in dropped:
        name = _bare(item.name) if item.what.endswith(":…") else item.what
        number = seen.get(name, 0)
        seen[name] = number + 1
        problems.append(_dropped_problem(item, number, places, path))
    return problems


def _dropped_problem(item: Dropped, number: int, places: Places, path: str) -> Problem:
    message = f"`{item.what}` is not published"
    if item.is_tag:
        line, column = places.tag(item.name, number)
        if item.is_open:
            return _open_problem(item, warning(path, line, "unclosed", "", "", column))
        hint = "write it in Markdown, or allow the tag with `allowed_html:` of helploop/articles"
        return warning(path, line, "unsafe-html", message, hint, column)
    if item.what.endswith(":…"):
        name = _bare(item.name)
        line, column, _ = places.pattern(_scheme(name), number)
        hint = did_you_mean(name, ("https", "http", "mailto", "tel"), "remove it")
        return warning(path, line, "unsafe-html", f"`{name}:…` is not published", hint, column)
    line, column, opener = places.pattern(rf"\b{re.escape(item.name)}\s*[=:]", number)
    code = "unsafe-attr" if opener == "{" else "unsafe-html"
    return warning(path, line, code, message, "remove it", column)


def _open_problem(item: Dropped, problem: Problem) -> Problem:
    """What an element takes along that is never closed."""
    close, what = f"`</{item.name}>`", f"`{item.what}` is never closed: nothing that stands after it is published"
    if item.is_allowed:
        return replace(problem, message=what, hint=f"close it with {close}")
    hint = f"write it in Markdown, or close it with {close} and allow the tag with `allowed_html:` of helploop/articles"
    return replace(problem, message=f"{what}, and neither is the tag", hint=hint)


def _bare(scheme: str) -> str:
    """The scheme a browser reads: without blanks and controls, in small letters."""
    return re.sub(r"[\s\x00-\x1f]", "", scheme).lower()


def _scheme(name: str) -> str:
    """A pattern for a scheme however it is hidden: letters as references, blanks between them."""
    gap = r"(?:\s|&#x?0*(?:9|10|13|a|d);?|&(?:tab|newline);)*"
    letters = (f"(?:{re.escape(char)}|&#0*(?:{ord(char)}|{ord(char.upper())});?|{_hex(char)})" for char in name)
    return rf"(?<![\w;]){gap.join(letters)}{gap}(?::|&colon;|&#0*58;?|&#x0*3a;?)"


def _hex(char: str) -> str:
    return f"&#x0*(?:{ord(char):x}|{ord(char.upper()):x});?"
