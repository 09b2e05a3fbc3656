"""The blocks of a Markdown text to HTML without the library: paragraphs, lists, quotes, code, tables and notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.outputs.code_colours import coloured
from helploop.outputs.markdown_blocks import Block, cut_blocks
from helploop.outputs.markdown_inline import CODE, ForeignError, inline_html
from helploop.outputs.markdown_lists import INDENT, LATER_LINE, TEXT_LINE, dedented, list_tag, new_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ROW = re.compile(r"^\|(.*)\|$")
_RULE = re.compile(r"^\|(?:[ ]*:?-+:?[ ]*\|)+$")
#: A table without a line at either side.
_OPEN_ROW = re.compile(r"^(?![ |])(.*\|.*[^ |])[ ]*$")
_OPEN_RULE = re.compile(r"^:?-+:?(?:[ ]*\|[ ]*:?-+:?)+$")
_NOTE = re.compile(r'^(?:!!!|(\?\?\?)(\+?)) ([a-z]+)(?: "([^"\n]+)")?$')
_CALLOUT = re.compile(r"^\[!([A-Za-z]+)\]$")
_TAB = re.compile(r'^=== "([^"{}]+)" *$')
_SLASHES = re.compile(
    r"^(/{3,}) *(note|attention|caution|danger|error|tip|hint|warning|details) *(?:\| *(\S(?:.*\S)?) *)?$"
)
_OPTION = re.compile(r'(title|hl_lines|linenums)="([^"]*)"')
_LINE = re.compile(r"^(?:-{3,}|_{3,}|\*{3,})$")


def render_all(blocks: Iterable[Block]) -> Iterator[str]:
    """The HTML of blocks.

    Raises:
        ForeignError: one of them is for the library.
    """
    found = list(blocks)
    if any(block.is_odd for block in found):
        raise ForeignError
    return _rendered([block.lines for block in found])


def _rendered(blocks: Sequence[list[str]]) -> Iterator[str]:
    place = 0
    while place < len(blocks):
        lines = blocks[place]
        place += 1
        if lines[0][0].isalpha():  # by far the most
            yield (
                _table(_checked(lines)) if len(lines) > 1 and "|" in lines[1] and "-" in lines[1] else _paragraph(lines)
            )
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
    if first.startswith(("!!!", "???")):
        return _note(first, dedented(lines[1:]))
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
    language, _, more = lines[0].lstrip("`").partition(" ")
    options = dict(_OPTION.findall(more))
    if "linenums" in options or more.count("=") != len(options) or (more and not language):
        raise ForeignError
    source = "\n".join(line if line.strip(" ") else "" for line in lines[1:-1])
    return coloured(source, language, options.get("title", ""), options.get("hl_lines", ""))


def _table(lines: list[str]) -> str:
    is_open = not lines[0].startswith("|")
    if len(lines) < 3 or not (_OPEN_RULE if is_open else _RULE).match(lines[1]):
        raise ForeignError
    rule = lines[1] if is_open else lines[1][1:-1]
    sides = [_side(cell.strip()) for cell in rule.split("|")]
    rows = [_cells(line, len(sides), is_open=is_open) for line in (lines[0], *lines[2:])]
    head = "".join(f"<th{side}>{cell}</th>\n" for side, cell in zip(sides, rows[0], strict=True))
    body = "".join(
        "<tr>\n" + "".join(f"<td{side}>{cell}</td>\n" for side, cell in zip(sides, row, strict=True)) + "</tr>\n"
        for row in rows[1:]
    )
    return f"<table>\n<thead>\n<tr>\n{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>"


def _cells(line: str, count: int, *, is_open: bool) -> list[str]:
    row = (_OPEN_ROW if is_open else _ROW).match(line)
    cells = row[1].split("|") if row else []
    if len(cells) != count or "\\" in line or any(cell.count("`") % 2 for cell in cells):
        raise ForeignError
    if any(cell.strip() != cell.strip(" ") for cell in cells) or ("{" in line and "{" in CODE.sub("", line)):
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
    text = "\n".join(render_all(cut_blocks(inside)))
    if match[1]:
        opened = " open" if match[2] else ""
        return f'<details class="{match[3]}"{opened}>\n<summary>{title}</summary>\n{text}\n</details>'
    return f'<div class="admonition {match[3]}">\n<p class="admonition-title">{title}</p>\n{text}\n</div>'


def slashes_html(lines: list[str]) -> str:
    """A note between slashes.

    Raises:
        ForeignError: it is for the library.
    """
    match = _SLASHES.match(lines[0])
    inside = lines[1:-1]
    if match is None or lines[-1] != match[1] or not "".join(inside).strip() or any("///" in line for line in inside):
        raise ForeignError
    if inside[0].startswith(INDENT):  # values
        raise ForeignError
    kind, title = match[2], match[3] or ""
    if title.startswith("#"):
        raise ForeignError
    text = "\n".join(render_all(cut_blocks(inside)))
    if kind == "details":
        if not title:
            raise ForeignError
        return f"<details>\n<summary>{inline_html(title)}</summary>\n{text}\n</details>"
    heading = f'<p class="admonition-title">{inline_html(title or kind.capitalize())}</p>'
    return f'<div class="admonition {kind}">\n{heading}\n{text}\n</div>'


def tabs_html(lines: list[str], number: str) -> str:
    """Tabs; `number` says which ones of the text they are.

    Raises:
        ForeignError: they are for the library.
    """
    tabs: list[tuple[str, list[str]]] = []
    for line in lines:
        if title := _TAB.match(line):
            tabs.append((inline_html(title[1]), []))
        elif tabs and (not line.strip() or line.startswith(INDENT)):
            tabs[-1][1].append(line[4:])
        else:
            raise ForeignError
    if not all("".join(inside).strip() for _, inside in tabs):
        raise ForeignError
    start = f'<div class="tabbed-set tabbed-alternate" data-tabs="{number}:{len(tabs)}">'
    inputs = "".join(
        f'<input{"" if at > 1 else " checked"} id="__tabbed_{number}_{at}" name="__tabbed_{number}" type="radio">'
        for at in range(1, len(tabs) + 1)
    )
    labels = "".join(f'<label for="__tabbed_{number}_{at}">{title}</label>' for at, (title, _) in enumerate(tabs, 1))
    texts = ("\n".join(render_all(cut_blocks(inside))) for _, inside in tabs)
    blocks = "".join(f'<div class="tabbed-block">\n{text}\n</div>\n' for text in texts)
    start += f'{inputs}<div class="tabbed-labels">{labels}</div>\n'
    return f'{start}<div class="tabbed-content">\n{blocks}</div>\n</div>'


def _quote(lines: list[str]) -> str:
    if not all(line.startswith("> ") or line == ">" for line in lines):
        raise ForeignError
    inside = [line[2:] for line in lines]
    callout = _CALLOUT.match(inside[0])
    if callout:
        del inside[0]
    if not any(inside) or inside[0].startswith("[!") or any("```" in line for line in inside):
        raise ForeignError
    text = "\n".join(render_all(cut_blocks(inside)))
    if callout:
        kind = callout[1].lower()
        heading = f'<p class="admonition-title">{kind.capitalize()}</p>'
        return f'<div class="admonition {kind}">\n{heading}\n{text}\n</div>'
    return f"<blockquote>\n{text}\n</blockquote>"
