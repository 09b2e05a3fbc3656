"""The states a person can be in for one message, as the ledger writes and the command prints them."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Exactly one of these holds for every person and message.

    `RESERVED` waits in the hands of a runner. `SENDING` is the instant between the claim and the answer: a runner found
    dead in it leaves `UNSURE` behind.
    """

    WAITING = "waiting"
    RESERVED = "reserved"
    SENDING = "sending"
    TOLD = "told"
    REFUSED = "refused"
    OPTED_OUT = "opted-out"
    UNSURE = "unsure"
    SKIPPED = "skipped"
