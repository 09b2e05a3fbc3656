"""What stands in a line of plain Markdown to HTML without the library: code, links, pictures, bold and italic.

It is as Python-Markdown makes it or not at all: what is unsure is foreign, and left to the library.
"""

from __future__ import annotations

import re
from html import escape

_SPECIAL = re.compile(r"[`*_\[\]&<>\\{]")
#: Of an escaped sign the library keeps a mark, which may not stand beside others of its marks.
_ESCAPED = re.compile(r"\\([*_{}\[\]()#+.!>|-])")
_BESIDE = re.compile(r"\x03[*_]|[*_]\x02")
REFERENCE = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);")
#: Each begins with a sign of its own, which is found far faster than a place, and looks back from there.
_CODE = re.compile(r"`(?<!``)([^`\n]+)`(?!`)")
#: In code these look like elements of HTML to the library.
_ELEMENT = re.compile(r"<[a-zA-Z/!?]")
_LINK = re.compile(r"(!?)\[([^\[\]\n]+)\]\(([^\s()<>\"'\[\]`*\\|\x02]+)(?: \"([^\"\n\\<>*_`&\x02\[\]()]+)\")?\)")
_WEB = re.compile(r"<(https?://[^\s<>\"'`*_&\\()\[\]{}|\x02]+)>")
_TAG = re.compile(r"</?(?:kbd|sub|sup|b|i|em|strong|small|mark|s|u|var|samp)>|<br ?/?>")
#: Behind a mark of punctuation both end before a blank only.
_STRONG = re.compile(
    r"\*\*(?<![^\W_]\*\*)(?<!\*\*\*)"
    r"((?:[^\W_]|\x02)(?:[^*\n]*(?:[^\W_]|\x03|[:.!?,)](?=\*\*(?:\s|\Z))))?)\*\*(?!\*)(?![^\W_])"
)
_EM = re.compile(
    r"\*(?<![^\W_]\*)(?<!\*\*)"
    r"((?:[^\W_]|\x02)(?:[^*\n]*(?:[^\W_]|\x03|[:.!?,)](?=\*(?:\s|\Z))))?)\*(?!\*)(?![^\W_])"
)
_LOW_STRONG = re.compile(r"__(?<![\w*]__)((?:[^\W_]|\x02)(?:[^_\n<*]*(?:[^\W_]|\x03))?)__(?![\w*])")
_LOW_EM = re.compile(r"_(?<![\w*]_)((?:[^\W_]|\x02)(?:[^_\n<*]*(?:[^\W_]|\x03))?)_(?![\w*])")
#: An underscore that is not in the middle of a word.
_LOW = re.compile(r"_(?:(?<![^\W_]_)|(?![^\W_]))")
_KEPT = re.compile("\x02(\\d+)\x03")


class ForeignError(Exception):
    """There is something that is not read here."""


def inline_html(text: str) -> str:
    """The HTML of a text without blocks.

    Raises:
        ForeignError: it is for the library.
    """
    return _Inline().html(text) if _SPECIAL.search(text) or "  \n" in text else text


class _Inline:
    """One text on its way. What is finished is kept aside, with a mark in its place."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def html(self, text: str) -> str:
        if "\\" in text and ("\\`" in text or "\\\\" in text):
            raise ForeignError
        if "`" in text:
            text = _CODE.sub(self._code, text)
            if "`" in text:
                raise ForeignError
        if "\\" in text or "&" in text or "  \n" in text:
            text = self._rare(text)
        if "{" in text:
            raise ForeignError
        if "](" in text:
            text = _LINK.sub(self._link, text)
            if "](" in text:
                raise ForeignError
        if "<" in text:
            text = _TAG.sub(self._tag, _WEB.sub(self._web, text))
        text = self._marked(text)
        while "\x02" in text:
            text = _KEPT.sub(self._back, text)
        return text

    def _rare(self, text: str) -> str:
        """A text without escaped signs, references to characters, and blanks that break a line."""
        plain = _ESCAPED.sub(self._escaped, text)
        if plain != text and _BESIDE.search(plain):
            raise ForeignError
        plain = REFERENCE.sub(self._tag, plain)
        if plain != text and "](" in text:
            raise ForeignError
        if "  \n " in plain:  # blanks between a break and an element are dropped
            raise ForeignError
        return plain.replace("  \n", f"{self._keep('<br>')}\n") if "  \n" in plain else plain

    def _escaped(self, match: re.Match[str]) -> str:
        return self._keep(escape(match[1]))

    def _keep(self, html: str) -> str:
        self.kept.append(html)
        return f"\x02{len(self.kept) - 1}\x03"

    def _back(self, match: re.Match[str]) -> str:
        return self.kept[int(match[1])]

    def _code(self, match: re.Match[str]) -> str:
        text = match[1].strip()
        if not text or text.endswith("\\") or ("<" in text and _ELEMENT.search(text)):
            raise ForeignError
        return self._keep(f"<code>{escape(text, quote=False)}</code>")

    def _link(self, match: re.Match[str]) -> str:
        is_image, text, address, title = match.groups()
        address = address.replace("&", "&amp;")
        more = f' title="{title}"' if title else ""
        if is_image:
            if any(sign in text for sign in '\x02*_"&<>'):
                raise ForeignError
            return self._keep(f'<img alt="{text}" src="{address}"{more}>')
        if "<" in text:
            raise ForeignError
        return self._keep(f'<a href="{address}"{more}>{self._marked(text)}</a>')

    def _web(self, match: re.Match[str]) -> str:
        return self._keep(f'<a href="{match[1]}">{match[1]}</a>')

    def _tag(self, match: re.Match[str]) -> str:
        return self._keep(match[0])

    @staticmethod
    def _marked(text: str) -> str:
        """Bold and italic."""
        if "<" in text:
            raise ForeignError
        text = text.replace("&", "&amp;").replace(">", "&gt;")
        if "*" in text:
            text = _EM.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", text))
            if "*" in text:
                raise ForeignError
        if "_" in text:
            text = _LOW_EM.sub(r"<em>\1</em>", _LOW_STRONG.sub(r"<strong>\1</strong>", text))
            if _LOW.search(text):
                raise ForeignError
        return text
