"""The Markdown beside every page: the source as people wrote it, cleaned, with addresses that work anywhere.

Front matter and comments go, the title becomes the first heading, and code stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from helploop.outputs.places import without_code
from helploop.outputs.sanitise import SWALLOWED, TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from helploop.model.body import Body
    from helploop.outputs.links import Links, Viewpoint

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SWALLOWED = re.compile(
    rf"<(?P<tag>{'|'.join(sorted(SWALLOWED))})\b.*?(?:</(?P=tag)\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
#: The other way to write a comment: a definition that nothing can lead to.
_REMARK = re.compile(r"(?m)^ {0,3}\[[^\]\n]+\]:[ \t]*(?:#|<#?>)[ \t]+(?:\([^\n]*\)|\"[^\n]*\"|'[^\n]*')[ \t]*$")
_OPENED = re.compile(r"<(?=[a-zA-Z/!?%])")
_TAG = re.compile(
    r"</?(?P<name>[a-zA-Z][\w-]*)(?=[\s/>])(?P<values>(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^<>\"']){0,200})>"
)
#: Behind a blank, a slash or the quotation mark that ends the value before, which stays.
_ACTS = re.compile(
    r"(?:[\s/]+|(?<=[\"']))(?:on[a-z]+|style|srcdoc|formaction|action)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)",
    re.IGNORECASE,
)
#: An id or class that is for the converter: behind a heading, behind a link.
_HEADING_MARK = re.compile(r"(?m)^#{1,6}[ \t][^\n]*?(?P<mark>\{[ \t]*:?[ \t]*(?:[#.]|[\w-]+=)[^{}\n]*\})[ \t]*$")
_LINK_MARK = re.compile(r"(?<=\))(?P<mark>\{[ \t]*:?[ \t]*[#.\w][^{}\n]*\})")
_PLAIN = r"(?:[^\s()<>\"']|\([^\s()<>]*\))+"
#: What holds addresses, by the signs without which there are none. One after the other they are found far faster.
_ADDRESSES = (
    ("](", re.compile(r"\]\([ \t]*(?:<(?P<bracketed>[^<>\n]+)>|(?P<inline>" + _PLAIN + r"))")),
    ("]:", re.compile(r"(?m)^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(?:<(?P<defined>[^<>\n]+)>|(?P<definition>\S+))")),
    (
        "=",
        re.compile(
            r"<[a-zA-Z][^<>]*?\s(?:href|src|poster|cite)[ \t]*="
            r"[ \t]*(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)')"
        ),
    ),
)
#: The only element with two addresses.
_VIDEO = re.compile(r"<video\b[^<>]*", re.IGNORECASE)
_IN_VIDEO = re.compile(
    r"\s(?:src|poster)[ \t]*=[ \t]*(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)')", re.IGNORECASE
)
_SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "sms"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A text before it is cleaned: its title, its Markdown, and what became of that on its page.

    `pieces` is the text as `cut` leaves it, where that is known already.
    """

    title: str
    text: str
    body: Body
    view: Viewpoint
    summary: str = ""
    pieces: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """A line in a list of pages: a title, a full address, and a sentence."""

    title: str
    url: str
    summary: str = ""

    def __str__(self) -> str:
        title = _one_line(self.title).replace("[", r"\[").replace("]", r"\]")
        return f"- [{title}]({self.url})" + (f": {_one_line(self.summary)}" if self.summary else "")


#: Named lists of pointers.
Groups = list[tuple[str, list[Pointer]]]


def render_mirror(writing: Writing, links: Links) -> str:
    """The whole page as Markdown."""
    parts = [heading(writing.title)]
    if writing.summary:
        parts.append(f"> {_one_line(writing.summary)}")
    if text := clean(writing, links).strip("\n"):
        parts.append(text)
    return "\n\n".join(parts) + "\n"


def render_list(title: str, summary: str, groups: Groups) -> str:
    """A page that leads to others."""
    head = f"{heading(title)}\n\n> {_one_line(summary)}\n" if summary else f"{heading(title)}\n"
    return head + render_groups(groups)


def render_groups(groups: Groups) -> str:
    """Groups of pointers, each below its name; a group without pointers is left out."""
    parts = []
    for name, pointers in groups:
        if lines := "\n".join(map(str, pointers)):
            parts.append(f"\n## {_one_line(name)}\n\n{lines}\n" if name else f"\n{lines}\n")
    return "".join(parts)


def heading(title: str) -> str:
    """A title as the first heading of a Markdown text."""
    return f"# {_one_line(title)}"


def _one_line(text: str) -> str:
    """A value as one line of Markdown; what looks like a tag in it is text, whoever renders the file."""
    return _OPENED.sub("&lt;", " ".join(text.split()))


def clean(writing: Writing, links: Links) -> str:
    """A Markdown text without comments and marks for the converter, its addresses absolute."""
    pieces = writing.pieces or cut(writing.text, count_remarks(writing.body), links.settings.allowed_html)
    view = writing.view
    return "".join(_address(piece, view, links) if number % 2 else piece for number, piece in enumerate(pieces))


def count_remarks(body: Body) -> int:
    """How often a page shows the beginning of a comment: in an example."""
    shown = (text for section in body.sections for text in (section.heading, section.text) if "<" in text)
    return sum(text.count("<!--") for text in shown)


def cut(text: str, remarks: int, allowed: tuple[str, ...]) -> list[str]:
    """A cleaned text in pieces, every second one an address as written: what depends on the text alone.

    `remarks` is how many beginnings of comments are meant to be seen.
    """
    text = _edited(text, _unseen(text, allowed))
    if "<" in text and text.count("<!--") > remarks:
        # Something was taken for code that is none: better to lose an example than to publish a remark.
        text = _COMMENT.sub("", text)
    pieces, literal, place = [], "", 0
    for start, end, is_address in sorted(_marks_and_addresses(text)):
        if start < place:
            continue
        literal += text[place:start]
        place = end
        if is_address:
            pieces += [literal, text[start:end]]
            literal = ""
    return [*pieces, literal + text[place:]]


def _unseen(text: str, allowed: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Comments, and elements and attributes that no page shows."""
    if "<" not in text and (":" not in text or "]:" not in text):
        return
    prose = without_code(text)
    for match in _REMARK.finditer(prose):
        yield match.start(), match.end(), ""
    for match in _HEADING_MARK.finditer(prose):  # first, because it may hold what looks like a tag
        yield match.start("mark"), match.end("mark"), ""
    for match in _COMMENT.finditer(prose):
        yield match.start(), match.end(), ""
    for match in _SWALLOWED.finditer(prose):
        if match["tag"].lower() not in allowed:
            yield match.start(), match.end(), ""
    for match in _TAG.finditer(prose):
        name = match["name"].lower()
        if name in SWALLOWED and name not in allowed:
            continue  # gone with all it holds
        if name not in TAGS and name not in allowed:
            yield match.start(), match.end(), ""
        else:
            start = match.start("values")
            yield from ((start + acts.start(), start + acts.end(), "") for acts in _ACTS.finditer(match["values"]))


def _marks_and_addresses(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where marks for the converter stand, and where addresses do."""
    prose = without_code(text)
    if "{" in prose:
        for pattern in (_HEADING_MARK, _LINK_MARK):
            for match in pattern.finditer(prose):
                before = text[: match.start("mark")]
                yield len(before.rstrip(" \t")), match.end("mark"), False
    for match in _addresses(prose):
        yield *match.span(match.lastgroup or 0), True
    if "<" in prose:
        for video in _VIDEO.finditer(prose):
            for match in _IN_VIDEO.finditer(prose, *video.span()):
                yield *match.span(match.lastgroup or 0), True


def _addresses(prose: str) -> Iterator[re.Match[str]]:
    """Where addresses stand, from the left; none begins within another."""
    ahead = [match for sign, pattern in _ADDRESSES if sign in prose and (match := pattern.search(prose))]
    while ahead:
        first = min(ahead, key=re.Match.start)
        yield first
        end = first.end()
        ahead = [match for one in ahead if (match := one if one.start() >= end else one.re.search(prose, end))]


def _address(written: str, view: Viewpoint, links: Links) -> str:
    """An address made absolute; what leads nowhere public, or could act, leads to the page itself."""
    try:
        is_safe = urlsplit(written).scheme.lower() in _SCHEMES
        url = view.url(written, links) if is_safe else None
    except ValueError:
        url = None
    return url if url is not None else view.way(view.page)


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """A text with some stretches replaced; of two that overlap the first stays."""
    pieces, place = [], 0
    for start, end, new in sorted(edits):
        if start >= place:
            pieces += [text[place:start], new]
            place = end
    return "".join([*pieces, text[place:]]) if pieces else text
