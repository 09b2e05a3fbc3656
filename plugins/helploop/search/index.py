"""The files of one language's index: `analyse` each document, `build` the values, write what comes out.

`index_files` does both. Same documents, same bytes; the order they come in does not matter.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.search_document import DocumentKind
from helploop.search.analysis import Analysis, Key, analyse
from helploop.search.encoding import document_of, level_of, number, parts_of, posting, postings
from helploop.search.merge import Merged, Postings, average_length, length_steps, merge
from helploop.search.shards import Line, Unit, cut, order, shard_files, units
from helploop.search.slots import assign_slots
from helploop.search.tokens import is_gram, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helploop.model.search_document import SearchDocument

FORMAT = 3
FACTORS = {DocumentKind.ARTICLE: 1.0, DocumentKind.ITEM: 0.6, DocumentKind.ENTRY: 0.5}
FALLBACK_FACTOR = 0.3
"""What a page in another language than the index's is worth."""
MOST_POSTINGS, MOST_FUNCTION_POSTINGS = 1500, 200
"""A word on more pages keeps those where it counts most: nobody finds a page by it alone."""
COMMON = 300
"""A word on more pages stands for itself: no other forms are looked for, its level says whether it is strong."""
STRONG, STRONG_FROM = 12, 9
LARGE = 2000
"""In an index of more documents, function words are left out of a query that has others."""
SPACED_SHARE, UNSPACED_SHARE = 2.3, 1.5
"""How the size of a shard grows with the root of all of them; where words are cut in pieces, a query has many."""
UNSPACED = frozenset({"ja", "km", "ko", "lo", "my", "th", "zh"})
WORD_LETTERS = 4
"""Words from this length are in the dictionary that typos are looked up in."""
FIRST_LENGTH, LENGTHS, ZERO_LENGTH = 35, 47, 8
"""Characters for the lengths of documents: the first one, how many there are, and which of them means the average."""


Name = tuple[str, str, str]
"""What a document is known by: its kind, its id and its language."""
Class = tuple[int, float, str]
"""Documents of one kind: the first number, the factor, the kind."""


class Placed(NamedTuple):
    """The documents of an index, numbered."""

    documents: Mapping[int, Analysis]
    classes: Sequence[Class]
    """Where each run of documents of one kind begins, its factor and its kind."""

    def lengths(self) -> Mapping[int, int]:
        """How many words each document has."""
        return {number: analysis.length for number, analysis in self.documents.items()}


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
    lines = shard_lines(merged, function_words(language))
    groups = {kind: cut_lines(found, language) for kind, found in lines.items()}
    result: dict[str, bytes] = {}
    for kind, found in groups.items():
        result |= shard_files(kind, found)
    result |= {
        f"t/{number}-{part}.json": content
        for number, analysis in placed.documents.items()
        for part, content in enumerate(analysis.parts)
    }
    starts = {kind: [start for start, _ in found] for kind, found in groups.items()}
    header = render_header(language, placed.classes, placed.lengths(), starts, _version(result))
    return {"index.json": header, **result}


def place(analyses: Iterable[Analysis], language: str) -> Placed:
    """Number documents: articles in the reader's language first, those of one kind together."""
    names = {(analysis.kind, analysis.id, analysis.language): analysis for analysis in analyses}
    numbers, classes = number_documents(names, language)
    return Placed({numbers[name]: analysis for name, analysis in names.items()}, classes)


def number_documents(names: Iterable[Name], language: str) -> tuple[Mapping[Name, int], list[Class]]:
    """The number of each document, and where the documents of each kind begin."""
    classes: defaultdict[tuple[float, str], dict[str, Name]] = defaultdict(dict)
    for name in names:
        kind, _, own = name
        classes[-round(factor(kind, own, language), 3), kind]["\0".join(name)] = name
    ordered = sorted(classes)
    slots, starts = assign_slots(list(classes[key]) for key in ordered)
    numbers = {name: slots[joined] for key in ordered for joined, name in classes[key].items()}
    return numbers, [(start, -key[0], key[1]) for start, key in zip(starts, ordered, strict=True)]


def render_header(
    language: str,
    classes: Sequence[Class],
    lengths: Mapping[int, int],
    starts: Mapping[str, Sequence[str]],
    version: str,
) -> bytes:
    """The file a client reads first: what concerns all documents, and where each shard begins."""
    average = average_length(list(lengths.values()))
    places = [chr(FIRST_LENGTH + ZERO_LENGTH)] * (max(lengths, default=-1) + 1)
    for document, length in lengths.items():
        steps = length_steps(length, average) + ZERO_LENGTH
        places[document] = chr(FIRST_LENGTH + min(LENGTHS - 1, max(0, steps)))
    header = {
        "format": FORMAT,
        "language": language,
        "version": version,
        "documents": len(lengths),
        "common": COMMON,
        "large": is_large(len(lengths)),
        "classes": classes,
        "lengths": "".join(places),
        "words": "\n".join(starts["w"]),
        "dictionary": "\n".join(starts["d"]),
        "mirror": "\n".join(starts["m"]),
        "function": " ".join(sorted(function_words(language))),
    }
    return json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def is_large(documents: int) -> bool:
    """Whether function words are left out of queries."""
    return documents > LARGE


def is_common(pages: int) -> bool:
    """Whether a word on so many pages stands for itself."""
    return pages > COMMON


def cut_lines(lines: Iterable[Line], language: str) -> list[tuple[str, Sequence[Unit]]]:
    """Sorted lines in shards."""
    found = list(units(lines))
    return cut(found, shard_size(sum(unit.size for unit in found), language))


def shard_size(total: int, language: str) -> int:
    """Bytes of the largest shard, for all lines of a kind: where files and their list in the header cost the least.

    It moves by powers of the root of 2, so that an edit rarely moves it.
    """
    share = UNSPACED_SHARE if language.partition("-")[0] in UNSPACED else SPACED_SHARE
    return round(2 ** (round(2 * math.log2(max(64.0, share * math.sqrt(total)))) / 2))


def factor(kind: str, own: str, language: str) -> float:
    """What a document's hits are multiplied by: articles in the reader's language first."""
    value = FACTORS[DocumentKind(kind)]
    return value if own == language else value * FALLBACK_FACTOR


@cache
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


def shard_lines(merged: Merged, function: frozenset[str]) -> Mapping[str, list[Line]]:
    """The sorted lines of each kind of shard."""
    words = word_lines(merged, function)
    forward, backward = dictionary_lines(merged)
    return {"w": words, "d": forward, "m": backward}


def word_lines(merged: Mapping[Key, Postings], function: frozenset[str]) -> list[Line]:
    """A term, its postings, stem and accents, and its relatives from elsewhere."""
    forms: defaultdict[str, list[Key]] = defaultdict(list)
    for key in merged:
        if key[2]:
            forms[key[2]].append(key)
    rest = {key: word_rest(key, found, function) for key, found in merged.items()}
    return [
        Line(key[0], rest[key], () if is_common(len(merged[key])) else attached(key, forms.get(key[2], ()), rest))
        for key in sorted(merged, key=lambda key: (order(key[0]), order(key[1]), key[2]))
    ]


def attached(key: Key, forms: Iterable[Key], rest: Mapping[Key, str]) -> tuple[str, ...]:
    """Lines of a word's other forms that are not fetched with it."""
    away = [form for form in forms if is_away(key[0], form[0])]
    return tuple(f"^{form[0]}{rest[form]}" for form in sorted(away, key=lambda form: order(form[0] + form[1])))


def is_away(term: str, form: str) -> bool:
    """Whether a form of a word is not fetched with it."""
    beginning = reach(term)
    return form != term and not (beginning and form.startswith(beginning))


def word_rest(key: Key, found: Postings, function: frozenset[str]) -> str:
    """What follows the term in its line: the fields, as far as there is something in them."""
    term, surface, stem = key
    cut_off = 0
    while not stem.startswith(term[: len(term) - cut_off]):
        cut_off += 1
    shown_stem = number(cut_off) + stem[len(term) - cut_off :] if stem else ""
    kept, total = prune(term, found, function)
    unlisted = str(total) if total != len(kept) else ""
    fields = ["", postings(kept), shown_stem, surface if surface != term else "", unlisted]
    return "\t".join(fields).rstrip("\t")


def prune(term: str, found: Postings, function: frozenset[str]) -> tuple[Sequence[int], int]:
    """The postings of a term worth keeping, and how many there were."""
    kept: Sequence[int] = found
    most = MOST_FUNCTION_POSTINGS if term in function else MOST_POSTINGS
    if len(found) > most:
        kept = sorted(sorted(found, key=lambda one: (-level_of(one), one))[:most])
    if is_common(len(found)):
        kept = [posting(document_of(one), STRONG if level_of(one) >= STRONG_FROM else 0, parts_of(one)) for one in kept]
    return kept, len(found)


def dictionary_lines(merged: Mapping[Key, Postings]) -> tuple[list[Line], list[Line]]:
    """Every longer word with how common it is, sorted by its letters and by its letters from the end."""
    counts: defaultdict[str, int] = defaultdict(int)
    for (term, _, _), found in merged.items():
        if is_listed(term):
            counts[term] += len(found)
    forward = [Line(term, dictionary_rest(counts[term])) for term in sorted(counts, key=order)]
    backward = [Line(line.key[::-1], line.rest) for line in forward]
    return forward, sorted(backward, key=lambda line: order(line.key))


def is_listed(term: str) -> bool:
    """Whether a word is in the dictionary."""
    return len(term) >= WORD_LETTERS and not is_gram(term)


def dictionary_rest(documents: int) -> str:
    """What follows a word in the dictionary: how common it is."""
    return "\t" + number(min(46, round(2 * math.log2(documents))))


def _version(contents: Mapping[str, bytes]) -> str:
    """A short hash of all files, so that a browser never mixes the files of two builds."""
    digest = hashlib.sha256()
    for path in sorted(contents):
        digest.update(path.encode() + b"\0" + hashlib.sha256(contents[path]).digest())
    return digest.hexdigest()[:10]
