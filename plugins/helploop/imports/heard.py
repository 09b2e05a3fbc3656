"""Any file with what customers said: which reader it needs is told by its first lines, or by its owner."""

from __future__ import annotations

from helploop.imports.export_rows import Row, decode_export, parse_rows
from helploop.imports.mbox import is_mbox, parse_mbox
from helploop.imports.signals import is_signal, parse_signals
from helploop.imports.tickets import parse_tickets
from helploop.model.question import Heard, join_heard

#: What a file can be; the tools' tickets differ in names only, and all of them are known.
KINDS = ("auto", "signals", "zendesk", "intercom", "helpscout", "csv", "mbox")


def parse_heard(data: bytes, path: str, kind: str = "auto") -> Heard:
    """What a file says, whatever it is."""
    if kind == "mbox" or (kind == "auto" and is_mbox(data)):
        return parse_mbox(data, path)
    text, problems = decode_export(data, path)
    if kind == "auto":
        first = next((row for row in parse_rows(text, path) if isinstance(row, Row)), None)
        kind = "signals" if first is not None and is_signal(first.value) else "csv"
    heard = parse_signals(text, path) if kind == "signals" else parse_tickets(text, path)
    return join_heard([Heard(problems=tuple(problems)), heard])
