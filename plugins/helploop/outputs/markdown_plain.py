"""Plain Markdown to HTML without the library: paragraphs, headings, flat lists, code blocks, tables and notes.

What comes out is what Python-Markdown makes with our extensions, character for character, in a fraction of the time.
What is anything else, or unsure, is left to the library: what stands between two headings, or the whole text.
`tests/outputs/test_markdown_plain.py` holds both against each other.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from markdown.extensions.toc import unique

from helploop.model.slug import slugify
from helploop.outputs.code_colours import coloured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown import Markdown

#: Signs of what is not read here, wherever they stand outside of code.
_FOREIGN = re.compile(
    r"[\\<{\t\r\x00-\x08\x0b-\x1f\x7f]| \n|~~~|\]:|\[\^|klzzwxh|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);"
)
#: Signs of what reaches beyond the next heading: references, tabs, raw blocks, other fences, marks of all kinds.
_FAR_REACHING = ("]:", "[^", "*[", "[TOC]", "<!--", "klzzwxh", "{:")
_CONTROL = re.compile(r"[\t\r\x00-\x08\x0b-\x1f\x7f]")
_FAR_LINE = re.compile(r"\n(?:[ >]*(?:===|:|///|~~~|<|[ >]```|````|[-*+] ```)|[ \d.>*+-]+```)")
_FENCE = re.compile(r"^```([a-z0-9+#-]*)$")
#: How a line begins that can only be text: not a list, a quote, a table, a rule, a definition.
_TEXT_LINE = re.compile(r"(?!\d+[.)])(?:[^\W_]|[(\"“”„‘’«»¿¡…]|`(?!`)|\*{1,2}[^\W_]|!?\[(?![ xX]\]))")
_HEADING = re.compile(r"^(#{1,6})[ ]+([^#\n]*[^#\s])$")
_ORDERED = re.compile(r"^(\d+)\.[ ]+(\S.*)$")
_UNORDERED = re.compile(r"^([-*+])[ ]+(\S.*)$")
_ROW = re.compile(r"^\|(.*)\|$")
_RULE = re.compile(r"^\|(?:[ ]*:?-+:?[ ]*\|)+$")
_NOTE = re.compile(r'^!!! ([a-z]+)(?: "([^"\n]+)")?$')
_INDENTED = re.compile(r"^    \S")

_SPECIAL = re.compile(r"[`*_\[\]&>]")
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"(!?)\[([^\[\]!&>_\n]+)\]\(([^\s()<>\"'\[\]`*&\\|]+)\)")
_STRONG = re.compile(r"(?<![^\W_])(?<!\*)\*\*((?:[^\W_]|\x02)(?:[^*\n]*(?:[^\W_]|\x03))?)\*\*(?!\*)(?![^\W_])")
_EM = re.compile(r"(?<![^\W_])(?<!\*)\*((?:[^\W_]|\x02)(?:[^*\n]*(?:[^\W_]|\x03))?)\*(?!\*)(?![^\W_])")
_KEPT = re.compile("\x02(\\d+)\x03")


class _ForeignError(Exception):
    """There is something that is not read here."""


class _Block(NamedTuple):
    """Lines without an empty one between them, and where they start; a code block with both of its fences."""

    lines: list[str]
    start: int


def plain_html(text: str, converter: Markdown) -> str | None:
    """The HTML of a plain text, or None when it is for the library. `converter` is the library's.

    It colours code, and converts what stands between two headings when only that is not plain.
    """
    if any(sign in text for sign in _FAR_REACHING) or _CONTROL.search(text) or _FAR_LINE.search(f"\n{text}"):
        return None
    try:
        return "\n".join(filter(None, _Plain(converter).sections(text)))
    except _ForeignError:
        return None


class _Plain:
    """One text on its way."""

    def __init__(self, converter: Markdown) -> None:
        self.converter = converter
        self.ids: set[str] = set()
        self.counters: dict[str, int] = {}

    def sections(self, text: str) -> Iterator[str]:
        """The HTML of each heading, and of what follows it."""
        lines = text.split("\n")
        blocks = list(_cut(lines))
        starts = [0, *(number for number, block in enumerate(blocks) if number and block.lines[0].startswith("#"))]
        for number, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
            section = blocks[number:end]
            if section and section[0].lines[0].startswith("#"):
                yield self._heading(section[0].lines[0])
                section[0] = _Block(section[0].lines[1:], section[0].start + 1)
            stop = blocks[end].start if end < len(blocks) else len(lines)
            try:
                yield "\n".join(self.blocks([block.lines for block in section if block.lines]))
            except _ForeignError:
                yield self._library("\n".join(lines[section[0].start : stop]))

    def _library(self, text: str) -> str:
        self.converter.reset()
        html = self.converter.convert(text)
        if ' id="' in html:
            raise _ForeignError
        return html

    def blocks(self, waiting: list[list[str]]) -> list[str]:
        """The HTML of each block."""
        made: list[str] = []
        place, last = 0, ""
        while place < len(waiting):
            lines = waiting[place]
            place += 1
            kind = self._kind(lines)
            if kind == last == "list":
                raise _ForeignError  # one list in the library's eyes
            last = kind
            if kind == "note":
                inside = [*_dedented(lines[1:])]
                while place < len(waiting) and waiting[place][0].startswith("    "):
                    inside += ["", *_dedented(waiting[place])]
                    place += 1
                made.append(self._note(lines[0], inside))
            else:
                made.append(getattr(self, f"_{kind}")(lines))
        return made

    def _kind(self, lines: list[str]) -> str:
        first = lines[0]
        if first.startswith("```"):
            return "code"
        if _FOREIGN.search("\n".join(lines)) or lines[-1].endswith(" "):
            raise _ForeignError
        if _NOTE.match(first):
            return "note"
        if _ORDERED.match(first) or _UNORDERED.match(first):
            return "list"
        return "table" if first.startswith("|") else "paragraph"

    def _paragraph(self, lines: list[str]) -> str:
        if not all(_TEXT_LINE.match(line) for line in lines):
            raise _ForeignError
        return f"<p>{self._inline(chr(10).join(lines))}</p>"

    def _heading(self, line: str) -> str:
        match = _HEADING.match(line)
        if match is None or _FOREIGN.search(line):
            raise _ForeignError
        html, level = self._inline(match[2]), len(match[1])
        slug = slugify(unescape(re.sub(r"<[^>]*>", "", html)), "-")
        name = unique(slug, self.ids, self.counters)
        return f'<h{level} id="{name}">{html}</h{level}>'

    def _list(self, lines: list[str]) -> str:
        pattern, tag = (_ORDERED, "ol") if _ORDERED.match(lines[0]) else (_UNORDERED, "ul")
        items = [pattern.match(line) for line in lines]
        marks = {match and match[1] for match in items}
        if None in items or (marks != {lines[0][0]} if tag == "ul" else not lines[0].startswith("1.")):
            raise _ForeignError
        texts = [match[2] for match in items if match]
        if not all(_TEXT_LINE.match(text) for text in texts):
            raise _ForeignError
        return f"<{tag}>\n" + "".join(f"<li>{self._inline(text)}</li>\n" for text in texts) + f"</{tag}>"

    def _code(self, lines: list[str]) -> str:
        match = _FENCE.match(lines[0])
        if match is None or "\t" in "".join(lines):
            raise _ForeignError
        return coloured("\n".join(line if line.strip() else "" for line in lines[1:-1]), match[1])

    def _table(self, lines: list[str]) -> str:
        if len(lines) < 3 or not _RULE.match(lines[1]):
            raise _ForeignError
        sides = [_side(cell.strip()) for cell in lines[1][1:-1].split("|")]
        rows = [self._cells(line, len(sides)) for line in (lines[0], *lines[2:])]
        head = "".join(f"<th{side}>{cell}</th>\n" for side, cell in zip(sides, rows[0], strict=True))
        body = "".join(
            "<tr>\n" + "".join(f"<td{side}>{cell}</td>\n" for side, cell in zip(sides, row, strict=True)) + "</tr>\n"
            for row in rows[1:]
        )
        return f"<table>\n<thead>\n<tr>\n{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>"

    def _cells(self, line: str, count: int) -> list[str]:
        row = _ROW.match(line)
        cells = row[1].split("|") if row else []
        if len(cells) != count or any(cell.count("`") % 2 for cell in cells):
            raise _ForeignError
        return [self._inline(cell.strip()) for cell in cells]

    def _note(self, line: str, inside: list[str]) -> str:
        match = _NOTE.match(line)
        if match is None or not any(inside):
            raise _ForeignError
        blocks = [block.lines for block in _cut(inside)]
        if not all(self._kind(block) == "paragraph" for block in blocks):
            raise _ForeignError
        title = self._inline(match[2] or match[1].capitalize())
        text = "\n".join(self._paragraph(block) for block in blocks)
        return f'<div class="admonition {match[1]}">\n<p class="admonition-title">{title}</p>\n{text}\n</div>'

    def _inline(self, text: str) -> str:
        """Code, links, pictures, bold and italic."""
        if not _SPECIAL.search(text):
            return text
        kept: list[str] = []

        def keep(html: str) -> str:
            kept.append(html)
            return f"\x02{len(kept) - 1}\x03"

        if "`" in text:
            text = _CODE.sub(lambda match: keep(f"<code>{_code_text(match[1])}</code>"), text)
        if "](" in text:
            text = _LINK.sub(lambda match: keep(_link(match)), text)
        if "_" in text or "[" in text or "]" in text or "`" in text:
            raise _ForeignError
        text = text.replace("&", "&amp;").replace(">", "&gt;")
        if "*" in text:
            text = _EM.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", text))
            if "*" in text:
                raise _ForeignError
        while "\x02" in text:
            text = _KEPT.sub(lambda match: kept[int(match[1])], text)
        return text


def _cut(lines: list[str]) -> Iterator[_Block]:
    """The blocks of a text."""
    start, place = 0, 0
    while place < len(lines):
        line = lines[place]
        place += 1
        if line.startswith("```"):
            if start != place - 1 or not _FENCE.match(line) or "```" not in lines[place:]:
                raise _ForeignError
            start, place = place - 1, lines.index("```", place) + 1
            if place < len(lines) and lines[place].strip():
                raise _ForeignError
            yield _Block(lines[start:place], start)
            start = place
        elif not line.strip():
            if start < place - 1:
                yield _Block(lines[start : place - 1], start)
            start = place
    if start < len(lines):
        yield _Block(lines[start:], start)


def _dedented(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not _INDENTED.match(line):
            raise _ForeignError
        yield line[4:]


def _code_text(written: str) -> str:
    text = written.strip()
    if not text:
        raise _ForeignError
    return escape(text, quote=False)


def _link(match: re.Match[str]) -> str:
    is_image, text, address = match.groups()
    if not is_image:
        if "*" in text:
            raise _ForeignError
        return f'<a href="{address}">{text}</a>'
    if "\x02" in text or "*" in text or '"' in text:
        raise _ForeignError
    return f'<img alt="{text}" src="{address}">'


def _side(rule: str) -> str:
    left, right = rule.startswith(":"), rule.endswith(":")
    side = "center" if left and right else "left" if left else "right" if right else ""
    return f' align="{side}"' if side else ""
