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
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

from helploop.notify.deliver import Run, deliver_waiting
from helploop.notify.ledger_report import load_rows
from helploop.notify.letter import Letters
from helploop.notify.mail import render_mail
from helploop.notify.notice import Known
from helploop.notify.plan import plan_notices
from helploop.notify.request import parse_requests
from notify.runner import MAIL, NoRest, new_ledger, smtp_channel
from notify.samples import IDENTITY, ROUTING, render, site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from helploop.notify.ledger import Ledger

#: Long enough that a sync of the disk that ends in the other's block weighs little.
BLOCK = 200


class Taker:
    """Accepts every mail after a while and keeps nothing."""

    def __init__(self, delay: float) -> None:
        self.delay = delay

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802
        await asyncio.sleep(self.delay)
        return "250 OK"


def serve(port: int, delay: float) -> None:
    """A mail server (aiosmtpd) in a process of its own."""
    Controller(Taker(delay), hostname="127.0.0.1", port=port).start()
    threading.Event().wait()


def serve_fast(port: int, features: bytes) -> None:
    """A mail server that does nothing but answer, so that the sender is what is measured."""
    listener = socket.create_server(("127.0.0.1", port))
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection, features), daemon=True).start()


def answer(connection: socket.socket, features: bytes) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(b"220 fast\r\n")
    with connection, connection.makefile("rb") as lines:
        while line := lines.readline():
            match line[:4].upper():
                case b"EHLO":
                    connection.sendall(b"250-fast\r\n" + features + b"250 8BITMIME\r\n")
                case b"DATA":
                    connection.sendall(b"354 go on\r\n")
                    while lines.readline() not in {b".\r\n", b""}:
                        pass
                    connection.sendall(b"250 taken\r\n")
                case b"QUIT":
                    return
                case _:
                    connection.sendall(b"250 ok\r\n")


SERVERS: dict[str, tuple[Callable[..., None], object]] = {
    "aiosmtpd": (serve, 0.0),
    "aiosmtpd, 5 ms a mail": (serve, 0.005),
    "a server that only answers": (serve_fast, b""),
    "a server that only answers, with PIPELINING": (serve_fast, b"250-PIPELINING\r\n"),
}


def csv_of(people: int) -> str:
    rows = (f"csv-export,person{n}@example.com,en,email,{n},yes,2026-01-0{n % 9 + 1}" for n in range(people))
    return "item,contact,locale,source,source_id,consent,asked_at\n" + "\n".join(rows) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--mails", type=int, default=2000)
    given = parser.parse_args()
    text = csv_of(given.people)
    began, cpu = time.perf_counter(), time.process_time()
    requests, _ = parse_requests(text, "requests.csv")
    plan = plan_notices(site(), requests, Known(), IDENTITY, ROUTING)
    planned, cpu = time.perf_counter() - began, time.process_time() - cpu
    for number, (name, (server, option)) in enumerate(SERVERS.items()):
        with tempfile.TemporaryDirectory() as folder, running(server, option) as port:
            ledger = new_ledger(Path(folder) / "ledger")
            began = time.perf_counter()
            ledger.record(plan, time.time())
            if not number:
                recorded, peak = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                print(
                    f"{plan.people} people: planned in {planned:.2f} s ({cpu:.2f} s CPU),"
                    f" recorded in {recorded:.2f} s, peak {peak / 1024:.0f} MB"
                )
            print(f"{name}: {Race(ledger, port, given.mails).run()}")


@contextmanager
def running(server: Callable[..., None], option: object) -> Iterator[int]:
    """The server in a process of its own, when it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=server, args=(port, option), daemon=True)
    process.start()
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.02)
    try:
        yield port
    finally:
        process.kill()
        process.join()


class Race:
    """Blocks of messages by turns, ours and bare: whatever else the machine does meets both alike."""

    def __init__(self, ledger: Ledger, port: int, count: int) -> None:
        self.ledger, self.port, self.count = ledger, port, count
        self.letters = Letters(site(), render)
        rows = load_rows(ledger)[:count]
        self.ready = [
            (row.contact, render_mail(row, self.letters.letter(row.entry, row.language, row.items), MAIL))
            for row in rows
        ]
        self.stop, self.sent = NoRest(), 0
        self.bare, self.ours = list[tuple[float, float]](), list[tuple[float, float]]()

    def run(self) -> str:
        channel = smtp_channel(self.port, messages_per_connection=10**9)
        with smtplib.SMTP("127.0.0.1", self.port) as self.server:
            assert self.server.sock is not None
            self.server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            run = Run(letters=self.letters, now=time.time, stop=self.stop, advance=self.advance)
            self.began = time.perf_counter(), time.process_time()
            deliver_waiting(self.ledger, {"smtp": channel}, run)
        self.ledger.store.close()
        ratios = [bare[0] / ours[0] for bare, ours in zip(self.bare, self.ours, strict=True)]
        low, middle, high = statistics.quantiles(ratios)
        wall, cpu = (
            [sum(one[n] for one in side) / self.sent * 1000 for side in (self.bare, self.ours)] for n in (0, 1)
        )
        return (
            f"{self.sent} messages each, by turns: all in all {wall[0] / wall[1]:.0%} of a bare smtplib loop"
            f" (blocks: median {middle:.0%}, quartiles {low:.0%} and {high:.0%});"
            f" a message: bare {wall[0]:.2f} ms ({cpu[0]:.2f} CPU), ours {wall[1]:.2f} ms ({cpu[1]:.2f} CPU)"
        )

    def advance(self) -> None:
        """After each message of ours; after a block, the bare loop sends the same messages."""
        self.sent += 1
        if self.sent % BLOCK:
            return
        now = time.perf_counter(), time.process_time()
        self.ours.append((now[0] - self.began[0], now[1] - self.began[1]))
        for address, content in self.ready[self.sent - BLOCK : self.sent]:
            self.server.sendmail(MAIL.sender, [address], content)
        self.began = time.perf_counter(), time.process_time()
        self.bare.append((self.began[0] - now[0], self.began[1] - now[1]))
        if self.sent >= self.count:
            self.stop.set()


if __name__ == "__main__":
    main()
