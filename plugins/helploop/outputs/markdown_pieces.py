"""A Markdown text piece by piece: what we convert ourselves, and what goes to the library, all of that in one go.

The pieces for the library stand between paragraphs of a word of ours, so that each is seen between others and found
again. Anchors of headings are given last, as the library does.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from markdown.extensions.toc import unique

from helploop.model.slug import slugify
from helploop.outputs.markdown_blocks import Block
from helploop.outputs.markdown_inline import REFERENCE, ForeignError, inline_html
from helploop.outputs.markdown_regions import Runs, raw_html
from helploop.outputs.markdown_structures import render_all, slashes_html, tabs_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown import Markdown

_HEADING = re.compile(r"^(#{1,6})[ ]*([^#\s](?:.*[^#\s])?)[ ]*#*$")
#: The anchor that an author has chosen.
_ANCHOR = re.compile(r"[ ]+\{:?[ ]*#([\w-]+)[ ]*\}$", re.ASCII)
#: A heading with its line below it.
_UNDERLINE = re.compile(r"(?:=+|-+)[ ]*")
#: What stands between two pieces for the library.
_WORD = "helploopbetween"
_BETWEEN = f"<p>{_WORD}</p>"
#: Stands for the number of tabs until it is known. No text holds it.
_NUMBER = "\x01"
_OTHER_TABS = re.compile(r"/{3} *tab\b", re.IGNORECASE)
_TABS = re.compile(r'((?: (?:id|name|for)="__tabbed_| data-tabs="))(\d+)')
_MADE_HEADING = re.compile(r'<h([1-6]) id="[^"]*">(.*?)</h\1>', re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
#: Names that no heading can get.
_APART = re.compile(r"__tabbed_|fn:|fnref\d*:")
#: In HTML it looks like what the library makes.
_DOUBTFUL = re.compile(r"__tabbed_|fnref|<h[1-6]", re.IGNORECASE)
#: What the library forgets of its own marks depends on what it has converted before.
_LEFT = re.compile(r"xh:\d|zdk:\d|[\x02\x03]")


class _Title(NamedTuple):
    """A heading that has no anchor yet."""

    level: str
    html: str


class Pieces:
    """One text on its way. They `are_ours` where the library made none of them."""

    def __init__(self, lines: list[str], blocks: list[Block], prose: str, signs: re.Pattern[str] | None = None) -> None:
        self.lines = lines
        self.blocks = blocks
        self.runs = Runs(blocks, prose)
        self.signs = signs
        has_named = "_" in prose and "__tabbed_" in prose
        self.has_other_tabs = has_named or ("///" in prose and _OTHER_TABS.search(prose) is not None)
        self.tabs = 0
        self.foreign: list[str] = []
        self.ids: set[str] = set()
        self.counters: dict[str, int] = {}

    @property
    def are_ours(self) -> bool:
        """Whether everything was made here."""
        return not self.foreign

    def html(self, converter: Callable[[], Markdown]) -> Iterator[str]:
        """The HTML of each piece. Names that authors have chosen for headings are taken before any other."""
        found = (_ANCHOR.search(block.lines[0]) for block in self.blocks if block.lines[0].startswith("#"))
        self.ids.update(anchor[1] for anchor in found if anchor)
        pieces = list(self._pieces())
        made = self._converted(converter()) if self.foreign else []
        before = after = 0
        for piece in pieces:
            if isinstance(piece, _Title):
                yield self._named(*piece)
            elif isinstance(piece, int):
                html, count = _renumbered(made[piece], before)
                after += count
                yield self._renamed(html)
            elif self.tabs and _NUMBER in piece:
                before += 1
                yield piece.replace(_NUMBER, str(before + after))
            else:
                yield piece
        if made:
            yield made[-1]

    def _pieces(self) -> Iterator[str | _Title | int]:
        """What we make ourselves, or the number of what the library makes."""
        blocks, place = self.blocks, 0
        while place < len(blocks):
            block = blocks[place]
            if taken := _heading_lines(block.lines):
                yield self._heading(block.lines[:taken])
                if len(block.lines) == taken:
                    place += 1
                    continue
                blocks[place] = Block(block.lines[taken:], block.start + taken, block.is_odd, block.code)
            end = self.runs.end(place)
            yield self._run(blocks[place:end])
            place = end

    def _run(self, run: list[Block]) -> str | int:
        """Blocks that hang together."""
        try:
            html = self._own(run)
        except ForeignError:
            pass
        else:
            if not self.runs.is_explained(html):
                return html
        if run[0].lines[0].lstrip().startswith(": "):
            raise ForeignError  # it depends on what stands before it
        self.foreign.append("\n".join(self._source(run)))
        return len(self.foreign) - 1

    def _own(self, run: list[Block]) -> str:
        if self.signs is not None and any(self.signs.search("\n".join(block.lines)) for block in run):
            raise ForeignError
        if not self.runs.is_for_library(run):
            return "\n".join(render_all(run))
        first = run[0].lines[0]
        if first.startswith("<"):
            return raw_html(self._source(run))
        if any(self.runs.is_linked(block.prose) for block in run):
            raise ForeignError
        if first.startswith("///"):
            return slashes_html(self._source(run))
        return self._numbered_tabs(run)

    def _numbered_tabs(self, run: list[Block]) -> str:
        if self.has_other_tabs:
            raise ForeignError
        html = tabs_html(self._source(run), _NUMBER)
        self.tabs += 1
        return html

    def _source(self, run: list[Block]) -> list[str]:
        return self.lines[run[0].start : run[-1].start + len(run[-1].lines)]

    def _converted(self, converter: Markdown) -> list[str]:
        """What the library makes of its pieces, and what it adds at the end."""
        between = f"\n\n{_WORD}\n\n"
        text = f"{_WORD}\n\n{between.join(self.foreign)}\n\n{_WORD}"
        converter.reset()
        html = converter.convert(text)
        before, *made = html.split(_BETWEEN)
        if before or len(made) != len(self.foreign) + 1 or _LEFT.search(html) or _MADE_HEADING.search(made[-1]):
            raise ForeignError
        for source, each in zip(self.foreign, made[:-1], strict=True):
            if ' id="' in each:
                self._take_names(source, each)
        return [each.removeprefix("\n").removesuffix("\n") for each in made]

    def _take_names(self, source: str, html: str) -> None:
        """Take the names that authors have chosen for other things than headings."""
        names = [name for name in _ID.findall(_MADE_HEADING.sub("", html)) if not _APART.match(name)]
        has_html = "<" in source
        if has_html and _DOUBTFUL.search(source):
            raise ForeignError
        if _MADE_HEADING.search(html) and ("{" in source or "[^" in source):
            raise ForeignError  # its name may be chosen, or hold a number
        if names and has_html and ("{" in source or "markdown" in source):
            raise ForeignError  # of what is written as HTML a heading may have the name, too
        if not has_html:
            self.ids.update(names)

    def _renamed(self, html: str) -> str:
        """Headings inside a piece have names that depend on those before it."""
        if "<h" not in html:
            return html
        return _MADE_HEADING.sub(lambda match: self._named(match[1], match[2]), html)

    def _heading(self, lines: list[str]) -> str | _Title:
        line = lines[0]
        if self.signs is not None and self.signs.search(line):
            raise ForeignError
        if "\\" in line or ("&" in line and REFERENCE.search(line)) or self.runs.is_linked(line):
            raise ForeignError
        if len(lines) > 1:
            if "{" in line:
                raise ForeignError
            return self._title("1" if lines[1][0] == "=" else "2", line.strip())
        anchor = _ANCHOR.search(line)
        match = _HEADING.match(line[: anchor.start()] if anchor else line)
        if match is None or "{" in match[2]:
            raise ForeignError
        title = self._title(str(len(match[1])), match[2])
        return f'<h{title.level} id="{anchor[1]}">{title.html}</h{title.level}>' if anchor else title

    def _title(self, level: str, text: str) -> _Title:
        html = inline_html(text)
        if self.runs.is_explained(html):
            raise ForeignError
        return _Title(level, html)

    def _named(self, level: str, html: str) -> str:
        slug = slugify(unescape(re.sub(r"<[^>]*>", "", html)), "-")
        return f'<h{level} id="{unique(slug, self.ids, self.counters)}">{html}</h{level}>'


def _renumbered(html: str, before: int) -> tuple[str, int]:
    """A piece of the library's with `before` more tabs of ours before it, and how many it has itself."""
    if "__tabbed_" not in html:
        return html, 0
    count = html.count(' data-tabs="')
    return _TABS.sub(lambda match: f"{match[1]}{int(match[2]) + before}", html) if before else html, count


def _heading_lines(lines: list[str]) -> int:
    """How many lines a block's heading has."""
    if lines[0].startswith("#"):
        return 1
    is_underlined = len(lines) > 1 and lines[0][0].isalpha() and _UNDERLINE.fullmatch(lines[1])
    return 2 if is_underlined and not any(line.startswith("#") for line in lines[2:]) else 0
