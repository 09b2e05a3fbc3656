"""The files of one language's index: `analyse` each document, `build` the values, write what comes out.

`index_files` does both. Same documents, same bytes; the order they come in does not matter.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING

from helploop.model.search_document import DocumentKind
from helploop.search import shards
from helploop.search.analysis import Analysis, analyse
from helploop.search.merge import Key, merge
from helploop.search.tokens import is_gram, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helploop.model.search_document import SearchDocument

FORMAT = 1
FACTORS = {DocumentKind.ARTICLE: 1.0, DocumentKind.ITEM: 0.6, DocumentKind.ENTRY: 0.5}
FALLBACK_FACTOR = 0.3
"""What a page in another language than the index's is worth."""
MOST_POSTINGS = 1500
"""A word on more pages keeps those where it counts most: nobody finds a page by it alone."""
WORD_LETTERS = 4
"""Words from this length are in the dictionary that typos are looked up in."""


def index_files(
    documents: Sequence[SearchDocument], language: str, *, synonyms: Iterable[Sequence[str]] = ()
) -> Mapping[str, bytes]:
    """All files of an index, by their path in `search/<language>/`."""
    return build([analyse(document, language) for document in documents], language, synonyms=synonyms)


def build(
    analyses: Iterable[Analysis], language: str, *, synonyms: Iterable[Sequence[str]] = ()
) -> Mapping[str, bytes]:
    """The files of an index from what `analyse` made of each of its documents."""
    ordered = sorted(analyses, key=lambda analysis: (-factor(analysis, language), analysis.id, analysis.language))
    merged = merge(ordered, language, synonyms)
    size = shard_size(len(ordered))
    words = shards.cut(word_lines(merged), size)
    forward, backward = dictionary_lines(merged)
    dictionary, mirror = shards.cut(forward, size), shards.cut(backward, size)
    result = {f"w{number}.txt": content for number, content in enumerate(words.files)}
    result |= {f"d{number}.txt": content for number, content in enumerate(dictionary.files)}
    result |= {f"m{number}.txt": content for number, content in enumerate(mirror.files)}
    result |= {
        f"t/{number}-{part}.json": content
        for number, analysis in enumerate(ordered)
        for part, content in enumerate(analysis.parts)
    }
    header = {
        "format": FORMAT,
        "language": language,
        "version": _version(result),
        "documents": len(ordered),
        "classes": _classes(ordered, language),
        "words": "\n".join(words.starts),
        "dictionary": "\n".join(dictionary.starts),
        "mirror": "\n".join(mirror.starts),
        "function": " ".join(sorted(function_words(language))),
    }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":"))
    return {"index.json": text.encode("utf-8", "replace"), **result}


def shard_size(documents: int) -> int:
    """Bytes of a shard before compression: small sites fetch less, large ones need fewer files."""
    return round(2600 + 24 * math.sqrt(documents))


def factor(analysis: Analysis, language: str) -> float:
    """What a document's hits are multiplied by: articles in the reader's language first."""
    kind = FACTORS[DocumentKind(analysis.kind)]
    return kind if analysis.language == language else kind * FALLBACK_FACTOR


def _classes(ordered: Sequence[Analysis], language: str) -> list[list[float | str]]:
    """Where each run of documents of one kind begins, and its factor."""
    classes: list[list[float | str]] = []
    for number, analysis in enumerate(ordered):
        value = round(factor(analysis, language), 3)
        if not classes or classes[-1][1:] != [value, analysis.kind]:
            classes.append([number, value, analysis.kind])
    return classes


def function_words(language: str) -> frozenset[str]:
    """Folded words of a language that ask or bind rather than say what is looked for; they count less in a query."""
    source = files("helploop.search") / "function_words" / f"{language.partition('-')[0]}.txt"
    if not source.is_file():
        return frozenset()
    return frozenset(token.term for token in tokenize(source.read_text("utf-8")) if not token.is_joined)


def reach(term: str) -> str | None:
    """The beginning a term shares with the words that are fetched with it; `None` when it is fetched alone."""
    if len(term) < WORD_LETTERS or is_gram(term):
        return None
    return term[:5] if len(term) > 5 else term[:4]


def word_lines(merged: Mapping[Key, list[tuple[int, int, int]]]) -> list[shards.Line]:
    """The lines of the word shards: a term, its accents, stem and postings, and its relatives from elsewhere."""
    classes: defaultdict[str, list[Key]] = defaultdict(list)
    for key in merged:
        if key[2]:
            classes[key[2]].append(key)
    rest = {key: _rest(key, found) for key, found in merged.items()}
    lines = []
    for key in sorted(merged, key=lambda key: (shards.order(key[0]), shards.order(key[1]), key[2])):
        beginning = reach(key[0])
        away = [
            other
            for other in (classes[key[2]] if key[2] else ())
            if other[0] != key[0] and not (beginning and other[0].startswith(beginning))
        ]
        attached = tuple(f"^{other[0]}{rest[other]}" for other in sorted(away, key=lambda k: shards.order(k[0] + k[1])))
        lines.append(shards.Line(key[0], rest[key], attached))
    return lines


def _rest(key: Key, found: list[tuple[int, int, int]]) -> str:
    term, surface, stem = key
    cut = 0
    while not stem.startswith(term[: len(term) - cut]):
        cut += 1
    shown_stem = shards.number(cut) + stem[len(term) - cut :] if stem else ""
    kept, total = prune(found)
    count = f"\t{total}" if total != len(kept) else ""
    return f"\t{surface if surface != term else ''}\t{shown_stem}\t{shards.postings(kept)}{count}"


def prune(found: list[tuple[int, int, int]]) -> tuple[list[tuple[int, int, int]], int]:
    """The postings worth keeping, and how many there were."""
    if len(found) <= MOST_POSTINGS:
        return found, len(found)
    best = sorted(found, key=lambda posting: (-posting[1], posting[0]))[:MOST_POSTINGS]
    return sorted(best), len(found)


def dictionary_lines(
    merged: Mapping[Key, list[tuple[int, int, int]]],
) -> tuple[list[shards.Line], list[shards.Line]]:
    """Every longer word with how common it is, sorted by its letters and by its letters from the end."""
    counts: defaultdict[str, int] = defaultdict(int)
    for (term, _, _), found in merged.items():
        if len(term) >= WORD_LETTERS and not is_gram(term):
            counts[term] += len(found)
    common = {term: "\t" + shards.number(min(46, round(2 * math.log2(count)))) for term, count in counts.items()}
    forward = [shards.Line(term, common[term]) for term in sorted(counts, key=shards.order)]
    backward = sorted((shards.Line(term[::-1], common[term]) for term in counts), key=lambda x: shards.order(x.key))
    return forward, backward


def _version(contents: Mapping[str, bytes]) -> str:
    """A short hash of all files, so that a browser never mixes the files of two builds."""
    digest = hashlib.sha256()
    for path in sorted(contents):
        digest.update(path.encode() + b"\0" + hashlib.sha256(contents[path]).digest())
    return digest.hexdigest()[:10]
