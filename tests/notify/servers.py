"""Mail servers on loopback: a real one that records what it accepted, and one that misbehaves exactly as told."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Recorder:
    """Accepts mail; `reply(number, recipient)` may give another answer or the word `drop` after taking it."""

    def __init__(self, reply=None):
        self.accepted = []
        self.bodies = []
        self.reply = reply or (lambda *_: "250 OK")
        self.count = 0

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802
        self.count += 1
        answer = self.reply(self.count, envelope.rcpt_tos[0])
        if answer == "drop" or answer.startswith("2"):
            assert len(envelope.rcpt_tos) == 1
            self.accepted.append(envelope.rcpt_tos[0])
            self.bodies.append(envelope.content)
        if answer == "drop":
            server.transport.abort()
            return "250 never seen"
        return answer

    @property
    def counts(self):
        return Counter(self.accepted)

    def messages(self):
        return [message_from_bytes(body, policy=policy.strict) for body in self.bodies]


@contextmanager
def mail_server(recorder=None, **options):
    recorder = recorder or Recorder()
    controller = Controller(recorder, hostname="127.0.0.1", port=0, ready_timeout=10, **options)
    # aiosmtpd tests its own port by connecting to it: it has to know the one the system chose
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = probe.getsockname()[1]
    controller.start()
    try:
        recorder.port = controller.port
        yield recorder
    finally:
        controller.stop()


@contextmanager
def in_threads(*servers):
    """Servers of `socketserver`, each answering in a thread of its own until the end."""
    threads = [threading.Thread(target=server.serve_forever, args=(0.01,)) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for server in servers:
            server.shutdown()
        for thread in threads:
            thread.join()


def plain_factory(handler):
    return SMTP(handler, enable_SMTPUTF8=True, hostname="mail.example")


GOOD = {
    "banner": b"220 mail.example ready\r\n",
    "ehlo": b"250 mail.example\r\n",
    "mail": b"250 ok\r\n",
    "rcpt": b"250 ok\r\n",
    "data": b"354 go on\r\n",
    "dot": b"250 taken\r\n",
    "rset": b"250 ok\r\n",
    "quit": b"221 bye\r\n",
    "starttls": b"454 not now\r\n",
}


class ScriptedServer:
    """Speaks SMTP by a script: stage (`banner`, `ehlo`, `mail`, `rcpt`, `data`, `dot`) to bytes, `drop`, `hang` or a function.

    The function is called with the server, whose `talking` is the connection.
    """

    def __init__(self, **script):
        self.script = script
        self.accepted, self.recipients = [], []
        self.connections = 0
        self.done = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.threads = [threading.Thread(target=self._serve, daemon=True)]

    def __enter__(self):
        self.threads[0].start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in self.threads:
            thread.join(5)

    def _serve(self):
        while not self.done.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._talk, args=(connection,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def _answer(self, connection, stage):
        action = self.script.get(stage, GOOD[stage])
        if callable(action):
            self.talking = connection
            action = action(self)
        if action == "drop":
            connection.shutdown(socket.SHUT_RDWR)
            return False
        if action == "hang":
            self.done.wait(5)
            return False
        connection.sendall(action)
        return True

    def _talk(self, connection):
        with connection, connection.makefile("rb") as lines:
            try:
                if not self._answer(connection, "banner"):
                    return
                while line := lines.readline():
                    verb = line[:4].decode("ascii", "replace").lower()
                    stage = {"helo": "ehlo", "star": "starttls"}.get(verb, verb)
                    if stage == "rcpt":
                        self.recipients.append(line.split(b"<")[1].split(b">")[0].decode())
                    if not self._answer(connection, stage):
                        return
                    if stage == "data" and self.script.get("data", GOOD["data"])[:3] == b"354":
                        while lines.readline() not in {b".\r\n", b""}:
                            pass
                        self.accepted.append(self.recipients[-1])
                        if not self._answer(connection, "dot"):
                            return
            except OSError:
                return
