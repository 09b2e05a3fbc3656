"""A Dask cluster as workers: the same values and functions, sent to other machines (extra `cluster`).

Nothing of the project has to be on those machines: what a piece of work needs travels with it. The code has to be the
same there, because pages are kept and compared by the code that made them.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from helploop.model.errors import UsageError
from helploop.pipeline.stamp import engine_stamp
from helploop.pipeline.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How long a scheduler may take to answer, in seconds.
PATIENCE = 10


@contextmanager
def cluster_workers(address: str) -> Iterator[Workers]:
    """The workers of the cluster whose scheduler is at an address such as `tcp://10.0.0.5:8786`.

    Raises:
        UsageError: the extra is missing, nobody answers, there are no workers, or they run other code.
    """
    client = _connect(address)
    try:
        cores = client.ncores()
        _check_workers(address, cores, client.run(engine_stamp) if cores else {})
        yield Workers(sum(cores.values()), client.get_executor(pure=False))
    finally:
        client.close()


def _connect(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        message = f"the package `{error.name}` is missing, `--scheduler` needs it"
        raise UsageError(message, 'install it: pip install "helploop[cluster]"') from error
    try:
        connect: Any = Client
        return connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        message = f"no Dask scheduler answers at `{address}`"
        hint = "start one with `dask scheduler`, and name the address it prints, such as tcp://10.0.0.5:8786"
        raise UsageError(message, hint) from error


def _check_workers(address: str, cores: dict[str, int], stamps: dict[str, str]) -> None:
    if not cores:
        raise UsageError(f"the scheduler at `{address}` has no workers", f"start some: dask worker {address}")
    others = sorted(worker for worker, stamp in stamps.items() if stamp != engine_stamp())
    if others:
        message = f"other code or other packages than here are installed for {', '.join(others)}"
        raise UsageError(message, "install the same Python, helploop and packages there, and restart the workers")
