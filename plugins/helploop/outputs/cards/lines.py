"""A title broken into lines that fit: between words, or between letters where a script has no spaces.

Lines are even, and nothing is cut off without a sign.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import budoux
import regex

from helploop.outputs.cards.text import clusters, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.outputs.cards.text import Style

_WIDE = regex.compile(
    r"[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー々〆、。，．：；！？」』）】〉》”’・…「『（【〈《“‘]"
)
#: What may not begin a line, and what may not end one.
_CLOSING = frozenset("、。，．：；！？」』）】〉》”’・…ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々%％")
_OPENING = frozenset("「『（【〈《“‘")
_THAI = regex.compile(r"\p{sc=Thai}+")
MORE = "…"


def units(text: str) -> list[str]:
    """The parts of a text that stay together; a blank belongs to the word before it."""
    found: list[str] = []
    for word in _words(text):
        for cluster in clusters(word):
            if found and _stays(found[-1], cluster):
                found[-1] += cluster
            else:
                found.append(cluster)
        found.append("")  # the next word begins anew
    return [unit for unit in found if unit]


def _words(text: str) -> list[str]:
    """What blanks keep apart, and words of Thai, which has none."""
    found: list[str] = []
    for word in regex.findall(r"\S+\s*", text):
        if _THAI.search(word):
            found += _thai().parse(word)
        else:
            found.append(word)
    return found


@lru_cache(maxsize=1)
def _thai() -> budoux.Parser:
    return budoux.load_default_thai_parser()


def _stays(unit: str, cluster: str) -> bool:
    """Whether a cluster belongs to what stands before it."""
    if not unit:
        return False
    last = unit[-1]
    if cluster in _CLOSING or cluster.isspace() or last in _OPENING:
        return True
    return not (_WIDE.match(cluster[0]) or _WIDE.match(last))


def wrap(text: str, style: Style, room: float) -> list[str]:
    """Lines of at most `room`, as even as their number allows."""
    parts = [piece for unit in units(text) for piece in _short(unit, style, room)]
    widths = [(part, width_of(part, style), width_of(part.rstrip(), style) if part.strip() else 0.0) for part in parts]
    lines = _packed(widths, room)
    low, high = max((bare for _, _, bare in widths), default=0.0), room
    while high - low > style.size / 4:
        middle = (low + high) / 2
        tried = _packed(widths, middle)
        low, high, lines = (low, middle, tried) if len(tried) <= len(lines) else (middle, high, lines)
    return lines


def _packed(widths: Iterable[tuple[str, float, float]], room: float) -> list[str]:
    lines: list[str] = []
    used = 0.0
    for part, width, bare in widths:
        if lines and used + bare <= room:
            lines[-1] += part
            used += width
        else:
            lines.append(part)
            used = width
    return [line.strip() for line in lines]


def _short(unit: str, style: Style, room: float) -> list[str]:
    """A unit that is wider than a line, cut between its letters."""
    if width_of(unit.rstrip(), style) <= room:
        return [unit]
    found = [""]
    for cluster in clusters(unit):
        if found[-1] and width_of(found[-1] + cluster.strip(), style) > room:
            found.append("")
        found[-1] += cluster
    return found


def cut_off(lines: list[str], most: int, style: Style, room: float) -> list[str]:
    """The first lines, the last of them with a sign when there were more."""
    if len(lines) <= most:
        return lines
    last = clusters(lines[most - 1])
    while last and width_of("".join(last).rstrip() + MORE, style) > room:
        last.pop()
    return [*lines[: most - 1], "".join(last).rstrip() + MORE]
