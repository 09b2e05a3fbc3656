"""A language's index, made from what changed: the same files, byte for byte, as if all had been counted anew.

Documents that came, went or changed give the words whose postings change; these, with the words that follow from them
(parts of compounds, synonyms, other forms), give the lines; the lines give the shards. Where most has changed, or
nothing is known, everything is counted.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from helploop.pipeline.output import key_of
from helploop.pipeline.search_anew import count_all
from helploop.pipeline.search_changed import count_changed
from helploop.pipeline.search_chapters import held_chapters, place_chapters
from helploop.pipeline.search_store import NOWHERE, HeldDocument, Store, drop_store, open_store
from helploop.search.borders import order
from helploop.search.chapters import place_of
from helploop.search.index import Name, render_header
from helploop.search.shards import shard_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from helploop.pipeline.search_chapters import Places
    from helploop.pipeline.search_counted import Counted
    from helploop.pipeline.search_store import HeldShard

MOST_CHANGED = 0.1
"""Where more than this share of documents changed, counting all is quicker."""
KINDS = "wdmc"


class Wanted(NamedTuple):
    """What shall be in an index: each document's name and the key of what was counted in it, and synonyms."""

    language: str
    documents: Mapping[Name, str]
    synonyms: Sequence[Sequence[str]]
    load: Callable[[Sequence[str]], Iterator[tuple[str, Sequence[Counted]]]]
    """What was counted in the chapters of documents, by their keys, in their order, one document at a time."""
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
    documents, places = _counted(store, stamp, wanted, store.documents() if store.is_of(stamp) else {})
    shards = {kind: sorted(store.shards(kind), key=lambda shard: order(shard.start)) for kind in KINDS}
    for kind, found in shards.items():
        for shard in found:
            yield File(shard_name(kind, shard.start), shard.hash, partial(store.shard, kind, shard.start))
    measures = {number: document.measure() for number, document in documents.items()}
    header = render_header(wanted.language, places.runs, measures, shards, version_of(documents, shards))
    for number, document in documents.items():
        page, first = place_of(places.runs, number)
        for part, digest in enumerate(document.hashes, first):
            yield File(f"t/{page}-{part}.json", digest, partial(_part, wanted, document.key, part))
    yield File("index.json", key_of(header), lambda: header)


def _counted(
    store: Store, stamp: str, wanted: Wanted, held: Mapping[int, HeldDocument]
) -> tuple[Mapping[int, HeldDocument], Places]:
    """Every chapter of every document, counted, and where they stand."""
    known = held_chapters(held.values())
    fresh = [key for key in wanted.documents.values() if key not in known]
    if not held or len(fresh) > MOST_CHANGED * len(wanted.documents):
        return count_all(store, stamp, wanted)
    read = dict(wanted.load(fresh))
    places = place_chapters(wanted, {**known, **read})
    changed = {number: one for number, one in places.chapters.items() if number not in held or held[number][:2] != one}
    gone = held.keys() - places.chapters.keys()
    if len(changed) + len(gone) > MOST_CHANGED * len(places.chapters):
        return count_all(store, stamp, wanted)
    if changed or gone:
        read |= wanted.load(sorted({key for key, _ in changed.values()} - read.keys()))
        found = {number: (key, chapter, read[key][chapter]) for number, (key, chapter) in changed.items()}
        return count_changed(store, wanted, held, found, gone), places
    return held, places


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
