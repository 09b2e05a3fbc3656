"""Text as a feed may carry it: characters XML or the validators refuse become visible, order marks go."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from html.entities import name2codepoint

from helploop.outputs.sanitise import SWALLOWED, TAGS

#: Controls but tab and line ends, surrogates, non-characters (XML 1.0, 2.2), and U+FFFD: damage to readers.
_BAD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
#: Marks that turn the direction of the text after them, beyond the title they stand in.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_END_TAG = re.compile(r"</(\w+)>")
_START_TAG = re.compile(r"<([a-zA-Z]\w*)[\s/>]")
_REFERENCE = re.compile(r"&(#?\w+)")
_LOOKS_LIKE_HTML = re.compile(r"</\w+>|&#?\w+;")
_HTML = TAGS | SWALLOWED | {"title", "body", "head", "html", "form", "button", "font", "center", "article", "nav"}


def feed_text(text: str) -> str:
    """The text with each character a feed can't carry as its picture: nothing is lost, and it can be seen."""
    if text.isprintable() and "\ufffd" not in text:  # nearly every title; of what is refused, only that is printable
        return text
    return _BAD.sub(lambda match: _picture(match.group()), text)


@lru_cache(maxsize=8192)
def feed_title(text: str, otherwise: str = "") -> str:
    """One line of plain text without marks of direction; `otherwise` when nothing is left."""
    if text.isprintable():  # marks of direction are not
        return " ".join(feed_text(text).split()) or otherwise
    return " ".join(feed_text(_BIDI.sub("", text)).split()) or otherwise


def _picture(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x85:  # the line end of mainframes
        return " "
    return "\u2421" if code == 0x7F else "□"


def has_end_tag(text: str) -> bool:
    """Whether plain text holds what readers take for HTML, whatever the format says: `</b>`."""
    return any(tag.lower() in _HTML for tag in _END_TAG.findall(text))


@lru_cache(maxsize=8192)
def is_markup(text: str) -> bool:
    """Whether plain text could be read as HTML: a tag, or a reference such as `&amp;`."""
    if has_end_tag(text) or _START_TAG.search(text):
        return True
    return any(name in name2codepoint or name == "apos" or not name.isalpha() for name in _REFERENCE.findall(text))


def rss_words(text: str) -> str:
    """Plain text for RSS. With an end tag or a reference in it readers take it for HTML: it is escaped as HTML."""
    return escape(text, quote=False) if _LOOKS_LIKE_HTML.search(text) else text
