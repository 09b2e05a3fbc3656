"""Long documents in chapters, and what the numbers of an index mean.

A posting has a bit for each part that holds its word, as many as a browser can shift. A document with more parts is
several in the index, its chapters: each has the title, and what is found is shown once, where it answers best.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from helploop.search.encoding import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHAPTER = PARTS
"""The most parts of a chapter."""

_T = TypeVar("_T")


class Run(NamedTuple):
    """Numbers in a row: of documents of one kind, or of the further chapters of one document.

    From `first` on, scores are multiplied by `factor`. Of chapters, `page` is the number of their document and `size`
    the parts of each, but for the last; of documents, `size` is 0.
    """

    first: int
    factor: float
    kind: str
    page: int = 0
    size: int = 0


def run_of(runs: Sequence[Run], number: int) -> Run:
    """The run of a document or chapter."""
    return runs[bisect_right(runs, number, key=attrgetter("first")) - 1]


def place_of(runs: Sequence[Run], number: int) -> tuple[int, int]:
    """The document that a number belongs to, and the part of its text that this chapter begins with."""
    run = run_of(runs, number)
    return (run.page, (number - run.first + 1) * run.size) if run.size else (number, 0)


def chapters(parts: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """The parts of a document in chapters, as few as hold them, and as long as each other where they can be."""
    count = max(1, -(-len(parts) // CHAPTER))
    size = -(-len(parts) // count)
    for first in range(0, len(parts), size):
        yield parts[first : first + size]
