"""What a message costs the sender apart from the network: ours with ledger and rendering, and smtplib alone.

    python benchmarks/notify_cost.py [--mails 8000] [--rounds 3]

Both talk to a server that is a few lines in the same process, and are counted in CPU time: figures that other work on the
machine hardly moves. The disk is a temporary folder, and its syncs are left out.
"""

from __future__ import annotations

import argparse
import smtplib
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from typing import Any

from helploop.notify.deliver import Run, deliver_waiting
from helploop.notify.ledger_report import load_rows
from helploop.notify.letter import Letters
from helploop.notify.mail import render_mail
from helploop.notify.notice import Known
from helploop.notify.plan import plan_notices
from helploop.notify.store import SqliteStore
from notify.runner import MAIL, NoRest, new_ledger, smtp_channel
from notify.samples import IDENTITY, ROUTING, crowd, render, site


class Server:
    """Takes everything: the fourth answer of a message is like the first two, the third says go on."""

    def __init__(self) -> None:
        self.count = 0

    def _code(self) -> int:
        self.count += 1
        return 354 if self.count % 4 == 3 else 250

    def hear(self) -> tuple[int, bytes]:
        """As our own side of the dialogue asks."""
        return self._code(), b"ok"

    def readline(self, _: int) -> bytes:
        """As smtplib asks."""
        return b"%d ok\r\n" % self._code()

    def say(self, _: bytes) -> None:
        """Take it."""

    sendall = say

    def wait_at_most(self, _: float) -> None:
        """It never lets anybody wait."""


def ours(mails: int) -> float:
    """Microseconds of CPU for each message: taken, rendered, said, claimed, marked, written down."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder) / "ledger")
        ledger.record(plan_notices(site(), crowd(mails), Known(), IDENTITY, ROUTING), 1.0)
        channel: Any = smtp_channel(1, messages_per_connection=10**9)
        server = Server()
        channel._connected = lambda: server  # noqa: SLF001 - the network is what is left out
        SqliteStore.sync = lambda _: None  # type: ignore[method-assign, assignment]
        run = Run(letters=Letters(site(), render), now=time.time, stop=NoRest())
        began = time.process_time()
        tally = deliver_waiting(ledger, {"smtp": channel}, run)
        spent = time.process_time() - began
        ledger.store.close()
    assert sum(tally.states.values()) == mails
    return spent / mails * 1e6


def bare(mails: int) -> float:
    """Microseconds of CPU for each message that was rendered before."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder) / "ledger")
        ledger.record(plan_notices(site(), crowd(1), Known(), IDENTITY, ROUTING), 1.0)
        row = load_rows(ledger)[0]
        content = render_mail(row, Letters(site(), render).letter(row.entry, row.language, row.items), MAIL)
        ledger.store.close()
    client: Any = smtplib.SMTP()
    client.sock = client.file = Server()
    client.ehlo_resp, client.does_esmtp, client.esmtp_features = b"ok", True, {"8bitmime": ""}
    began = time.process_time()
    for number in range(mails):
        client.sendmail(MAIL.sender, [f"person{number}@example.com"], content)
    return (time.process_time() - began) / mails * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=8000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for _ in range(given.rounds):
        print(f"a message: ours {ours(given.mails):.1f} µs, smtplib alone {bare(given.mails):.1f} µs")


if __name__ == "__main__":
    main()
