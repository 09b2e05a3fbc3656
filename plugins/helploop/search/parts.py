"""The text of a document in small files, so that a hit costs one of them."""

from __future__ import annotations

import json
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.compact import to_json
from helploop.search import chapters
from helploop.search.segments import edges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from helploop.model.search_document import SearchDocument

PART_BYTES = 1200
"""About how large a part is."""
HEADING = 200
"""Characters of a heading that are shown: it stands in each part of its section."""
KEYWORDS_BYTES = 800
"""How much of a document's keywords stands in each of its parts, at most: whole ones, in their order."""
STRETCHES = (1.25, 1.5)
"""How much larger parts may be where a document is one chapter with these: its words count together then."""


class Piece(NamedTuple):
    """A stretch of text under one heading, short enough for a part, and what stands between its spaces."""

    anchor: str
    heading: str
    text: str
    words: Sequence[str]
    is_start: bool


class Part(NamedTuple):
    """One file of a document's text, in the order in which it is written."""

    title: str
    url: str
    language: str
    stage: str
    sections: Sequence[tuple[str, str, str]]
    """An anchor, a heading and a text each."""
    keywords: Sequence[str] = ()
    """Other names of the document."""
    edges: str = ""
    """What is known of the borders of words, a digit for each token of headings and texts, title and keywords."""


def text_parts(document: SearchDocument) -> tuple[bytes, ...]:
    """The parts of a document's text, each a small file. Its sections are as they are read from a page."""
    return tuple(render(document, pieces) for pieces in cut(document, is_read=True))


def cut(document: SearchDocument, *, is_read: bool = False) -> list[list[Piece]]:
    """The document's sections in parts of about `PART_BYTES`, each section whole where it fits.

    In sections that were read from a page there is one space between two words: who does not count them needs none.
    """
    parts = list(_cut(document, PART_BYTES, is_read=is_read))
    if chapters.CHAPTER < len(parts) <= 2 * chapters.CHAPTER:
        for stretch in STRETCHES:
            larger = list(_cut(document, round(PART_BYTES * stretch), is_read=is_read))
            if len(larger) <= chapters.CHAPTER:
                return larger
    return parts


def _cut(document: SearchDocument, target: int, *, is_read: bool) -> Iterator[list[Piece]]:
    part: list[Piece] = []
    size = 0
    for section in document.sections:
        words = () if is_read else section.text.split()
        heading = section.heading if is_read else " ".join(section.heading.split())
        text = section.text if is_read else " ".join(words)
        for number, piece in enumerate(_split(text, target)):
            cost = _size(piece) + _size(heading[:HEADING])
            if part and size + cost > target:
                yield part
                part, size = [], 0
            own = words if is_read or len(piece) == len(text) else piece.split()
            part.append(Piece(section.anchor, heading, piece, own, number == 0))
            size += cost
    yield part


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _split(text: str, target: int) -> Iterator[str]:
    """A long text in pieces of about `target` bytes, cut at a space or, without one near, anywhere."""
    at, most = 0, target * 1.3
    while len(text) - at > most or _size(text[at:]) > most:
        near = at + len(text[at : at + target].encode()[:target].decode(errors="ignore"))
        end = text.rfind(" ", (at + near) // 2, near) + 1 or near
        yield text[at:end].rstrip()
        at = end
    yield text[at:]


def render(document: SearchDocument, pieces: Iterable[Piece]) -> bytes:
    """A part as it is written."""
    sections = [(piece.anchor, piece.heading[:HEADING], piece.text) for piece in pieces]
    names = _names(document.keywords)
    known = edges([*chain.from_iterable(section[1:] for section in sections), document.title, *names])
    value = Part(document.title, document.url, document.language, document.stage, sections, names, known)
    kept = value if known else value[:-1] if names else value[:-2]
    return to_json(kept, "replace").replace(b"<", b"\\u003c")


def _names(keywords: Sequence[str]) -> list[str]:
    sizes = accumulate(_size(keyword) for keyword in keywords)
    return [keyword for keyword, size in zip(keywords, sizes, strict=True) if size <= KEYWORDS_BYTES]


def parse_part(content: bytes) -> Part:
    """A part of a document's text, read back."""
    return Part(*json.loads(content))
