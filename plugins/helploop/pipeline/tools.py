"""A build's tools for a project: its cache in `.cache/helploop/`, and a process for each core or a cluster."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from helploop.pipeline.cache import Cache
from helploop.pipeline.checked import Tools
from helploop.pipeline.cluster import cluster_workers
from helploop.pipeline.kept_places import CACHE_FILE, NO_CACHE, SCHEDULER
from helploop.pipeline.memory import Memory
from helploop.pipeline.turn import Turn
from helploop.pipeline.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def open_tools(
    root: Path,
    *,
    use_cache: bool | None = None,
    workers: int | None = None,
    memory: Memory | None = None,
    turn: Turn | None = None,
) -> Iterator[Tools]:
    """Tools that close themselves. What was learned before something failed is kept: it stays true.

    The environment says what a build is told, because it runs in its own process: to forget (unless `use_cache` says
    otherwise), and which cluster works for it. Work in a `turn` is done in this process, which knows when that ends.
    """
    wanted = not os.environ.get(NO_CACHE) if use_cache is None else use_cache
    cache = Cache(root / CACHE_FILE if wanted else None)
    scheduler = os.environ.get(SCHEDULER)
    pool = cluster_workers(scheduler) if scheduler else Workers(1 if turn else workers, turn=turn)
    with pool as working:
        yield Tools(cache, working, memory or Memory(), turn or Turn())
    cache.close(is_whole=turn is None)
