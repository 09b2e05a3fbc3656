"""Indexes counted in processes of their own, one a core, while pages are planned and made elsewhere.

Such a process also writes the shards it has made, and says what they are: whoever waits for it writes none of them.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helploop.pipeline.cache import Cache
from helploop.pipeline.disk import write_file
from helploop.pipeline.search_counted import read_counted
from helploop.pipeline.search_index import File, Wanted, is_shard, kept_index_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from helploop.model.settings import Settings
    from helploop.pipeline.audit import Found, Watch
    from helploop.pipeline.checked import Tools
    from helploop.pipeline.search_counted import Counted
    from helploop.search.index import Name

#: Documents that are in memory at once.
BATCH = 600


class Uncounted(NamedTuple):
    """An index of which nothing is known yet: where it will be kept, and by which stamp; what shall be in it.

    Each document has the key by which `cache`, a file, knows what was counted in it.
    """

    place: str
    stamp: str
    language: str
    documents: Mapping[Name, str]
    synonyms: Sequence[Sequence[str]]
    cache: str


class Goal(NamedTuple):
    """Where a site is built, and what may stand in no output; without a folder, shards stay where indexes are kept."""

    folder: str
    watch: Watch


class Ready(NamedTuple):
    """Files that stand where they belong, with their key and look by their path, and what was found in them."""

    rows: dict[str, tuple[str, int, int, int]]
    found: Sequence[Found]


NOTHING_READY = Ready({}, ())


def index_place(cache: Cache, language: str) -> Path:
    """Where a build leaves an index."""
    return cache.file.with_name(f"search-{language}.sqlite")


def start_counting(settings: Settings, tools: Tools) -> None:
    """Before many articles are read for the first time: fork what will count their indexes."""
    tags = settings.tags if settings.search is not None else ()
    if tools.cache.is_kept and tools.workers.forks and not any(index_place(tools.cache, tag).exists() for tag in tags):
        tools.ahead.start(min(tools.workers.count, len(tags)))


def count_index(index: Uncounted, told: Callable[[], Goal]) -> Ready:
    """In a process that knows nothing of the site: fill the store of an index, then wait for the goal of its shards."""
    cache = Cache(Path(index.cache))
    wanted = Wanted(index.language, index.documents, index.synonyms, partial(_load, cache), _no_parts)
    files = kept_index_files(index.place, index.stamp, wanted)
    first = next(files)  # there is one always, and with it all is counted
    folder, watch = told()
    shards = (placed(file, index.language) for file in chain([first], files) if is_shard(file.path))
    if folder:
        return write_files(shards, folder, watch)
    deque(shards, 0)
    return NOTHING_READY


def placed(file: File, language: str) -> File:
    """A file of an index, where it stands in the site."""
    return file._replace(path=f"search/{language}/{file.path}")


def write_files(files: Iterable[File], folder: str, watch: Watch) -> Ready:
    """Write files into a site and look at them; their keys are hashes of what they hold."""
    rows: dict[str, tuple[str, int, int, int]] = {}
    found: list[Found] = []
    for path, key, content in files:
        data = content()
        found += watch.look(path, data)
        rows[path] = key, *write_file(folder, path, data)
    return Ready(rows, found)


def _load(cache: Cache, keys: Sequence[str]) -> Iterator[tuple[str, Sequence[Counted]]]:
    """Documents counted; without one of them there is no index."""
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        known = cache.get_many("search", batch)
        for key in batch:
            yield key, read_counted(known[key])


def _no_parts(key: str) -> Sequence[bytes]:
    """Texts are not at hand here, and stand in no shard."""
    raise KeyError(key)
