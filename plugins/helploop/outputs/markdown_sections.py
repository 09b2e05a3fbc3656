"""What clean HTML says and leads to: its text cut at headings, the headings themselves, links, pictures and anchors.

Cleaning has escaped every `<` and `>` that is no tag's, in attributes too, so that tags are found by these two signs.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from helploop.model.body import Heading, Section

#: The words of code: most elements of a page, and nothing but a class in them.
_WORD = re.compile(r'<span class="[^"]*">')
_HEADING = re.compile(r"<(/?)(h[1-6])(?![a-zA-Z0-9])([^>]*)>")
_BLOCK = re.compile(
    r"</?(?:p|li|ul|ol|dl|dt|dd|td|th|tr|table|pre|div|blockquote|br|hr|details|summary|figure|figcaption|section|label)"
    r"(?![a-zA-Z0-9])[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")
#: The number at a word that has a footnote, and the arrow back to it: signs of the page, no words of the text.
_FOOTNOTE_SIGN = re.compile(r'<sup id="fnref[^>]*>.*?</sup>|(?:&nbsp;|\xa0)?<a class="footnote-backref".*?</a>')
_WITH_VALUES = re.compile(r'<([a-zA-Z][a-zA-Z0-9]*) (?!class="[^"]*">)([^>]*)>')
_VALUE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")


class Content(NamedTuple):
    """What was found. A link is an address as written with what shows it: `link`, `image` or `frame`."""

    headings: list[Heading]
    sections: list[Section]
    links: list[tuple[str, str]]
    anchors: list[str]


def read_content(html: str) -> Content:
    """The content of clean HTML."""
    if "<span" in html:
        html = _WORD.sub("", html.replace("</span>", ""))
    content = Content([], [], [], [])
    for tag, values in _WITH_VALUES.findall(html):
        _read_values(tag, values, content)
    before, *others = _HEADING.split(html)
    heading: tuple[int, str] | None = None
    anchor = title = ""
    for slash, tag, values, after in zip(*[iter(others)] * 4, strict=True):
        if not slash:
            _add_section(anchor, title, before, content)
            heading = int(tag[1]), unescape(dict(_VALUE.findall(values)).get("id", ""))
            before = after
        elif heading is None:
            before = f"{before} {after}"
        else:
            (level, anchor), title = heading, _text(before)
            if anchor and title:
                content.headings.append(Heading(level, anchor, title))
            heading, before = None, after
    _add_section(anchor, title, before, content)
    return content


def _add_section(anchor: str, title: str, html: str, content: Content) -> None:
    text = _text(html)
    if text or title:
        content.sections.append(Section(anchor, title, text))


def _text(html: str) -> str:
    """Text without elements; what stands in blocks of their own is apart."""
    if "footnote" in html:
        html = _FOOTNOTE_SIGN.sub("", html)
    if "<" in html:
        html = _TAG.sub("", _BLOCK.sub(" ", html))
    if "&" in html:
        html = unescape(html)
    return " ".join(html.replace("\u200b", "").split())


def _read_values(tag: str, written: str, content: Content) -> None:
    for name, value in _VALUE.findall(written):
        if name == "id" or (name == "name" and tag == "a"):
            content.anchors.append(unescape(value))
        elif name == "href" and tag == "a":
            content.links.append((unescape(value), "link"))
        elif name in {"src", "poster"}:
            content.links.append((unescape(value), "frame" if tag == "iframe" else "image"))
        elif name == "srcset":
            found = (candidate.split()[0] for candidate in unescape(value).split(",") if candidate.strip())
            content.links.extend((address, "image") for address in found)
