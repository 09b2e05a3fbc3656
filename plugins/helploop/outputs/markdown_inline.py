"""What stands in a line of plain Markdown to HTML without the library: code, links, pictures, bold and italic.

It is as Python-Markdown makes it or not at all: what is unsure is foreign, and left to the library.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

_SPECIAL = re.compile(r"[`*_\[\]&<>\\{]")
#: Of an escaped sign the library keeps a mark, which may not stand beside others of its marks.
_ESCAPED = re.compile(r"\\([*_{}\[\]()#+.!>|-])")
_BESIDE = re.compile(r"\x03[*_]|[*_]\x02")
REFERENCE = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);")
#: Each begins with a sign of its own, which is found far faster than a place, and looks back from there.
CODE = re.compile(r"`(?<!``)([^`\n]+)`(?!`)")
#: A tag that is read in one way only. Some names make what follows raw, in newer Pythons more of them.
_RAW = (*HTMLParser.CDATA_CONTENT_ELEMENTS, *getattr(HTMLParser, "RCDATA_CONTENT_ELEMENTS", ()), "plaintext")
_NAME = rf"(?!(?:{'|'.join(_RAW)})\b)[a-zA-Z][a-zA-Z0-9-]*"
_VALUES = r"(?: +[a-zA-Z][\w-]*(?:=(?:\"[^\"<>\n`\[\\\x02]*\"|[\w./#-]+))?)*"
_TAG = re.compile(rf"</?{_NAME}{_VALUES} ?/?>", re.IGNORECASE)
#: In code these look like elements of HTML to the library.
_ELEMENT = re.compile(r"<[a-zA-Z/!?]")
_LINK = re.compile(r"(!?)\[([^\[\]\n]+)\]\(([^\s()<>\"'\[\]`*\\|\x02]+)(?: \"([^\"\n\\<>*_`&\x02\[\]()]+)\")?\)")
_WEB = re.compile(r"<(https?://[^\s<>\"'`*_&\\()\[\]{}|\x02]+)>")
_MAIL = re.compile(r"<([a-zA-Z0-9.+-]+@[a-zA-Z0-9.-]+)>")
#: As nearly all are: behind a blank, and with no other star between.
_PLAIN_STRONG = re.compile(r"\*\*(?<!\S\*\*)(?![*\s])([^*]*[^*\s])\*\*(?!\*)")
_PLAIN_EM = re.compile(r"\*(?<!\S\*)(?![*\s])([^*<]*[^*<\s])\*(?!\*)")
_STARS = re.compile(r"\*+")
#: So many stars make bold and italic.
_BOTH = 3
_LOW_STRONG = re.compile(r"__(?<![\w*]__)(?![_\s])([^_\n<*]*[^_\s<*])__(?![\w*])")
_LOW_EM = re.compile(r"_(?<![\w*]_)(?![_\s])([^_\n<*]*[^_\s<*])_(?![\w*])")
#: An underscore that is not in the middle of a word.
_LOW = re.compile(r"_(?:(?<![^\W_]_)|(?![^\W_]))")
#: Classes and values for the link or picture before them.
_VALUE = r"(?:\.[a-zA-Z][a-zA-Z0-9-]*|(?!id=|class=)[a-z][a-z-]*=(?:[a-zA-Z0-9%-]+|\"[a-zA-Z0-9%#.,:;/ -]*\"))"
_GIVEN = re.compile(rf"\x02(\d+)\x03\{{:? ?({_VALUE}(?: +{_VALUE})*) ?\}}(?![^\n]*\}})", re.ASCII)
_EACH = re.compile(_VALUE)
_PAIR = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
#: What may belong to the element before it, or to the block.
_ATTRIBUTES = re.compile(r"[\x03*_>]\{|\n *\{")
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
            text = CODE.sub(self._code, text)
            if "`" in text:
                raise ForeignError
        if "\\" in text or "&" in text or "  \n" in text:
            text = self._rare(text)
        if "](" in text:
            text = _LINK.sub(self._link, text)
            if "](" in text:
                raise ForeignError
        if "<" in text:
            text = _TAG.sub(self._tag, _MAIL.sub(self._mail, _WEB.sub(self._web, text)))
        if "{" in text:
            text = self._given_attributes(text)
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
        if not text or text.endswith("\\") or ("<" in text and _ELEMENT.search(_TAG.sub("", text))):
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

    def _mail(self, match: re.Match[str]) -> str:
        address = match[1]
        signs, mailto = ("".join(f"&#{ord(sign)};" for sign in each) for each in (address, f"mailto:{address}"))
        return self._keep(f'<a href="{mailto}">{signs}</a>')

    def _given_attributes(self, text: str) -> str:
        text = _GIVEN.sub(self._given, text)
        if _ATTRIBUTES.search(text):
            raise ForeignError
        return text

    def _given(self, match: re.Match[str]) -> str:
        """A link or picture with more attributes, all in the order of the alphabet."""
        html = self.kept[int(match[1])]
        name, _, rest = html.partition(" ")
        if name not in {"<a", "<img"}:
            raise ForeignError
        written, _, inside = rest.partition(">")
        values = dict(_PAIR.findall(written))
        for each in _EACH.findall(match[2]):
            key, _, value = each.partition("=")
            if each[0] == ".":
                values["class"] = f"{values['class']} {each[1:]}" if "class" in values else each[1:]
            else:
                values[key] = value.strip('"')
        attributes = "".join(f' {key}="{values[key]}"' for key in sorted(values))
        return self._keep(f"{name}{attributes}>{inside}")

    def _tag(self, match: re.Match[str]) -> str:
        return self._keep(match[0])

    @staticmethod
    def _marked(text: str) -> str:
        """Bold and italic."""
        if "<" in text:
            raise ForeignError
        text = text.replace("&", "&amp;").replace(">", "&gt;")
        if "*" in text:
            plain = _PLAIN_EM.sub(r"<em>\1</em>", _PLAIN_STRONG.sub(r"<strong>\1</strong>", text))
            text = _starred(text) if "*" in plain else plain
        if "_" in text:
            text = _LOW_EM.sub(r"<em>\1</em>", _LOW_STRONG.sub(r"<strong>\1</strong>", text))
            if _LOW.search(text):
                raise ForeignError
        return text


def _starred(text: str) -> str:
    """A text with what stands between stars bold, italic or both. Stars that mark nothing are shown."""
    parts, done = [], 0
    begin: re.Match[str] | None = None
    for stars in _STARS.finditer(text):
        is_begin, is_end = not _ends(text[stars.end() : stars.end() + 1]), not _ends(text[: stars.start()][-1:])
        if begin is None:
            begin = stars if is_begin else None
        elif is_end:
            if len(stars[0]) != len(begin[0]) or len(stars[0]) > _BOTH:
                raise ForeignError
            inside = text[begin.end() : stars.start()]
            inside = f"<em>{inside}</em>" if len(stars[0]) % 2 else inside
            parts += [text[done : begin.start()], f"<strong>{inside}</strong>" if len(stars[0]) > 1 else inside]
            done, begin = stars.end(), None
        elif is_begin:  # it may wait for an end that the first one needs
            raise ForeignError
    return "".join((*parts, text[done:]))


def _ends(sign: str) -> bool:
    """Whether a sign is a blank, or the end of the text."""
    return not sign or sign.isspace()
