"""What every channel is: it composes one message and delivers it, claiming it at the last safe moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from helploop.notify.ledger_row import Row
    from helploop.notify.letter import Letter
    from helploop.notify.result import Result

    Observe = Callable[[str], None]
    #: One message's way from waiting to sending. Nothing may have been accepted yet.
    Claim = Callable[[], None]


class Channel(Protocol):
    """A way to reach recipients."""

    is_idempotent: bool
    """Whether the same message sent twice is one message to its receiver."""

    def deliver(self, row: Row, letter: Letter, claim: Claim) -> Result:
        """Send one message. `claim` is called once, when nothing was accepted yet; after it, every end is a result.

        Raises:
            ChannelDownError: before the claim, the other side is not there.
            ChannelRefusedError: before the claim, the other side will never take it from us.
        """
        ...

    def close(self) -> None:
        """Say goodbye."""
        ...
