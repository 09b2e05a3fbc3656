"""One message as the ledger holds it, and the columns it is read from."""

from __future__ import annotations

import json
from dataclasses import dataclass

from helploop.notify.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One message as the ledger holds it. `contact` is empty once it was deleted."""

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
_NAMES = tuple(name.strip().partition(".")[2] for name in COLUMNS.split(","))
FROM = "FROM notices n JOIN people p ON p.token = n.token"


def parse_row(values: tuple[object, ...]) -> Row:
    """A message out of a row of `COLUMNS`."""
    named: dict[str, object] = dict(zip(_NAMES, values, strict=True))
    items, state = str(named.pop("items")), str(named.pop("state"))
    contact = named.pop("contact")
    return Row(
        **named,  # type: ignore[arg-type]
        items=tuple(json.loads(items)),
        state=State(state),
        contact=str(contact or ""),
    )
