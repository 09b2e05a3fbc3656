"""Plan 10,000 people, and send as fast as a bare smtplib loop over the same kind of connection, in one run.

python benchmarks/notify_speed.py [--people 10000] [--mails 2000]
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import smtplib
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from aiosmtpd.controller import Controller

from helploop.notify.deliver import Run, deliver_waiting
from helploop.notify.letter import Letters
from helploop.notify.mail import render_mail
from helploop.notify.plan import Known, plan_notices
from helploop.notify.request import parse_requests
from notify.runner import MAIL, NoRest, new_ledger, smtp_channel
from notify.samples import IDENTITY, ROUTING, render, site


class Taker:
    """Accepts every mail and keeps nothing."""

    async def handle_DATA(self, server, session, envelope):  # noqa: ANN001, ANN201, ARG002, N802
        return "250 OK"


def serve(port: int) -> None:
    """A mail server (aiosmtpd) in a process of its own."""
    Controller(Taker(), hostname="127.0.0.1", port=port).start()
    threading.Event().wait()


def csv_of(people: int) -> str:
    rows = (f"csv-export,person{n}@example.com,en,email,{n},yes,2026-01-0{n % 9 + 1}" for n in range(people))
    return "item,contact,locale,source,source_id,consent,asked_at\n" + "\n".join(rows) + "\n"


def bare(port: int, messages: list[tuple[str, bytes]]) -> float:
    """Messages a second of smtplib alone, on one connection, with the messages ready."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for address, content in messages:
            server.sendmail(MAIL.sender, [address], content)
    return len(messages) / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--mails", type=int, default=2000)
    given = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(port,), daemon=True)
    server.start()
    text = csv_of(given.people)
    began = time.perf_counter()
    requests, _ = parse_requests(text, "requests.csv")
    plan = plan_notices(site(), requests, Known(), IDENTITY, ROUTING)
    planned = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder) / "ledger")
        began = time.perf_counter()
        ledger.record(plan, time.time())
        recorded = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{plan.people} people: planned in {planned:.2f} s, recorded in {recorded:.2f} s, peak {peak:.0f} MB")
        send(ledger, port, given.mails)
    server.kill()


def send(ledger, port: int, count: int) -> None:
    letters = Letters(site(), render)
    rows, after = [], 0
    while len(rows) < count and (row := ledger.pick("smtp", after, time.time(), far=1)):
        rows.append(row)
        after = row.id
    ready = [(row.contact, render_mail(row, letters.letter(row.entry, row.language, row.items), MAIL)) for row in rows]
    one = bare(port, ready)
    ledger.store.execute("UPDATE notices SET state = 'skipped' WHERE id > ?", (rows[-1].id,))
    channel = smtp_channel(port, messages_per_connection=10**9)
    run = Run(letters=letters, now=time.time, stop=NoRest())
    began = time.perf_counter()
    tally = deliver_waiting(ledger, {"smtp": channel}, run)
    ours = sum(tally.states.values()) / (time.perf_counter() - began)
    two = bare(port, ready)
    print(f"bare smtplib {one:.0f} and {two:.0f} messages a second, notify {ours:.0f}: {ours / max(one, two):.0%}")
    ledger.store.close()


if __name__ == "__main__":
    main()
