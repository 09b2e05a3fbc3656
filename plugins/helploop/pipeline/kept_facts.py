"""What is known of texts that nobody has read in this process: facts from the cache, by their stamps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from helploop.pipeline.bodies import Facts, LostError, read_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.pipeline.checked import Tools


class KeptFacts(Mapping[str, Facts]):
    """Facts by the key of their text: new ones, and all others when asked for.

    They come from what a process that stays remembers, or from the cache.
    """

    def __init__(self, stamps: Mapping[str, str], new: Mapping[str, Facts], tools: Tools) -> None:
        self._stamps = stamps
        self._known = dict(new)
        self._cache = tools.cache
        self._remembered = tools.memory.facts

    def __getitem__(self, key: str) -> Facts:
        if key not in self._known:
            stamp = self._stamps[key]
            remembered = self._remembered.get(key)
            if remembered is not None and remembered[1].stamp == stamp:
                return remembered[1]
            data = self._cache.get("facts", stamp)
            if data is None:
                raise LostError(key)
            self._known[key] = read_facts(data, stamp, key)[0]
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._known or key in self._stamps

    def __iter__(self) -> Iterator[str]:
        return iter(self._stamps)

    def __len__(self) -> int:
        return len(self._stamps)
