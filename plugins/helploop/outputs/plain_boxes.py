"""Boxes, folded texts and tabs (`!!! tip`, `??? note`, `=== "Tab"`) as Markdown that every program shows."""

from __future__ import annotations

import re
import textwrap

_BOX = re.compile(r'(?P<indent> *)(?:!!!|\?\?\?\+?)(?: *(?P<kind>[\w-]+)(?: +[\w-]+)*)?(?: *"(?P<title>[^\n]*)")? *')
_TAB = re.compile(r'(?P<indent> *)===[!+]* +"(?P<title>[^\n]*)" *')
_FENCE = re.compile(r" *(`{3,}|~{3,})")
_ITEM = re.compile(r" *(?:[-*+]|\d+[.)]) ")


#: Nobody means boxes in boxes deeper than this.
DEEPEST = 20


def without_boxes(markdown: str, depth: int = 0) -> str:
    """The same text, with each box as a quote that begins with its title."""
    if depth > DEEPEST:
        return markdown
    lines, out, at = markdown.split("\n"), list[str](), 0
    while at < len(lines):
        if fence := _FENCE.match(lines[at]):
            end = _end_of_fence(lines, at, fence[1])
            out += lines[at:end]
            at = end
            continue
        box, tab = _BOX.fullmatch(lines[at]), _TAB.fullmatch(lines[at])
        found = box or tab
        if found is None or not (found["title"] or (box and box["kind"])) or _is_code(found["indent"], lines, at):
            out.append(lines[at])
            at += 1
            continue
        end = _end_of_block(lines, at + 1, len(found["indent"]) + 4)
        text = textwrap.dedent("\n".join(lines[at + 1 : end])).strip("\n")
        inner = without_boxes(text, depth + 1).split("\n")
        out += [f"{found['indent']}{line}".rstrip() for line in _written(box, found["title"], inner)]
        at = end
    return "\n".join(out)


def _written(box: re.Match[str] | None, title: str | None, inner: list[str]) -> list[str]:
    """A box as a quote; a tab as its words in bold, and what it holds."""
    if title is None:
        title = (box["kind"] if box else "").capitalize()
    head = [f"**{title}**", ""] if title else []
    lines = head[: None if any(inner) else 1] + (inner if any(inner) else [])
    return [f"> {line}".rstrip() for line in lines] if box else lines


def _end_of_fence(lines: list[str], start: int, mark: str) -> int:
    """The line after the fence that closes one, or after the last line."""
    for number in range(start + 1, len(lines)):
        plain = lines[number].strip()
        if plain.startswith(mark) and not plain.strip(mark[0]):
            return number + 1
    return len(lines)


def _end_of_block(lines: list[str], start: int, depth: int) -> int:
    """The first line that is set in less than `depth`; blank lines at the end stay outside."""
    end = start
    for number in range(start, len(lines)):
        if not lines[number].strip():
            continue
        if len(lines[number]) - len(lines[number].lstrip(" ")) < depth:
            break
        end = number + 1
    return end


def _is_code(indent: str, lines: list[str], at: int) -> bool:
    """Whether a line is set in so far that it is code: four blanks, and no list it would belong to."""
    if len(indent) < 4:
        return False
    before = (lines[number] for number in range(at - 1, -1, -1))
    parent = next((line for line in before if line.strip() and not line.startswith(indent)), "")
    return _ITEM.match(parent) is None
