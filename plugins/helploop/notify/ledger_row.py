"""One message as the ledger holds it, and the columns it is read from."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from helploop.notify.state import State


class Row(NamedTuple):
    """One message as the ledger holds it, in the order of `COLUMNS`. `contact` is empty once it was deleted."""

    id: int
    message_key: str
    entry: str
    wave: int
    channel: str
    token: str
    language: str
    items: tuple[str, ...]
    source: str
    source_id: str
    state: State
    reason: str
    attempts: int
    due: float
    created: float
    changed: float
    kind: str
    contact: str


COLUMNS = (
    "n.id, n.message_key, n.entry, n.wave, n.channel, n.token, n.language, n.items, n.source, n.source_id,"
    " n.state, n.reason, n.attempts, n.due, n.created, n.changed, p.kind, p.contact"
)
FROM = "FROM notices n JOIN people p ON p.token = n.token"


def parse_row(values: tuple[Any, ...]) -> Row:
    """A message out of a row of `COLUMNS`."""
    return Row._make(
        (*values[:7], _items(values[7]), *values[8:10], State(values[10]), *values[11:17], values[17] or "")
    )


@lru_cache(maxsize=1024)
def _items(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
