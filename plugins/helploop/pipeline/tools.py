"""A build's tools for a project: its cache in `.cache/helploop/`, and a process for each core."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from helploop.pipeline.cache import Cache
from helploop.pipeline.check import Tools
from helploop.pipeline.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CACHE_FILE = ".cache/helploop/build.sqlite"


@contextmanager
def open_tools(root: Path, *, use_cache: bool = True, workers: int | None = None) -> Iterator[Tools]:
    """Tools that close themselves; what was learned is kept only when nothing failed."""
    cache = Cache(root / CACHE_FILE if use_cache else None)
    with Workers(workers) as pool:
        yield Tools(cache, pool)
    cache.close()
