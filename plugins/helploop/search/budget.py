"""What a query may spend, from the sizes of an index: so much that it keeps its bound over the wire.

The client can know in no other way what a file weighs before it asks for it. A unit stands for about 190 bytes, packed.
"""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from helploop.search.shards import Listed

UNIT = 190
COLD = ((200, 30_000), (1_000, 45_000), (10_000, 80_000))
"""Bytes that a first query may fetch at so many documents, with all that it needs."""
COLD_IN_PIECES = ((200, 40_000), *COLD[1:])
"""The same in languages whose words are looked up in pieces: there are more of these, and texts tell their borders."""
IN_PIECES = frozenset("ja km ko lo my th zh".split())
FURTHER = 25_000
"""Bytes that any other query may fetch."""
CODE = 12_000
"""Of these, what client and box take."""
MEANT, TEXTS = 2_000, 3.6
"""What words take that a misspelt one may mean; and the texts of eight results, for each byte of `part_size`."""
PACKED_HEADER = 0.38
MOST, LEAST = 74, 20
"""A budget has bounds, too: more words than this buys find no more, and with fewer none may be left."""


class Measure(NamedTuple):
    """How long a document is: its words, the bytes of its text as it is written, and in how many parts."""

    length: int
    size: int
    parts: int


class Budget(NamedTuple):
    """What a query may spend; how many words, counted twice; what most files of words cost, files of a dictionary."""

    whole: int
    room: int
    word: float
    slip: float


def budget(
    documents: Collection[Measure],
    shards: Mapping[str, Sequence[Listed]],
    header: int,
    language: str,
    *,
    is_large: bool,
) -> Budget:
    """The budget of an index of a language, whose header has so many bytes besides.

    Words that are asked for are in larger files than most: of words by a third, of a dictionary by two fifths.
    """
    count = len(documents)
    in_pieces = language.partition("-")[0] in IN_PIECES
    first = cold(count, COLD_IN_PIECES if in_pieces else COLD) - CODE - PACKED_HEADER * header
    allowed = min(FURTHER, first) - MEANT - TEXTS * part_size(documents)
    words = 1.3 * (0.57 * mean_size(shards["w"]) + 40)
    slips = 1.4 * (0.22 * mean_size([*shards["d"], *shards["m"]]) + 30)
    return Budget(
        round(max(LEAST, min(MOST, allowed / UNIT))),
        20 if is_large else (120 if in_pieces else 80) // (4 + count // 400),
        _quarters(words / UNIT),
        _quarters(slips / UNIT),
    )


def cold(documents: int, bounds: Sequence[tuple[int, int]] = COLD) -> float:
    """What a first query may fetch, between the bounds along the logarithm of the number of documents."""
    for (few, low), (many, high) in pairwise(bounds):
        if documents <= many:
            return low + (high - low) * max(0.0, math.log(max(1, documents) / few)) / math.log(many / few)
    return bounds[-1][1]


def part_size(documents: Iterable[Measure]) -> int:
    """Bytes of the part that a word leads to, in the mean over all words: most are in long documents."""
    known = [(size, size * size // parts) for _, size, parts in documents if size]
    return sum(weighted for _, weighted in known) // max(1, sum(size for size, _ in known))


def doublings(shards: Sequence[Listed]) -> list[int]:
    """Of each shard, how often it is twice as large as the mean."""
    mean = mean_size(shards)
    return [max(0, round(math.log2(max(1, shard.size) / mean))) for shard in shards]


def mean_size(shards: Sequence[Listed]) -> float:
    """The mean of their sizes before compression, at least one byte."""
    return max(1.0, fmean([shard.size for shard in shards] or [1]))


def _quarters(value: float) -> float:
    """Rounded so that sums are the same in any order and in any language."""
    return max(1, round(value * 4)) / 4
