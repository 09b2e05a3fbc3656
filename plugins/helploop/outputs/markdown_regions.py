"""How far something in a Markdown text reaches: which blocks make sense together only, and when nothing but all does.

HTML, blocks between slashes, definitions and tabs reach over empty lines. Where it is certain what they end with, they
are for the library with what stands between; the rest of the text is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.outputs.markdown_inline import ForeignError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.outputs.markdown_blocks import Block

#: What changes places that nobody can tell, or is read in another way before anything else.
#: A single sign is looked for first: that is ten times as fast.
_EVERYWHERE = {"[": ("[TOC]",), "<": ("<![", "<?"), "k": ("klzzwxh",), "/": ("///Foot",), "h": ("helploopbetween",)}
_EVERYWHERE_LINE = re.compile(r"\n(?:[ \d.>*+-]*[\d.>*+-][ \d.>*+-]*(?:```|~~~)|[ ]*[\d.>*+-][ \d.>*+-]*///)")
#: What gives a name a meaning: an address, a note, a long form.
_NAMING = re.compile(r"\n[ \d.>*+-]*\[[^\[\]]*\]:")
_ONLY_NAMING = re.compile(r"(?:\n(?:\[[^\[\]\n]*\]|\*\[[^\[\]\\\n]*\] ?):[^\n]*)+")
_ABBREVIATION = re.compile(r"\n[ \d.>*+-]*\*\[((?:(?!\n\n)[^\\])*?)\] ?:")
#: A link with its address. What is left of the signs of links may be one by its name.
_LINK = re.compile(r"!?\[[^\[\]\n]*\]\([^\s()]*(?: \"[^\"\n]*\")?\)")
#: What reaches over empty lines.
_INLINE_NAMES = (
    "a abbr b bdi br cite code del em i img ins kbd mark q s samp small span strong sub sup time u var".split()
)
_INLINE = rf"(?!</?(?:{'|'.join(_INLINE_NAMES)})[ >]|<https?:|<[\w.+-]+@)"
_FAR_LINE = re.compile(rf'\n(?:={{3}}[+!]{{0,2}} +"|[ ]{{0,3}}(?::[ ]|{_INLINE}<[a-zA-Z/!?])|[ ]*///)')
_HTML_LINE = re.compile(rf"\n[ ]{{0,3}}{_INLINE}<[a-zA-Z/!?]")
_DEFINITION = re.compile(r"\n[ ]{0,3}:[ ]")
_TAB = re.compile(r'\n(?:={3}[+!]{0,2} +"|[ ]*/{3,}[ ]*tab\b)', re.IGNORECASE)
_SLASHES = re.compile(r"\n([ ]*)(/{3,})[ ]*([^\n]*)")
_SLASHES_START = re.compile(r"[\w-]+[ ]*(?:\|.*)?")
#: A tag, the beginning of a comment, an address; or what only looks like one.
_TAG = re.compile(
    r"<(?:(?P<comment>!--)(?!-?>)|(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)"
    r"(?:\s+[a-zA-Z_:@][\w:.@-]*(?:\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s\"'=<>`]+))?)*\s*(?P<empty>/?)>"
    r"|https?://[^\s<>\"'`]+>|[\w.+-]+@[\w.-]+>|(?P<odd>[a-zA-Z/!?]))"
)
#: What stands behind an element on its line is read in ways of its own.
_MORE = re.compile(r"[ ]*\S")
_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--|<!|```|~~~).)*-->", re.DOTALL)
#: Elements that are left as they are when they begin a line.
_RAW_NAMES = frozenset(
    "address article center details div dl figure h1 h2 h3 h4 h5 h6 ol p section table ul video".split()
)
_UNSAFE = re.compile(
    r"markdown|```|~~~|<!|<(?:script|style|textarea|title|plaintext|iframe|noembed|noframes|xmp)", re.IGNORECASE
)
_REFERENCE = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);|& ")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_ITEM = re.compile(r"[ ]*(?:[-*+]|\d+[.)])")


def reaches_everywhere(prose: str) -> bool:
    """Whether something in a text may change what stands anywhere else."""
    for sign, signs in _EVERYWHERE.items():
        if sign in prose and any(each in prose for each in signs):
            return True
    return _EVERYWHERE_LINE.search(f"\n{prose}") is not None


class Runs:
    """The blocks of a text, and which of them hang together."""

    def __init__(self, blocks: Sequence[Block], prose: str) -> None:
        self.blocks = blocks
        has_colons = ":" in prose and ("]:" in prose or "] :" in prose)
        self._short = _short_forms(prose) if has_colons and "*[" in prose else None
        self.has_names = self._short is not None or (has_colons and _NAMING.search(f"\n{prose}") is not None)
        self.is_far = self.has_names or _FAR_LINE.search(f"\n{prose}") is not None
        self._texts = list(map(_text, blocks)) if self.is_far else []
        if self.is_far and _HTML_LINE.search(f"\n{prose}") and any(tag["odd"] for tag in _TAG.finditer(prose)):
            raise ForeignError  # a tag that does not end has no end that we know
        if "<" in prose and "<!--" in prose and any(map(_is_open_inside, self._texts or map(_text, blocks))):
            raise ForeignError

    def end(self, place: int) -> int:
        """Behind the last block that hangs together with the one at `place`."""
        start = place
        if not self.is_far:
            place += 1
            while place < len(self.blocks) and _hangs(self.blocks[place].lines, self.blocks[start:place]):
                place += 1
            return place
        self._texts[start] = f"\n{self.blocks[start].prose}"  # a heading may have been taken away
        while True:
            place = self._closed(place)
            if place >= len(self.blocks) or not self._belongs(start, place):
                return place

    def is_for_library(self, run: Sequence[Block]) -> bool:
        """Whether something in these blocks reaches over empty lines, or is named elsewhere."""
        if not self.is_far:
            return False
        texts = [f"\n{block.prose}" for block in run]
        return any(_FAR_LINE.search(text) or self.is_linked(text) for text in texts)

    def is_linked(self, text: str) -> bool:
        """Whether there may be a name in a text, or its meaning."""
        return self.has_names and "[" in text and "[" in _LINK.sub("", text)

    def is_explained(self, html: str) -> bool:
        """Whether there may be an abbreviation in it that has a long form."""
        return self._short is not None and self._short.search(html) is not None

    def _closed(self, place: int) -> int:
        """Behind the block in which all is closed that begins in the one at `place`."""
        if "///" not in self._texts[place] and not _HTML_LINE.search(self._texts[place]):
            return place + 1
        opened = _Opened()
        for number in range(place, len(self.blocks)):
            if opened.is_closed_after(self._texts[number]):
                return number + 1
        raise ForeignError

    def _belongs(self, start: int, place: int) -> bool:
        """Whether a block may belong to those before it, from `start` on."""
        if self.has_names:  # what is named there leaves no trace
            while place < len(self.blocks) - 1 and _ONLY_NAMING.fullmatch(self._texts[place]):
                place += 1
            if self._texts[place].startswith(("\n[", "\n*[")) and ":" in self._texts[place]:
                return True  # what is behind a name in its block may belong there
        if self.blocks[place].lines[0].startswith("#"):
            return False
        if _hangs(self.blocks[place].lines, self.blocks[start:place]):
            return True
        before, text = self._texts[start:place], self._texts[place]
        if text.startswith("\n:"):
            return True
        if any(map(_DEFINITION.search, before)):
            following = self._texts[place + 1 : place + 2]
            is_long = "///" in text or _HTML_LINE.search(text)
            if is_long or _DEFINITION.search(text) or any(map(_DEFINITION.match, following)):
                return True
        return _TAB.match(text) is not None and any(map(_TAB.search, before))


class _Opened:
    """What has begun and not ended: blocks between slashes, elements, a comment."""

    def __init__(self) -> None:
        self.slashes: list[tuple[str, str]] = []
        self.elements: list[str] = []
        self.is_comment = False

    def is_closed_after(self, text: str) -> bool:
        """Whether all is closed behind a block.

        Raises:
            ForeignError: who knows.
        """
        is_html = bool(self.is_comment or self.elements or _HTML_LINE.search(text))
        if "///" in text:
            if is_html:
                raise ForeignError
            self._read_slashes(text)
        elif is_html:
            self._read_html(text)
        return not self.slashes and not self.elements and not self.is_comment

    def _read_slashes(self, text: str) -> None:
        for indent, slashes, rest in _SLASHES.findall(text):
            if _SLASHES_START.fullmatch(rest):
                self.slashes.append((indent, slashes))
            elif rest or not self.slashes or self.slashes.pop() != (indent, slashes):
                raise ForeignError

    def _read_html(self, text: str) -> None:
        at = 0
        while True:
            if self.is_comment:
                at = text.find("-->", at)
                if at < 0:
                    return
                self.is_comment = False
                if not self.elements and _MORE.match(text, at + len("-->")):
                    raise ForeignError
            tag = _TAG.search(text, at)
            if tag is None:
                return
            at = tag.end()
            self.is_comment = bool(tag["comment"])
            self.count(tag)
            is_block = tag["name"] and tag["name"].lower() not in _INLINE_NAMES
            if is_block and not self.elements and _MORE.match(text, at):
                raise ForeignError

    def count(self, tag: re.Match[str]) -> None:
        """Open or close an element."""
        name = (tag["name"] or "").lower()
        if tag["close"]:
            if not self.elements or self.elements.pop() != name:
                raise ForeignError
        elif name and name not in _VOID and not tag["empty"]:
            self.elements.append(name)


def _text(block: Block) -> str:
    return f"\n{block.prose}"


def _is_open_inside(text: str) -> bool:
    """Whether a comment begins in a line of a block and goes on behind it."""
    if "<!--" not in text or _HTML_LINE.search(text):
        return False
    return text.rfind("<!--") > text.rfind("-->") or "<!-->" in text or "<!--->" in text


def raw_html(lines: list[str]) -> str:
    """HTML that ends where it is closed, and comments: the library leaves them as they are.

    Raises:
        ForeignError: it may read them in another way.
    """
    text = "\n".join(line if line.strip() else "" for line in lines)
    if _COMMENT.fullmatch(text):
        return f"{text}\n"
    first = _TAG.match(text)
    if first is None or first["close"] or (first["name"] or "").lower() not in _RAW_NAMES:
        raise ForeignError
    if _UNSAFE.search(text) or "&" in _REFERENCE.sub("", text):
        raise ForeignError
    opened = _Opened()
    for tag in _TAG.finditer(text):
        opened.count(tag)
        if not opened.elements and tag.end() < len(text):
            raise ForeignError
    if opened.elements or not text.endswith(">"):
        raise ForeignError
    return f"{text}\n"


def _short_forms(prose: str) -> re.Pattern[str] | None:
    """Finds the abbreviations that a text explains."""
    found = _ABBREVIATION.findall(f"\n{prose}")
    return re.compile("|".join(re.escape(each.strip()) for each in found)) if found else None


def _hangs(lines: list[str], run: Sequence[Block]) -> bool:
    """Whether a block may belong to those before it, as items, quotes and what stands further in do."""
    first = lines[0][0]
    if first.isalpha():
        return False
    if first in " >":
        return True
    return bool(_ITEM.match(lines[0])) and any(_ITEM.match(line) for block in run for line in block.lines)
