"""Work spread over processes: a pure function over a list of values, results in the order of the values.

Any `concurrent.futures.Executor` will do, so that a site which outgrows one machine can hand in a cluster's. What is
sent is values and names of functions, never closures: spawned processes (Windows, macOS) work the same. Forked ones
know all values already, and are only told which ones to take.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import pickle
import threading
from collections import deque
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from helploop.pipeline.together import each_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor, Future, ProcessPoolExecutor
    from types import TracebackType

    from helploop.pipeline.turn import Turn

Value = TypeVar("Value")
Result = TypeVar("Result")

#: Below this many values a process costs more than it saves.
WORTH_IT = 120
CHUNKS_PER_WORKER = 6
MOST_A_CHUNK = 50
#: The last pieces of a list are smaller by so much.
LAST_PARTS = 5
#: A build makes millions of objects and hardly a cycle: looking for cycles less often saves a tenth of the time.
_OBJECTS_BETWEEN_LOOKS = 50_000


class _Inherited(NamedTuple):
    """What a process knows that was forked for it; the function makes several values at once."""

    function: Callable[..., list[Any]]
    values: Sequence[Any]
    shared: tuple[Any, ...]


_inherited: list[_Inherited] = []


class Workers:
    """As many processes as asked for (default: one a core), started when first needed."""

    def __init__(
        self,
        count: int | None = None,
        executor: Executor | None = None,
        method: str | None = None,
        turn: Turn | None = None,
    ) -> None:
        self.count = count or _cores()
        self._turn = turn
        self._given = executor
        self._method = method
        self._own: ProcessPoolExecutor | None = None
        self._working = 0
        self._takes_part = False
        """Whether this process does a part of what the others are working on."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(wait=error is None)

    @property
    def is_local(self) -> bool:
        """Whether the work is done on this machine, where the same files are."""
        return self._given is None

    @property
    def forks(self) -> bool:
        """Whether a process may be forked off now, which knows all that this one does."""
        return self.is_local and self.count > 1 and (self._method or _method()) == "fork"

    def is_worth_it(self, values: Sequence[Value]) -> bool:
        """Whether other processes of this machine would do the work."""
        return self.is_local and self.count > 1 and len(values) >= WORTH_IT

    def map(self, function: Callable[..., Result], values: Sequence[Value], *shared: Any) -> list[Result]:
        """`[function(value, *shared) for value in values]`, on all cores when that is worth it.

        `function` is defined at the top of a module; `shared` is read once a process.
        """
        return [result for chunk in self.chunks(function, values, *shared) for result in chunk]

    def chunks(self, function: Callable[..., Result], values: Sequence[Value], *shared: Any) -> Iterator[list[Result]]:
        """The same in pieces, in order, each when it is there: a build never holds all of them.

        Processes start to work at once, whenever the first piece is asked for.
        """
        if self.is_local and (self._takes_part or not self.is_worth_it(values)):
            pieces = _pieces(values, MOST_A_CHUNK)
            return (self._here(function, piece, shared) for piece in pieces)
        return self.batches(partial(each_of, function), values, *shared)

    def batches(
        self, function: Callable[..., list[Result]], values: Sequence[Value], *shared: Any
    ) -> Iterator[list[Result]]:
        """What comes of pieces of values in other processes, where a function makes each piece at once."""
        if self._is_free() and self.forks:
            return self._told(_Inherited(function, values, shared), self.count)
        work = partial(_run, function, pickle.dumps(shared, pickle.HIGHEST_PROTOCOL))
        pieces = _pieces(values, self._size(values))
        return self._results([self._executor(self.count).submit(work, piece) for piece in pieces])

    def chunks_here_too(
        self, function: Callable[..., Result], values: Sequence[Value], *shared: Any
    ) -> Iterator[list[Result]]:
        """The same, where who asks for a piece would only wait: instead it takes its part in the work.

        So there is one process less, which would hold copies of what this one holds.
        """
        if self.is_worth_it(values) and self._is_free() and self.forks:
            self._takes_part = True
            return self._told(_Inherited(partial(each_of, function), values, shared), self.count - 1)
        return self.chunks(function, values, *shared)

    def _is_free(self) -> bool:
        """Whether other processes may be started for what comes."""
        if self._working == 0 and self.is_local:
            self._end()
            return True
        return False

    def _size(self, values: Sequence[Any]) -> int:
        return min(MOST_A_CHUNK, max(1, -(-len(values) // (self.count * CHUNKS_PER_WORKER))))

    def _told(self, known: _Inherited, processes: int) -> Iterator[list[Any]]:
        """Results of processes that are forked now, and end with the last of them."""
        ranges = _ranges(len(known.values), self._size(known.values), self.count)
        _inherited.append(known)
        try:
            executor = self._executor(processes)
            futures = [executor.submit(_run_known, *each) for each in ranges]
        finally:
            _inherited.pop()
        pieces = [known.values[start:stop] for start, stop in ranges]
        here = (lambda at: known.function(pieces[at], *known.shared)) if self._takes_part else None
        return self._results(futures, here, ends=True)

    def _results(
        self,
        futures: Sequence[Future[list[Result]]],
        here: Callable[[int], list[Result]] | None = None,
        *,
        ends: bool = False,
    ) -> Iterator[list[Result]]:
        """What comes of pieces of work, in order; `here` does one of them in this process."""
        self._working += len(futures)
        return self._taken(_in_order(deque(futures), here), ends=ends)

    def _taken(self, results: Iterator[list[Result]], *, ends: bool) -> Iterator[list[Result]]:
        for found in results:
            self._working -= 1
            if ends and not self._working:  # an idle process would hold a copy of all that this one changes from now on
                self._end()
            yield found

    def _here(self, function: Callable[..., Result], values: Sequence[Value], shared: Sequence[Any]) -> list[Result]:
        if self._turn is None:
            return each_of(function, values, *shared)
        results = []
        for value in values:
            with self._turn:  # what is done may be written
                results.append(function(value, *shared))
        return results

    def _executor(self, processes: int) -> Executor:
        if self._given is not None:
            return self._given
        if self._own is None:
            import multiprocessing  # noqa: PLC0415 - long to import, for long work
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

            context = multiprocessing.get_context(self._method or _method())
            self._own = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)
        return self._own

    def _end(self, *, wait: bool = True) -> None:
        if self._own is not None:
            self._own.shutdown(wait=wait, cancel_futures=True)
            self._own, self._takes_part = None, False


def _in_order(
    waiting: deque[Future[list[Result]]], here: Callable[[int], list[Result]] | None
) -> Iterator[list[Result]]:
    """Results in the order of their pieces. Instead of waiting, the next piece that nobody has begun is done `here`."""
    done: dict[int, list[Result]] = {}
    at = free = 0
    while waiting:
        while here is not None and at not in done and not waiting[0].done():
            free = next((n for n in range(max(at, free), at + len(waiting)) if waiting[n - at].cancel()), -1)
            if free < 0:
                break
            done[free] = here(free)
            free += 1
        future = waiting.popleft()
        yield done.pop(at) if at in done else future.result()
        at += 1


def _begin() -> None:
    """What a process of a pool does first."""
    collect_rarely()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the process that started this one has: killed alone, it tells nobody, and a pool waits for ever.

    The system wakes this thread. Of forked processes the last one knows first, since it holds what the others wait for.
    """
    import multiprocessing  # noqa: PLC0415 - it is there by now

    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def collect_rarely() -> None:
    """What is here stays; what comes is looked through less often. For a process that builds and ends."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS, 20, 100)


def give_back_memory() -> None:
    """Hand what is free to the system (glibc): what is forked next would else share it."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _method() -> str:
    """Forking is cheap, and safe while there is one thread: a build's process has one, a live server's has more."""
    import multiprocessing  # noqa: PLC0415 - see above

    can_fork = "fork" in multiprocessing.get_all_start_methods()
    return "fork" if can_fork and threading.active_count() == 1 else "spawn"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pieces(values: Sequence[Value], size: int) -> list[Sequence[Value]]:
    return [values[start : start + size] for start in range(0, len(values), size)]


def _ranges(count: int, size: int, processes: int) -> list[tuple[int, int]]:
    """Where pieces begin and end. The last ones are small: who is done waits for them only."""
    large = max(0, count - size * processes) // size * size
    small = max(1, size // LAST_PARTS)
    starts = [*range(0, large, size), *range(large, count, small)]
    return list(zip(starts, [*starts[1:], count], strict=True))


def _run(function: Callable[..., list[Result]], shared: bytes, values: Sequence[Value]) -> list[Result]:
    return function(values, *_shared(shared))


def _run_known(start: int, stop: int) -> list[Any]:
    """In a process that was forked for this: some of the values it knows."""
    function, values, shared = _inherited[-1]
    known: list[Any] = function(values[start:stop], *shared)
    return known


@lru_cache(maxsize=4)
def _shared(data: bytes) -> tuple[Any, ...]:
    """What all values share, read once a process."""
    shared: tuple[Any, ...] = pickle.loads(data)  # noqa: S301 - from the process that started this one
    return shared
