"""Plan 10,000 people, and send as fast as a bare smtplib loop over the same kind of connection, in one run.

python benchmarks/notify_speed.py [--people 10000] [--mails 2000]
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import resource
import smtplib
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

from helploop.notify.channels.smtp import SmtpChannel
from helploop.notify.deliver import Run, deliver_waiting
from helploop.notify.letter import Letters
from helploop.notify.mail import render_mail
from helploop.notify.notice import Known
from helploop.notify.plan import plan_notices
from helploop.notify.request import parse_requests
from notify.runner import MAIL, NoRest, new_ledger, smtp_channel
from notify.samples import IDENTITY, ROUTING, render, site

if TYPE_CHECKING:
    from helploop.notify.ledger import Ledger

BLOCK = 50


class Taker:
    """Accepts every mail after a while and keeps nothing."""

    def __init__(self, delay: float) -> None:
        self.delay = delay

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802
        await asyncio.sleep(self.delay)
        return "250 OK"


def serve(port: int, delay: float) -> None:
    """A mail server (aiosmtpd) in a process of its own."""
    Controller(Taker(delay), hostname="127.0.0.1", port=port).start()
    threading.Event().wait()


def csv_of(people: int) -> str:
    rows = (f"csv-export,person{n}@example.com,en,email,{n},yes,2026-01-0{n % 9 + 1}" for n in range(people))
    return "item,contact,locale,source,source_id,consent,asked_at\n" + "\n".join(rows) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--delay", type=float, default=0, help="seconds the server takes to accept a mail")
    given = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(port, given.delay), daemon=True)
    server.start()
    text = csv_of(given.people)
    began, cpu = time.perf_counter(), time.process_time()
    requests, _ = parse_requests(text, "requests.csv")
    plan = plan_notices(site(), requests, Known(), IDENTITY, ROUTING)
    planned, cpu = time.perf_counter() - began, time.process_time() - cpu
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder) / "ledger")
        began = time.perf_counter()
        ledger.record(plan, time.time())
        recorded = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{plan.people} people: planned in {planned:.2f} s ({cpu:.2f} s CPU), recorded in {recorded:.2f} s,"
            f" peak {peak:.0f} MB"
        )
        send(ledger, port, given.mails)
    server.kill()


def send(ledger: Ledger, port: int, count: int) -> None:
    """Blocks of messages by turns, bare and ours: whatever else the machine does meets both alike."""
    letters = Letters(site(), render)
    rows, after = [], 0
    while len(rows) < count and (row := ledger.pick("smtp", after, time.time(), far=1)):
        rows.append(row)
        after = row.id
    ready = [(row.contact, render_mail(row, letters.letter(row.entry, row.language, row.items), MAIL)) for row in rows]
    channel = smtp_channel(port, messages_per_connection=10**9)
    channel.close = lambda: None  # type: ignore[method-assign] - one connection for all blocks, as the bare loop has
    ratios, spent = [], {"bare": 0.0, "ours": 0.0}
    with smtplib.SMTP("127.0.0.1", port) as server:
        for start in range(0, count - BLOCK, BLOCK):
            block = ready[start : start + BLOCK]
            began, cpu = time.perf_counter(), time.process_time()
            for address, content in block:
                server.sendmail(MAIL.sender, [address], content)
            bare = time.perf_counter() - began
            spent["bare"] += time.process_time() - cpu
            began, cpu = time.perf_counter(), time.process_time()
            deliver_block(ledger, channel, letters)
            ratios.append(bare / (time.perf_counter() - began))
            spent["ours"] += time.process_time() - cpu
    sent = len(ratios) * BLOCK
    print(
        f"{sent} messages each, by turns: median {statistics.median(ratios):.0%} of a bare smtplib loop"
        f" (quartiles {statistics.quantiles(ratios)[0]:.0%} and {statistics.quantiles(ratios)[2]:.0%});"
        f" own CPU a message: bare {spent['bare'] / sent * 1000:.2f} ms, notify {spent['ours'] / sent * 1000:.2f} ms"
    )
    SmtpChannel.close(channel)
    ledger.store.close()


def deliver_block(ledger: Ledger, channel: SmtpChannel, letters: Letters) -> None:
    stop, done = NoRest(), 0

    def advance() -> None:
        nonlocal done
        done += 1
        if done == BLOCK:
            stop.set()

    deliver_waiting(ledger, {"smtp": channel}, Run(letters=letters, now=time.time, stop=stop, advance=advance))


if __name__ == "__main__":
    main()
