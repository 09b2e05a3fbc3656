"""How alike two words are: slips between them, and what they have in common. What `browser/FORMAT.md` says, plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def may_mean(term: str, other: str) -> bool:
    """Whether a misspelt word is compared with another: they begin or end alike; if it is short, are as long, too."""
    kept = 2 if len(term) < 7 else 3
    alike = other[:kept] == term[:kept] or other[-kept:] == term[-kept:]
    if len(term) < 8:
        return (alike and abs(len(other) - len(term)) <= 1) or other.endswith(term)
    longer = abs(len(other) - len(term))
    near = (other[:3] == term[:3] and longer <= 9 - len(term)) or (other[-3:] == term[-3:] and longer <= 8 - len(term))
    half = max(5, len(term) // 2)
    return near or other[:4] == term[:4] or other[-half:] == term[-half:] or term.endswith(other)


def distance(left: str, right: str) -> int:
    """Slips between two words: a letter more, less, another, or two neighbours swapped (each place once)."""
    table = [[max(i, j) if i == 0 or j == 0 else 0 for j in range(len(right) + 1)] for i in range(len(left) + 1)]
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            same = left[i - 1] == right[j - 1]
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and left[i - 2 : i] == right[j - 2 : j][::-1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def shared_start(left: str, right: str) -> float:
    """How much of the longer of two words is the beginning that both have, in UTF-16 units as JavaScript counts."""
    a, b = _units(left), _units(right)
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return same / max(len(a), len(b))


def _units(word: str) -> Sequence[int]:
    return memoryview(word.encode("utf-16-le", "surrogatepass")).cast("H")
