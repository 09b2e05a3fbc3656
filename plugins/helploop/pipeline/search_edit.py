"""A language's index after the text of a few articles was edited: the files of it that are other ones now.

What the last build left counts only if it is what the published index was written from; else nobody knows which files
of it are old.
"""

from __future__ import annotations

import json
import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.pipeline.output import key_of
from helploop.pipeline.search_changed import count_changed
from helploop.pipeline.search_index import KINDS, File, version_of
from helploop.pipeline.search_store import drop_store, open_store
from helploop.search.borders import order
from helploop.search.chapters import Run
from helploop.search.index import render_header
from helploop.search.shards import shard_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from helploop.pipeline.search_index import Wanted
    from helploop.pipeline.search_store import HeldDocument, HeldShard, Store


class EditedIndex(NamedTuple):
    """Files of an index that are new or changed, and those that are no more."""

    files: list[File]
    gone: list[str]


#: Of an index that shows none of them.
NO_EDIT = EditedIndex([], [])


def edit_index(
    place: Path | str, stamp: str, wanted: Wanted, numbers: Mapping[str, int], header: bytes
) -> EditedIndex | None:
    """The index with new texts of some articles, by the keys of these; None when its last state is not known.

    `wanted` holds these articles alone, `numbers` says which documents they are, `header` is the published one.
    """
    store = open_store(place)
    found = None
    try:
        if store.is_of(stamp):
            found = _edited(store, wanted, numbers, header)
    except sqlite3.Error:
        drop_store(place)  # damaged: the build that follows counts everything
    finally:
        store.close(keep=found is not None)
    return found


def _edited(store: Store, wanted: Wanted, numbers: Mapping[str, int], header: bytes) -> EditedIndex | None:
    held, before = store.documents(), _shards(store)
    published = json.loads(header)
    if published["version"] != version_of(held, before) or not all(number in held for number in numbers.values()):
        return None
    changed = {number: key for key, number in numbers.items() if held[number].key != key}
    if not changed:
        return EditedIndex([], [])
    read = dict(wanted.load(list(changed.values())))
    before_long = {document.key for document in held.values() if document.chapter}
    if any(len(read[key]) > 1 or held[number].key in before_long for number, key in changed.items()):
        return None  # a long document: the numbers of chapters may be others
    found = {number: (key, 0, read[key][0]) for number, key in changed.items()}
    documents = count_changed(store, wanted, held, found, ())
    after = _shards(store)
    files, gone = _changed_shards(store, before, after)
    for number, key in changed.items():
        files += [
            File(f"t/{number}-{part}.json", digest, partial(_part, wanted, key, part))
            for part, digest in enumerate(documents[number].hashes)
        ]
        parts = range(len(documents[number].hashes), len(held[number].hashes))
        gone += [f"t/{number}-{part}.json" for part in parts]
    content = _header(wanted.language, published, documents, after)
    return EditedIndex([*files, File("index.json", key_of(content), lambda: content)], gone)


def _part(wanted: Wanted, key: str, part: int) -> bytes:
    return wanted.parts(key)[part]


def _shards(store: Store) -> Mapping[str, list[HeldShard]]:
    return {kind: sorted(store.shards(kind), key=lambda shard: order(shard.start)) for kind in KINDS}


def _changed_shards(
    store: Store, before: Mapping[str, list[HeldShard]], after: Mapping[str, list[HeldShard]]
) -> tuple[list[File], list[str]]:
    """Contents are read at once: the store is closed when they are written."""
    old, new = (
        {shard_name(kind, shard.start): (kind, shard) for kind, found in shards.items() for shard in found}
        for shards in (before, after)
    )
    files = []
    for name, (kind, shard) in new.items():
        if name not in old or old[name][1].hash != shard.hash:
            files.append(File(name, shard.hash, partial(bytes, store.shard(kind, shard.start))))
    return files, [name for name in old if name not in new]


def _header(
    language: str,
    published: Mapping[str, Any],
    documents: Mapping[int, HeldDocument],
    shards: Mapping[str, list[HeldShard]],
) -> bytes:
    runs = [Run(*row) for row in published["runs"]]
    measures = {number: document.measure() for number, document in documents.items()}
    return render_header(language, runs, measures, shards, version_of(documents, shards))
