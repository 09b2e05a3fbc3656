"""A built index read back from its files, whole: what answers a query where no browser runs.

The format is described in `browser/FORMAT.md`. Scores are the reference's, so that a program finds what a reader finds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.search_document import DocumentKind
from helploop.search.index import FACTORS, FORMAT
from helploop.search.reference import Reference
from helploop.search.shards import BASE, FIRST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from helploop.search.merge import Key


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a document's text, each read when it is asked for."""

    read: Callable[[str], bytes]
    document: int

    def __getitem__(self, part: int) -> bytes:
        return self.read(f"t/{self.document}-{part}.json")


@dataclass(frozen=True, slots=True)
class _Document:
    """As much of an analysis as ranking asks for. `language` is empty where it is not the index's."""

    kind: str
    language: str
    parts: _Parts


class ShippedIndex(Reference):
    """An index from its files: `read` gives the bytes of one, by its path in `search/<language>/`."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        header = json.loads(read("index.json"))
        if header["format"] != FORMAT:
            raise ValueError(f"the index has format {header['format']}, this version reads {FORMAT}")
        self.version: str = header["version"]
        self.language = header["language"]
        self.function_words = frozenset(header["function"].split())
        self.documents = list(_documents(header, read))  # type: ignore[arg-type]
        self.merged = {}
        self.unlisted: dict[Key, int] = {}
        for number in range(len(header["words"].split("\n")) if header["words"] else 0):
            self._add(read(f"w{number}.txt").decode())
        self.by_term = defaultdict(list)
        for key in self.merged:
            self.by_term[key[0]].append(key)

    def _add(self, shard: str) -> None:
        for key, found, total in parse_words(shard):
            self.merged[key] = found
            if total > len(found):
                self.unlisted[key] = total - len(found)

    def _count(self, weights: Mapping[Key, float]) -> float:
        unlisted = sum(self.unlisted.get(key, 0) * weight for key, weight in weights.items())
        return super()._count(weights) + unlisted


def _documents(header: Mapping[str, object], read: Callable[[str], bytes]) -> Iterator[_Document]:
    """Every document, from the runs of documents of one kind that the header lists."""
    classes: list[list[object]] = header["classes"]  # type: ignore[assignment]
    count: int = header["documents"]  # type: ignore[assignment]
    starts = [int(str(start)) for start, _, _ in classes] + [count]
    for (start, factor, kind), end in zip(classes, starts[1:], strict=True):
        own = factor == round(FACTORS[DocumentKind(str(kind))], 3)
        for number in range(int(str(start)), end):
            yield _Document(str(kind), str(header["language"]) if own else "", _Parts(read, number))


def parse_words(shard: str) -> Iterator[tuple[Key, list[tuple[int, int, int]], int]]:
    """Each word of a shard: its key, its (document, level, parts), and how many documents there are."""
    term = ""
    for line in shard.split("\n"):
        if not line or line.startswith("^"):  # a form of the word before it, which has a line of its own elsewhere
            continue
        start, surface, stem, data, *total = line.split("\t")
        term = term[: ord(start[0]) - FIRST] + start[1:]
        found = list(_postings(data))
        yield (term, surface or term, _stem(term, stem)), found, int(total[0]) if total else len(found)


def _stem(term: str, written: str) -> str:
    if not written:
        return ""
    cut, at = _number(written, 0)
    return term[: len(term) - cut] + written[at:]


def _postings(data: str) -> Iterator[tuple[int, int, int]]:
    document, at = -1, 0
    while at < len(data):
        step, at = _number(data, at)
        document += step + 1
        level, at = ord(data[at]) - FIRST, at + 1
        parts = 1
        if level >= BASE:
            level -= BASE
            parts, at = _number(data, at)
        yield document, level, parts


def _number(data: str, at: int) -> tuple[int, int]:
    """A number and the place behind it: the low digits first, the last one in the lower half of the digits."""
    value, scale = 0, 1
    while (digit := ord(data[at]) - FIRST) >= BASE:
        value += (digit - BASE) * scale
        scale *= BASE
        at += 1
    return value + digit * scale, at + 1
