"""Plain Markdown to HTML without the library: paragraphs, headings, lists, quotes, code blocks, tables and notes.

What comes out is what Python-Markdown makes with our extensions, character for character, in a fraction of the time.
What is anything else, or unsure, is left to the library: a block with those that hang on it, or the whole text.
`tests/outputs/test_markdown_plain.py` holds both against each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from helploop.outputs.markdown_blocks import cut_blocks
from helploop.outputs.markdown_inline import REFERENCE, ForeignError
from helploop.outputs.markdown_pieces import Pieces
from helploop.outputs.markdown_regions import reaches_everywhere

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown import Markdown

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TASK = re.compile(r"\[[ xX]\]")
#: The address of a link, and those of them with a colon that every cleaner leaves as they are.
_ADDRESS = re.compile(r"\]\(([^\s()]*:[^\s()]*)")
_SAFE_ADDRESS = re.compile(
    r"https?://(?:(?!xn--)[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#][^\s]*)?|mailto:[\w.+-]+@[\w.-]+", re.ASCII
)

#: The HTML that authors write most: a key, the end of a line.
_SAFE_HTML = re.compile(r"<kbd>[^\s<>&\"'`*_\[\]\\{}!]+(?: [^\s<>&\"'`*_\[\]\\{}!]+)*</kbd>|<br>")


class Plain(NamedTuple):
    """A text as HTML. It `is_clean` where cleaning is known to change nothing: everything in it was made here."""

    html: str
    is_clean: bool


def plain_html(text: str, converter: Callable[[], Markdown], signs: re.Pattern[str] | None = None) -> Plain | None:
    """The HTML of a plain text, or None when it is for the library. `converter` gives the library's.

    It converts the blocks that are not plain, and those with `signs`.
    """
    lines = text.expandtabs(4).split("\n")
    if (not text.replace("\n", " ").isprintable() and _CONTROL.search(text)) or lines[0].isspace():
        return None
    try:
        blocks = list(cut_blocks(lines))
        prose = "\n\n".join(filter(None, [block.prose for block in blocks]))
        if reaches_everywhere(prose):
            return None
        pieces = Pieces(lines, blocks, prose, signs)
        html = "\n".join(filter(None, pieces.html(converter)))
        return Plain(html.strip(), pieces.are_ours and _is_clean(text, prose))
    except ForeignError:
        return None


def _is_clean(text: str, prose: str) -> bool:
    """Whether a text without blocks for the library becomes HTML that is clean as it is.

    What authors write as HTML need not be, but for keys and ends of lines, and an address may not be. A cleaner writes
    two things in another way.
    """
    if ("<" in prose and "<" in _SAFE_HTML.sub("", prose)) or "\xa0" in text:
        return False
    if ("?" in prose and "???+" in prose) or ("=" in prose and "===" in prose):
        return False
    if "[" in prose and _TASK.search(prose):
        return False
    if "&" in prose and REFERENCE.search(prose):
        return False
    return ":" not in prose or all(map(_SAFE_ADDRESS.fullmatch, _ADDRESS.findall(prose)))
