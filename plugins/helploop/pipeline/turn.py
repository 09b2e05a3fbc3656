"""Work that makes room for newer work: it asks at each step whether it is still wanted, and writes only while it is.

The live server builds what follows from a save in the background. The next save ends that turn at once: from then on
nothing of it is written any more, however much of it is still being computed.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType


class SupersededError(Exception):
    """Something newer is being built: what this work would have made is no longer wanted."""


class Turn:
    """One piece of work. `with turn:` holds everybody else back while a file is written."""

    def __init__(self) -> None:
        self._writing = threading.RLock()
        self._over = threading.Event()

    def end(self) -> None:
        """From now on nothing of this work is written."""
        with self._writing:
            self._over.set()

    def check(self) -> None:
        """Go on, or give up.

        Raises:
            SupersededError: the turn is over.
        """
        if self._over.is_set():
            raise SupersededError

    def wait(self, seconds: float) -> None:
        """Let some time pass, unless the turn ends before.

        Raises:
            SupersededError: it did.
        """
        self._over.wait(seconds)
        self.check()

    def __enter__(self) -> Self:
        self._writing.acquire()
        if self._over.is_set():
            self._writing.release()
            raise SupersededError
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writing.release()
