"""A language's index, made from what changed: the same files, byte for byte, as if all had been counted anew.

Documents that came, went or changed give the words whose postings change; these, with the words that follow from them
(parts of compounds, synonyms, other forms), give the lines; the lines give the shards. Where most has changed, or
nothing is known, everything is counted.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from helploop.pipeline.output import key_of
from helploop.pipeline.search_lines import Lines
from helploop.pipeline.search_shards import cut_anew, cut_changed, put_changed
from helploop.pipeline.search_store import NOWHERE, HeldDocument, Store, drop_store, open_store
from helploop.search.analysis import key_of_word
from helploop.search.borders import order
from helploop.search.compounds import compound_parts, is_compounding
from helploop.search.encoding import document_of, first_posting
from helploop.search.index import Name, function_words, number_documents, render_header
from helploop.search.lines import shard_lines
from helploop.search.merge import Postings, compounds, derive
from helploop.search.shards import shard_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from helploop.pipeline.search_counted import Counted
    from helploop.pipeline.search_store import HeldShard
    from helploop.search.analysis import Key

MOST_CHANGED = 0.1
"""Where more than this share of documents changed, counting all is quicker."""
KINDS = "wdmc"


class Wanted(NamedTuple):
    """What shall be in an index: each document's name and the key of what was counted in it, and synonyms."""

    language: str
    documents: Mapping[Name, str]
    synonyms: Sequence[Sequence[str]]
    load: Callable[[Sequence[str]], Iterator[tuple[str, Counted]]]
    """What was counted in documents, by their keys, in their order, one at a time."""
    parts: Callable[[str], Sequence[bytes]]
    """The parts of a document's text."""


def is_shard(path: str) -> bool:
    """Whether a file of an index is one that words are looked up in."""
    return path[1:2] == "/" and path[0] in KINDS


class File(NamedTuple):
    """A file of an index: its path in it, the hash of its content, and its content when it is asked for."""

    path: str
    key: str
    content: Callable[[], bytes]


def kept_index_files(place: Path | str, stamp: str, wanted: Wanted) -> Iterator[File]:
    """Every file of an index, from what the last build left in a place; without that where it can't be read.

    Shards are read from there, so that they have to be taken one by one; all else can be made later.
    """
    store = open_store(place)
    is_done = False
    try:
        try:
            files = list(index_files(store, stamp, wanted))
        except sqlite3.Error:
            store.close(keep=False)
            drop_store(place)
            store = Store(NOWHERE)
            files = list(index_files(store, stamp, wanted))
        again = _Again(stamp, wanted)
        yield from (
            file._replace(content=partial(again.content, file)) if is_shard(file.path) else file for file in files
        )
        is_done = True
    finally:
        store.close(keep=is_done)
    if again.files:
        drop_store(place)


class _Again:
    """What stands in for shards that turn out to be damaged when they are read: the index counted anew, once."""

    def __init__(self, stamp: str, wanted: Wanted) -> None:
        self._stamp, self._wanted = stamp, wanted
        self.files: dict[str, File] = {}

    def content(self, file: File) -> bytes:
        """The content of a shard, as it was kept or made anew."""
        try:
            return file.content()
        except sqlite3.Error:
            if not self.files:
                anew = index_files(Store(NOWHERE), self._stamp, self._wanted)
                self.files = {each.path: each for each in anew}
            return self.files[file.path].content()


def index_files(store: Store, stamp: str, wanted: Wanted) -> Iterator[File]:
    """Every file of an index; `store` holds what the next one is made from."""
    numbers, classes = number_documents(wanted.documents, wanted.language)
    keys = {number: wanted.documents[name] for name, number in numbers.items()}
    held = store.documents() if store.is_of(stamp) else {}
    changed = [number for number, key in keys.items() if number not in held or held[number].key != key]
    gone = [number for number in held if number not in keys]
    if not held or len(changed) + len(gone) > MOST_CHANGED * len(keys):
        documents = _count_all(store, stamp, wanted, keys)
    elif not changed and not gone:
        documents = dict(held)
    else:
        documents = count_changed(store, wanted, keys, held, changed, gone)
    shards = {kind: sorted(store.shards(kind), key=lambda shard: order(shard.start)) for kind in KINDS}
    for kind, found in shards.items():
        for shard in found:
            yield File(shard_name(kind, shard.start), shard.hash, partial(store.shard, kind, shard.start))
    measures = {number: document.measure() for number, document in documents.items()}
    header = render_header(wanted.language, classes, measures, shards, version_of(documents, shards))
    for number, document in documents.items():
        for part, digest in enumerate(document.hashes):
            yield File(f"t/{number}-{part}.json", digest, partial(_part, wanted, keys[number], part))
    yield File("index.json", key_of(header), lambda: header)


def _part(wanted: Wanted, key: str, part: int) -> bytes:
    return wanted.parts(key)[part]


def version_of(documents: Mapping[int, HeldDocument], shards: Mapping[str, Sequence[HeldShard]]) -> str:
    """A short hash of all files, so that a browser never mixes the files of two builds."""
    digest = sha256()
    for kind, found in shards.items():
        for shard in found:
            digest.update(f"{kind} {shard.start} {shard.hash}\n".encode("utf-8", "replace"))
    for number in sorted(documents):
        digest.update(f"{number} {documents[number].length} {documents[number].hashes}\n".encode())
    return digest.hexdigest()[:10]


class _Seen(dict[str, tuple[int, Postings, Callable[[int], None]]]):
    """Each word by the order in which it was met, with its postings and what adds one more."""

    def __missing__(self, word: str) -> tuple[int, Postings, Callable[[int], None]]:
        postings = array("Q")
        found = self[word] = len(self) + 1, postings, postings.append
        return found


def _count_all(store: Store, stamp: str, wanted: Wanted, keys: Mapping[int, str]) -> dict[int, HeldDocument]:
    """Everything anew."""
    store.clear(stamp)
    seen = _Seen()
    documents: dict[int, HeldDocument] = {}

    def rows() -> Iterator[tuple[int, HeldDocument, Iterable[int]]]:
        ordered = sorted(keys)
        for number, (key, found) in zip(ordered, wanted.load([keys[number] for number in ordered]), strict=True):
            words = list(map(seen.__getitem__, found.words))
            first = first_posting(number)
            for (_, _, add), one in zip(words, found.postings, strict=True):
                add(first | one)
            documents[number] = HeldDocument(key, found.length, found.size, found.hashes)
            yield number, documents[number], [word[0] for word in words]

    store.put_documents(rows())
    merged = {key_of_word(word): postings for word, (_, postings, _) in seen.items()}
    seen.clear()
    rows_of_words = ((number, word, found) for number, (word, found) in enumerate(merged.items(), 1))
    store.add_words(rows_of_words, backwards=_is_compounding(wanted))
    parts = compounds(merged, wanted.language)
    store.put_compounds(parts.items())
    store.finish()
    derive(merged, parts, wanted.language, wanted.synonyms)
    for kind, lines in shard_lines(merged, function_words(wanted.language)):
        store.put_shards(kind, cut_anew(kind, lines), ())
        del lines  # a large site has many
    return documents


def _is_compounding(wanted: Wanted) -> bool:
    return is_compounding(wanted.language)


def count_changed(  # noqa: PLR0913, PLR0917 - what was, what shall be, and the difference
    store: Store,
    wanted: Wanted,
    keys: Mapping[int, str],
    held: Mapping[int, HeldDocument],
    changed: Sequence[int],
    gone: Sequence[int],
) -> dict[int, HeldDocument]:
    """What follows from documents that came, went or changed."""
    documents = {number: document for number, document in held.items() if number in keys}
    old = [number for number in (*changed, *gone) if number in held]
    new: dict[Key, list[int]] = defaultdict(list)
    counted: list[tuple[int, HeldDocument, list[Key]]] = []
    for number, (key, found) in zip(changed, wanted.load([keys[number] for number in changed]), strict=True):
        documents[number] = HeldDocument(key, found.length, found.size, found.hashes)
        terms = [key_of_word(word) for word in found.words]
        counted.append((number, documents[number], terms))
        for word, one in zip(terms, found.postings, strict=True):
            new[word].append(first_posting(number) | one)
    before = {word for number in old for word in store.words_of(number)}
    words = _change_words(store, wanted, before, new, frozenset(old))
    store.drop_documents(gone)
    store.put_documents((number, document, [words.ids[word] for word in terms]) for number, document, terms in counted)
    lines = Lines(store, wanted.language, wanted.synonyms)
    for kind, edits in lines.edits(words.changed, _change_compounds(store, wanted, words)).items():
        if kind == "c":
            put_changed(store, edits)
        else:
            cut_changed(store, kind, edits)
    return documents


class _Words(NamedTuple):
    """Words whose postings changed, those of them that came or went, and the ids of words that are written again."""

    changed: set[Key]
    moved: set[str]
    ids: dict[Key, int]


def _change_words(
    store: Store, wanted: Wanted, before: Iterable[int], new: Mapping[Key, list[int]], old: frozenset[int]
) -> _Words:
    """Give words their new postings."""
    words = _Words(set(), set(), {})
    known = {number: (word, found) for number, word, found in store.words(before)}
    for word in new:
        if row := store.word(word):
            known[row[0]] = row[1:]
            words.ids[word] = row[0]
        else:
            found = array("Q", sorted(new[word]))
            words.ids[word] = store.add_word(word, found, backwards=_is_compounding(wanted))
            words.changed.add(word)
            words.moved.add(word[0])
    for number, (word, found) in known.items():
        now = _changed(found, old, new.get(word, ()))
        if now != found:
            store.change_word(number, word, now)
            words.changed.add(word)
            if not now:
                words.moved.add(word[0])
    return words


def _changed(found: Postings, old: Iterable[int], new: Iterable[int]) -> Postings:
    now = array("Q", found)
    for document in old:
        at = bisect_left(now, first_posting(document))
        if at < len(now) and document_of(now[at]) == document:
            del now[at]
    for one in new:
        insort(now, one)
    return now


def _change_compounds(store: Store, wanted: Wanted, words: _Words) -> set[str]:
    """Cut compounds anew where a word came or went; the terms that have other postings by compounds than before."""
    if not _is_compounding(wanted):
        return set()
    terms = {word[0] for word in words.changed}
    touched = {part for term in terms for part in store.compound(term)}
    for term in sorted({near for moved in words.moved for near in (moved, *store.terms_around(moved))}):
        known = store.compound(term)
        now = compound_parts(term, wanted.language, _Vocabulary(store)) if store.has_term(term) else ()
        if now != known:
            store.put_compounds([(term, now)])
            touched.update(known, now)
    return touched


class _Vocabulary:
    """The terms of an index, as something that can be asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __contains__(self, term: object) -> bool:
        return self._store.has_term(str(term))
