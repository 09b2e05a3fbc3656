"""A built index read back from its files, whole: what answers a query where no browser runs.

The format is described in `browser/FORMAT.md`. Scores are the reference's, so that a program finds what a reader finds.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.search_document import DocumentKind
from helploop.search.chapters import Run, place_of
from helploop.search.encoding import parse_number, parse_postings
from helploop.search.index import FACTORS, FIRST_LENGTH, FORMAT, ZERO_LENGTH
from helploop.search.reference import Reference, whole
from helploop.search.shards import parse_keys, parse_shard, shard_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from helploop.search.analysis import Key
    from helploop.search.merge import Postings


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a document's text, each read when it is asked for."""

    read: Callable[[str], bytes]
    page: int
    first: int

    def __getitem__(self, part: int) -> bytes:
        return self.read(f"t/{self.page}-{self.first + part}.json")


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
        self.count = header["documents"]
        self.runs = [Run(*row) for row in header["runs"]]
        self.steps = {n: ord(sign) - FIRST_LENGTH - ZERO_LENGTH for n, sign in enumerate(header["lengths"])}
        self.documents = dict(_documents(header, self.runs, read))  # type: ignore[arg-type]
        self.merged = {}
        self.pruned = {}
        for start in parse_keys(header["w"]):
            for key, found, total in parse_words(read(shard_name("w", start))):
                self.merged[key] = found
                self.pruned[key] = found, total
        self.read_header(header)
        self.common = frozenset(self.layout.common)
        for term in self.common:
            for key, found, total in parse_words(read(shard_name("c", term))):
                self.pruned[whole(key)] = found, total
        self.read_terms()


def _documents(
    header: Mapping[str, Any], runs: Sequence[Run], read: Callable[[str], bytes]
) -> Iterator[tuple[int, _Document]]:
    """Every place of a document, from the runs that the header lists."""
    starts = [run.first for run in runs] + [len(header["lengths"])]
    for run, end in zip(runs, starts[1:], strict=True):
        language = header["language"] if run.factor == round(FACTORS[DocumentKind(run.kind)], 3) else ""
        for number in range(run.first, end):
            yield number, _Document(run.kind, language, _Parts(read, *place_of(runs, number)))


def parse_words(shard: bytes) -> Iterator[tuple[Key, Postings, int]]:
    """Each word of a shard: its key, its postings, and how many documents there are."""
    for line in parse_shard(shard):
        _, data, stem, surface, total, *_ = [*line.rest.split("\t"), "", "", ""]
        found = array("Q", parse_postings(data))
        yield (line.key, surface or line.key, _stem(line.key, stem)), found, int(total or len(found))


def _stem(term: str, written: str) -> str:
    if not written:
        return ""
    cut, at = parse_number(written, 0)
    return term[: len(term) - cut] + written[at:]
