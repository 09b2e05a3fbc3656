"""One document, read once: its counted terms and the parts of its text, ready to be merged into an index.

The value is small and picklable, so worker processes can make it and a cache can keep it per document.
"""

from __future__ import annotations

import json
import math
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from helploop.search.stems import stemmer
from helploop.search.tokens import count_terms, is_gram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.search_document import SearchDocument

FIELD_WEIGHTS = {"title": 3.0, "keywords": 3.0, "heading": 1.5, "summary": 1.5, "text": 1.0}
STEPS = 6
"""Levels per doubling of a term's weight: a level is `round(STEPS * log2(weight))`."""
PART_BYTES = 1200
"""A document's text is stored in parts of about this size, so that a hit costs one small file."""
MOST_PARTS = 12
"""A longer document has larger parts, not more of them."""


class Piece(NamedTuple):
    """A stretch of text under one heading, short enough for a part."""

    anchor: str
    heading: str
    text: str
    is_start: bool


class Analysis(NamedTuple):
    """What an index keeps of a document.

    `terms` maps (term, surface, stem) to (level, parts): how much the word counts here, and a bit for each part of the
    text that holds it; title, keywords and summary belong to the first.
    """

    id: str
    kind: str
    language: str
    length: int
    terms: dict[tuple[str, str, str], tuple[int, int]]
    parts: tuple[bytes, ...]


def analyse(document: SearchDocument, language: str) -> Analysis:
    """Count a document's terms for the index of a language; the document's own language may be another one."""
    parts = list(_cut(document))
    counted = [
        (0, "title", document.title),
        (0, "keywords", "\n".join(document.keywords)),
        (0, "summary", document.summary),
    ]
    for number, pieces in enumerate(parts):
        counted += [(number, "heading", piece.heading) for piece in pieces if piece.is_start]
        counted.append((number, "text", "\n".join(piece.text for piece in pieces)))
    weights: dict[tuple[str, str], float] = {}
    held: dict[tuple[str, str], int] = {}
    length = 0
    for number, field, text in counted:
        counts = count_terms(text)
        weight, bit = FIELD_WEIGHTS[field], 1 << number
        for key, times in counts.items():
            weights[key] = weights.get(key, 0.0) + weight * times
            held[key] = held.get(key, 0) | bit
        if field == "text":
            length += sum(counts.values())
    stem = stemmer(language)
    terms = {
        (term, surface, stem(surface) if stem and not is_gram(term) else ""): (_level(weight), held[term, surface])
        for (term, surface), weight in weights.items()
    }
    return Analysis(
        document.id,
        str(document.kind),
        document.language,
        length,
        terms,
        tuple(_render(document, pieces) for pieces in parts),
    )


@cache
def _level(weight: float) -> int:
    return round(STEPS * math.log2(weight))


def _cut(document: SearchDocument) -> Iterator[list[Piece]]:
    """The document's sections in parts of about `PART_BYTES`, each section whole where it fits."""
    part: list[Piece] = []
    size, count = 0, 1
    total = sum(len(section.text.encode()) + len(section.heading.encode()) for section in document.sections)
    target = max(PART_BYTES, total * 1.2 // MOST_PARTS)
    for section in document.sections:
        text = " ".join(section.text.split())
        heading = " ".join(section.heading.split())
        for number, piece in enumerate(_split(text, target)):
            cost = len(piece.encode()) + len(heading.encode())
            if part and size + cost > target and count < MOST_PARTS:
                yield part
                part, size, count = [], 0, count + 1
            part.append(Piece(section.anchor, heading, piece, number == 0))
            size += cost
    yield part


def _split(text: str, target: float) -> Iterator[str]:
    """A long text in pieces of about `target` bytes, cut at a space or, without one near, anywhere."""
    while len(text.encode()) > target * 1.3:
        near = len(text.encode()[: int(target)].decode(errors="ignore"))
        cut = text.rfind(" ", near // 2, near) + 1 or near
        yield text[:cut].rstrip()
        text = text[cut:]
    yield text


def _render(document: SearchDocument, pieces: list[Piece]) -> bytes:
    value = {
        "title": document.title,
        "url": document.url,
        "kind": str(document.kind),
        "language": document.language,
        "stage": document.stage,
        "sections": [[piece.anchor, piece.heading, piece.text] for piece in pieces],
    }
    if not document.stage:
        del value["stage"]
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").encode("utf-8", "replace")
    )
