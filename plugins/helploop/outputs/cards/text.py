"""A line of text in several fonts and both directions: pieces that one font can shape, as the eye meets them.

Directions are resolved as titles need it: words of the other direction keep theirs, what stands between two of them
goes with them, and all else follows the paragraph (Unicode Standard Annex 9 without nested quotations).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

import regex

from helploop.outputs.cards.fonts import font, font_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CLUSTER = regex.compile(r"\X")
_STRONG = {"L": False, "R": True, "AL": True, "EN": False, "AN": False}


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set."""

    size: int
    weight: int
    language: str
    is_rtl: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one font and one direction."""

    text: str
    file: Path
    is_rtl: bool

    def width(self, style: Style) -> float:
        """How wide it is when shaped."""
        face = font(self.file, style.size, style.weight, style.language)
        return float(face.getlength(self.text, direction=self.direction))

    @property
    def direction(self) -> str:
        """The direction as the shaper calls it."""
        return "rtl" if self.is_rtl else "ltr"


def clusters(text: str) -> list[str]:
    """The letters of a text as a reader counts them."""
    return _CLUSTER.findall(text)


def without_unknown(text: str) -> tuple[str, str]:
    """The text without what no font has, and what that is."""
    parts = [(cluster, font_for(cluster) is not None) for cluster in clusters(text)]
    known = " ".join("".join(cluster for cluster, is_known in parts if is_known).split())
    return known, "".join(cluster for cluster, is_known in parts if not is_known)


@lru_cache(maxsize=4096)
def pieces(text: str, *, is_rtl: bool) -> tuple[Piece, ...]:
    """The pieces of a line, from left to right."""
    parts = clusters(text)
    directions = _directions(parts, is_rtl=is_rtl)
    files = _files(parts)
    runs: list[list[Piece]] = []
    for to_left, run in groupby(zip(parts, directions, files, strict=True), key=lambda part: part[1]):
        found = [
            Piece("".join(cluster for cluster, _, _ in stretch), file, to_left) for file, stretch in _by_file(list(run))
        ]
        runs.append(found[::-1] if to_left else found)
    ordered = runs[::-1] if is_rtl else runs
    return tuple(piece for run in ordered for piece in run)


def _by_file(run: Sequence[tuple[str, bool, Path]]) -> list[tuple[Path, list[tuple[str, bool, Path]]]]:
    return [(file, list(stretch)) for file, stretch in groupby(run, key=lambda part: part[2])]


def _files(parts: Sequence[str]) -> list[Path]:
    files: list[Path] = []
    for cluster in parts:
        file = font_for(cluster, files[-1] if files else None)
        if file is None:
            raise ValueError(f"no font has {cluster!r}")
        files.append(file)
    return files


def _directions(parts: Sequence[str], *, is_rtl: bool) -> list[bool]:
    """For each cluster whether it runs to the left."""
    strong = [_STRONG.get(unicodedata.bidirectional(cluster[0])) for cluster in parts]
    found: list[bool] = []
    for place, direction in enumerate(strong):
        if direction is not None:
            found.append(direction)
            continue
        before = found[-1] if found else is_rtl
        after = next((each for each in strong[place + 1 :] if each is not None), is_rtl)
        found.append(before if before == after else is_rtl)
    return found


def width_of(text: str, style: Style) -> float:
    """How wide a line is."""
    return sum(piece.width(style) for piece in pieces(text, is_rtl=style.is_rtl))
