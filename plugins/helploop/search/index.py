"""The files of one language's index: `analyse` each document, `build` the values, write what comes out.

`index_files` does both. Same documents, same bytes; the order they come in does not matter.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.search_document import DocumentKind
from helploop.search.analysis import Analysis, analyse
from helploop.search.budget import Measure, budget, doublings
from helploop.search.chapters import Run, place_of
from helploop.search.encoding import BASE, FIRST
from helploop.search.lines import shard_lines
from helploop.search.merge import average_length, length_steps, merge
from helploop.search.shards import group_lines, render_keys, shard_files
from helploop.search.slots import assign_slots
from helploop.search.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helploop.model.search_document import SearchDocument
    from helploop.search.shards import Group, Line, Listed

FORMAT = 13
FACTORS = {DocumentKind.ARTICLE: 1.0, DocumentKind.COLLECTION: 1.0, DocumentKind.ITEM: 0.6, DocumentKind.ENTRY: 0.5}
FALLBACK_FACTOR = 0.3
"""What a page in another language than the index's is worth."""
LARGE = 2000
"""In an index of more documents, function words and common words are not looked up for a query that has others."""
WORD_SHARE, DICTIONARY_SHARE = 1.2, 3.0
"""How the size of a shard grows with the root of all of them. Where misspelt words are looked up, a query asks for all
that begins with two letters or three: one large file says less about where it begins than several."""
PRICE_UNIT = 256
"""Bytes that one of the numbers stands for which say what a common word costs."""
FIRST_LENGTH, LENGTHS, ZERO_LENGTH = 35, 47, 8
"""Characters for the lengths of documents: the first one, how many there are, and which of them means the average."""


Name = tuple[str, str, str]
"""What a document is known by: its kind, its id and its language."""


class Placed(NamedTuple):
    """The documents of an index, and the further chapters of long ones, numbered."""

    documents: Mapping[int, Analysis]
    runs: Sequence[Run]

    def measures(self) -> Mapping[int, Measure]:
        """How long each document is."""
        return {
            number: Measure(analysis.length, sum(map(len, analysis.parts)), len(analysis.parts))
            for number, analysis in self.documents.items()
        }


def index_files(
    documents: Sequence[SearchDocument], language: str, *, synonyms: Iterable[Sequence[str]] = ()
) -> Mapping[str, bytes]:
    """All files of an index, by their path in `search/<language>/`."""
    return build([analyse(document, language) for document in documents], language, synonyms=synonyms)


def build(
    analyses: Iterable[Analysis], language: str, *, synonyms: Iterable[Sequence[str]] = ()
) -> Mapping[str, bytes]:
    """The files of an index from what `analyse` made of each of its documents."""
    placed = place(analyses, language)
    merged = merge(sorted(placed.documents.items()), language, synonyms)
    lines = dict(shard_lines(merged, function_words(language)))
    groups = {kind: cut_lines(kind, found) for kind, found in lines.items()}
    result: dict[str, bytes] = {}
    for kind, found in groups.items():
        result |= shard_files(kind, found)
    for number, analysis in placed.documents.items():
        page, first = place_of(placed.runs, number)
        result |= {f"t/{page}-{part}.json": content for part, content in enumerate(analysis.parts, first)}
    header = render_header(language, placed.runs, placed.measures(), groups, _version(result))
    return {"index.json": header, **result}


def place(analyses: Iterable[Analysis], language: str) -> Placed:
    """Number documents: articles in the reader's language first, those of one kind together, further chapters last."""
    names = {(analysis.kind, analysis.id, analysis.language): analysis for analysis in analyses}
    numbers, runs = number_documents(names, language)
    documents = {numbers[name]: analysis for name, analysis in names.items()}
    long = {name: (len(found.further) + 1, len(found.parts)) for name, found in names.items() if found.further}
    firsts, further = number_chapters(long, numbers, language)
    for name, first in firsts.items():
        documents |= dict(enumerate(names[name].further, first))
    return Placed(documents, [*runs, *further])


def number_documents(names: Iterable[Name], language: str) -> tuple[Mapping[Name, int], list[Run]]:
    """The number of each document, and where the documents of each kind begin."""
    numbers, runs, _ = _numbered(tuple(names), language)
    return numbers, runs


def number_chapters(
    long: Mapping[Name, tuple[int, int]], numbers: Mapping[Name, int], language: str
) -> tuple[Mapping[Name, int], list[Run]]:
    """The number of the second chapter of each long document, which others follow; and the runs of them.

    `long` says how many chapters a document has, and how many parts the first. They come after all documents, whose
    numbers (`numbers`) do not depend on them.
    """
    *_, end = _numbered(tuple(numbers), language)
    firsts, _, _ = _number(long, language, end, {name: count - 1 for name, (count, _) in long.items()})
    runs = [Run(first, worth(name, language), name[0], numbers[name], long[name][1]) for name, first in firsts.items()]
    return firsts, sorted(runs)


@lru_cache(maxsize=24)  # a build asks for those of each language several times
def _numbered(names: tuple[Name, ...], language: str) -> tuple[Mapping[Name, int], list[Run], int]:
    return _number(names, language, 0, {})


def _number(
    names: Iterable[Name], language: str, first: int, sizes: Mapping[Name, int]
) -> tuple[Mapping[Name, int], list[Run], int]:
    classes: defaultdict[tuple[float, str], dict[str, Name]] = defaultdict(dict)
    for name in names:
        classes[-worth(name, language), name[0]]["\0".join(name)] = name
    ordered = sorted(classes)
    found = ({joined: sizes.get(name, 1) for joined, name in classes[key].items()} for key in ordered)
    slots, (*starts, end) = assign_slots(found, first)
    numbers = {name: slots[joined] for key in ordered for joined, name in classes[key].items()}
    return numbers, [Run(start, -key[0], key[1]) for start, key in zip(starts, ordered, strict=True)], end


def render_header(
    language: str,
    runs: Sequence[Run],
    measures: Mapping[int, Measure],
    shards: Mapping[str, Sequence[Listed]],
    version: str,
) -> bytes:
    """The file a client reads first: what concerns all documents, where each shard begins, what a common word costs."""
    average = average_length([measure.length for measure in measures.values()])
    places = [chr(FIRST_LENGTH + ZERO_LENGTH)] * (max(measures, default=-1) + 1)
    for document, measure in measures.items():
        steps = length_steps(measure.length, average) + ZERO_LENGTH
        places[document] = chr(FIRST_LENGTH + min(LENGTHS - 1, max(0, steps)))
    header = {
        "format": FORMAT,
        "language": language,
        "version": version,
        "documents": len(measures),
        "large": is_large(len(measures)),
        "runs": [run if run.size else run[:3] for run in runs],
        "lengths": "".join(places),
        **{kind: render_keys(shard.start for shard in found) for kind, found in shards.items()},
        "prices": "".join(chr(FIRST + price(shard.size)) for shard in shards["c"]),
        "sizes": "".join(chr(FIRST + times) for times in doublings(shards["w"])),
        "function": " ".join(sorted(function_words(language))),
    }
    allowed = budget(measures.values(), shards, len(_json(header)), language, is_large=is_large(len(measures)))
    return _json({**header, "budget": allowed})


def _json(header: Mapping[str, object]) -> bytes:
    return json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def price(size: int) -> int:
    """What it costs to look up a common word: the more pages it is on, the larger is its file."""
    return min(BASE - 1, size // PRICE_UNIT)


def is_large(documents: int) -> bool:
    """Whether function words are left out of queries."""
    return documents > LARGE


def cut_lines(kind: str, lines: Sequence[Line]) -> list[Group]:
    """Sorted lines in shards; each common word has its own."""
    return group_lines(lines, None if kind == "c" else lambda total: shard_size(kind, total))


def shard_size(kind: str, total: int) -> int:
    """Bytes of the largest shard, for all lines of a kind: where files and their list in the header cost the least.

    It moves by powers of the root of 2, so that an edit rarely moves it.
    """
    share = WORD_SHARE if kind == "w" else DICTIONARY_SHARE
    return round(2 ** (round(2 * math.log2(max(64.0, share * math.sqrt(total)))) / 2))


def worth(name: Name, language: str) -> float:
    """What a document's hits are multiplied by: articles in the reader's language first."""
    kind, _, own = name
    value = FACTORS[DocumentKind(kind)]
    return round(value if own == language else value * FALLBACK_FACTOR, 3)


@cache
def function_words(language: str) -> frozenset[str]:
    """Folded words of a language that ask or bind rather than say what is looked for; they count less in a query."""
    source = Path(__file__).parent / "function_words" / f"{language.partition('-')[0]}.txt"
    if not source.is_file():
        return frozenset()
    return frozenset(token.term for token in tokenize(source.read_text("utf-8")) if not token.is_joined)


def _version(contents: Mapping[str, bytes]) -> str:
    """A short hash of all files, so that a browser never mixes the files of two builds."""
    digest = hashlib.sha256()
    for path in sorted(contents):
        digest.update(path.encode() + b"\0" + hashlib.sha256(contents[path]).digest())
    return digest.hexdigest()[:10]
