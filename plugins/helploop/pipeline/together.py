"""Functions of many values at once: each of their steps is taken for all values, one step after the other.

A step that comes again and again finds its code and its tables in the processor's own memory. Where a text goes through
all steps before the next one begins, every step pushes out what the others need: converting took a quarter longer so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Together(Generic[Result]):
    """Such a function, defined at the top of a module, where one of a single value would do."""

    function: Callable[..., list[Result]]

    def __call__(self, value: Any, *shared: Any) -> Result:
        """What comes of one value."""
        return self.function([value], *shared)[0]


def in_step(works: Sequence[Iterator[Result | None]]) -> list[list[Result]]:
    """What generators give, each asked for its next step when all have taken theirs; a step may give nothing."""
    given: list[list[Result]] = [[] for _ in works]
    going = list(zip(works, given, strict=True))
    while going:
        going = [(work, results) for work, results in going if _has_gone_on(work, results)]
    return given


def _has_gone_on(work: Iterator[Result | None], results: list[Result]) -> bool:
    for found in work:
        if found is not None:
            results.append(found)
        return True
    return False


def each_of(function: Callable[..., Result], values: Sequence[Any], *shared: Any) -> list[Result]:
    """What comes of each value, at once if the function can do that."""
    if isinstance(function, Together):
        return function.function(values, *shared)
    return [function(value, *shared) for value in values]
