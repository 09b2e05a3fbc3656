"""Plain Markdown to HTML without the library: paragraphs, headings, lists, quotes, code blocks, tables and notes.

What comes out is what Python-Markdown makes with our extensions, character for character, in a fraction of the time.
What is anything else, or unsure, is left to the library: a block with those that hang on it, or the whole text.
`tests/outputs/test_markdown_plain.py` holds both against each other.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from markdown.extensions.toc import unique

from helploop.model.slug import slugify
from helploop.outputs.code_colours import coloured
from helploop.outputs.markdown_blocks import Block, cut_blocks
from helploop.outputs.markdown_inline import REFERENCE, ForeignError, inline_html
from helploop.outputs.markdown_lists import INDENT, LATER_LINE, TEXT_LINE, dedented, list_tag, new_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from markdown import Markdown

#: Signs of what reaches beyond its block: references, tabs, raw blocks, other fences, marks of all kinds.
#: A single sign is looked for first: that is ten times as fast.
_FAR_REACHING = {"[": ("]:", "[^", "[TOC]"), "<": ("<!--", "<![", "<?"), "{": ("{:",), "~": ("~~~",), "k": ("klzzwxh",)}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_FAR_LINE = re.compile(
    r"\n(?:[ >]*(?:===|:|<|[-*+] ```)|[ \d.>*+-]*///|[ \d.>*+-]*(?<!\*)\*\[|[ \d.>*+-]*[\d.>*+-][ \d.>*+-]*```)"
)
_HEADING = re.compile(r"^(#{1,6})[ ]*([^#\s](?:.*[^#\s])?)[ ]*#*$")
#: The anchor that an author has chosen.
_ANCHOR = re.compile(r"[ ]+\{:?[ ]*#([\w-]+)[ ]*\}$", re.ASCII)
_ROW = re.compile(r"^\|(.*)\|$")
_RULE = re.compile(r"^\|(?:[ ]*:?-+:?[ ]*\|)+$")
_NOTE = re.compile(r'^(?:!!!|(\?\?\?)(\+?)) ([a-z]+)(?: "([^"\n]+)")?$')
_LINE = re.compile(r"^(?:-{3,}|_{3,}|\*{3,})$")
_ITEM = re.compile(r"[ ]*(?:[-*+]|\d+[.)])")
#: What the library forgets of its own marks depends on what it has converted before.
_LEFT = re.compile(r"xh:\d|zdk:\d|[\x02\x03]")


#: The address of a link, and those of them with a colon that every cleaner leaves as they are.
_ADDRESS = re.compile(r"\]\(([^\s()]*:[^\s()]*)")
_SAFE_ADDRESS = re.compile(
    r"https?://(?:(?!xn--)[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#][^\s]*)?|mailto:[\w.+-]+@[\w.-]+", re.ASCII
)


class Plain(NamedTuple):
    """A text as HTML. It `is_clean` where cleaning is known to change nothing: everything in it was made here."""

    html: str
    is_clean: bool


def plain_html(text: str, converter: Callable[[], Markdown]) -> Plain | None:
    """The HTML of a plain text, or None when it is for the library. `converter` gives the library's.

    It converts the blocks that are not plain.
    """
    lines = text.expandtabs(4).split("\n")
    if _CONTROL.search(text) or lines[0].isspace():
        return None
    try:
        blocks = list(cut_blocks(lines))
        prose = "\n\n".join(
            "\n".join(block.lines) for block in blocks if block.is_odd or not block.lines[0].startswith("```")
        )
        if _reaches_far(prose):
            return None
        plain = _Plain(lines, converter)
        html = "\n".join(filter(None, plain.pieces(blocks)))
        return Plain(html, plain.is_ours and _is_clean(text, prose))
    except ForeignError:
        return None


def _reaches_far(prose: str) -> bool:
    """Whether something in a text may change what stands elsewhere."""
    for sign, signs in _FAR_REACHING.items():
        if sign in prose and any(each in prose for each in signs):
            return True
    return _FAR_LINE.search(f"\n{prose}") is not None


def _is_clean(text: str, prose: str) -> bool:
    """Whether a text without blocks for the library becomes HTML that is clean as it is.

    What authors write as HTML need not be, and an address may not be. A cleaner writes two things in another way.
    """
    if "<" in prose or "\xa0" in text or "???+" in prose:
        return False
    if "&" in prose and REFERENCE.search(prose):
        return False
    return ":" not in prose or all(map(_SAFE_ADDRESS.fullmatch, _ADDRESS.findall(prose)))


class _Plain:
    """One text on its way."""

    def __init__(self, lines: list[str], converter: Callable[[], Markdown]) -> None:
        self.lines = lines
        self.converter = converter
        self.is_ours = True
        self.ids: set[str] = set()
        self.counters: dict[str, int] = {}

    def pieces(self, blocks: list[Block]) -> Iterator[str]:
        """The HTML of each heading, and of the blocks between, those together that hang together."""
        found = (_ANCHOR.search(block.lines[0]) for block in blocks if block.lines[0].startswith("#"))
        self.ids.update(anchor[1] for anchor in found if anchor)
        place = 0
        while place < len(blocks):
            lines, start, is_odd = blocks[place]
            if lines[0].startswith("#"):
                yield self._heading(lines[0])
                if len(lines) == 1:
                    place += 1
                    continue
                blocks[place] = Block(lines[1:], start + 1, is_odd)
            end = place + 1
            while end < len(blocks) and _hangs(blocks[end].lines, blocks[place:end]):
                end += 1
            run = [block.lines for block in blocks[place:end]]
            try:
                html = "\n".join(_render(blocks[place:end]))
            except ForeignError:
                stop = blocks[end - 1].start + len(run[-1])
                html = self._library("\n".join(self.lines[blocks[place].start : stop]))
            yield html
            place = end

    def _library(self, text: str) -> str:
        self.is_ours = False
        converter = self.converter()
        converter.reset()
        html = converter.convert(text)
        if ' id="' in html or _LEFT.search(html):
            raise ForeignError
        return html

    def _heading(self, line: str) -> str:
        anchor = _ANCHOR.search(line)
        match = _HEADING.match(line[: anchor.start()] if anchor else line)
        if match is None or "<" in line or "\\" in line or ("&" in line and REFERENCE.search(line)):
            raise ForeignError
        html, level = inline_html(match[2]), len(match[1])
        if anchor:
            return f'<h{level} id="{anchor[1]}">{html}</h{level}>'
        slug = slugify(unescape(re.sub(r"<[^>]*>", "", html)), "-")
        name = unique(slug, self.ids, self.counters)
        return f'<h{level} id="{name}">{html}</h{level}>'


def _hangs(lines: list[str], run: list[Block]) -> bool:
    """Whether a block may belong to those before it."""
    first = lines[0][0]
    if first.isalpha():
        return False
    if first in " >":
        return True
    return bool(_ITEM.match(lines[0])) and any(_ITEM.match(line) for block in run for line in block.lines)


def _render(blocks: Iterable[Block]) -> Iterator[str]:
    """The HTML of blocks, none of which is odd."""
    found = list(blocks)
    if any(block.is_odd for block in found):
        raise ForeignError
    return render_blocks([block.lines for block in found])


def render_blocks(blocks: Sequence[list[str]]) -> Iterator[str]:
    """The HTML of each block.

    Raises:
        ForeignError: one of them is for the library.
    """
    place = 0
    while place < len(blocks):
        lines = blocks[place]
        place += 1
        if lines[0][0].isalpha():  # by far the most
            yield _paragraph(lines)
        elif tag := list_tag(lines[0]):
            made = new_list(_checked(lines), _render_one)
            while place < len(blocks) and (blocks[place][0].startswith(INDENT) or list_tag(blocks[place][0]) == tag):
                made.take(_checked(blocks[place]))
                place += 1
            yield made.html()
        elif lines[0].startswith(("!!!", "???")):
            inside = dedented(_checked(lines)[1:])
            while place < len(blocks) and blocks[place][0].startswith(INDENT):
                inside += ["", *dedented(_checked(blocks[place]))]
                place += 1
            yield _note(lines[0], inside)
        elif lines[0].startswith(">"):
            if place < len(blocks) and blocks[place][0].startswith(">"):
                raise ForeignError  # one quote in the library's eyes
            yield _quote(_checked(lines))
        else:
            yield _render_one(lines)


def _checked(lines: list[str]) -> list[str]:
    """Lines without a blank at their end."""
    text = "\n".join(lines)
    if text[-1:] == " " or " \n" in text:
        raise ForeignError
    return lines


def _render_one(lines: list[str]) -> str:
    """A block that nothing hangs on."""
    first = lines[0]
    if first.startswith("```"):
        return _code(lines)
    if first.startswith("|"):
        return _table(_checked(lines))
    if first.startswith(">"):
        return _quote(_checked(lines))
    if len(lines) == 1 and _LINE.match(first):
        return "<hr>"
    return _paragraph(lines)


def _paragraph(lines: list[str]) -> str:
    text = "\n".join(lines)
    if not TEXT_LINE.match(text) or (len(lines) > 1 and not all(map(LATER_LINE.match, lines))):
        raise ForeignError
    if text[-1] == " " or " \n" in text.replace("  \n", "\n"):
        raise ForeignError
    return f"<p>{inline_html(text)}</p>"


def _code(lines: list[str]) -> str:
    language = lines[0].lstrip("`")
    if " " in language:
        raise ForeignError
    return coloured("\n".join(line if line.strip(" ") else "" for line in lines[1:-1]), language)


def _table(lines: list[str]) -> str:
    if len(lines) < 3 or not _RULE.match(lines[1]):
        raise ForeignError
    sides = [_side(cell.strip()) for cell in lines[1][1:-1].split("|")]
    rows = [_cells(line, len(sides)) for line in (lines[0], *lines[2:])]
    head = "".join(f"<th{side}>{cell}</th>\n" for side, cell in zip(sides, rows[0], strict=True))
    body = "".join(
        "<tr>\n" + "".join(f"<td{side}>{cell}</td>\n" for side, cell in zip(sides, row, strict=True)) + "</tr>\n"
        for row in rows[1:]
    )
    return f"<table>\n<thead>\n<tr>\n{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>"


def _cells(line: str, count: int) -> list[str]:
    row = _ROW.match(line)
    cells = row[1].split("|") if row else []
    if len(cells) != count or "\\" in line or any(cell.count("`") % 2 for cell in cells):
        raise ForeignError
    if any(cell.strip() != cell.strip(" ") for cell in cells):
        raise ForeignError
    return [inline_html(cell.strip()) for cell in cells]


def _side(rule: str) -> str:
    left, right = rule.startswith(":"), rule.endswith(":")
    side = "center" if left and right else "left" if left else "right" if right else ""
    return f' align="{side}"' if side else ""


def _note(line: str, inside: list[str]) -> str:
    match = _NOTE.match(line)
    if match is None or not any(inside):
        raise ForeignError
    title = inline_html(match[4] or match[3].capitalize())
    text = "\n".join(_render(cut_blocks(inside)))
    if match[1]:
        opened = " open" if match[2] else ""
        return f'<details class="{match[3]}"{opened}>\n<summary>{title}</summary>\n{text}\n</details>'
    return f'<div class="admonition {match[3]}">\n<p class="admonition-title">{title}</p>\n{text}\n</div>'


def _quote(lines: list[str]) -> str:
    if not all(line.startswith("> ") or line == ">" for line in lines):
        raise ForeignError
    inside = [line[2:] for line in lines]
    if not any(inside) or inside[0].startswith("[!") or any("```" in line for line in inside):
        raise ForeignError
    text = "\n".join(_render(cut_blocks(inside)))
    return f"<blockquote>\n{text}\n</blockquote>"
