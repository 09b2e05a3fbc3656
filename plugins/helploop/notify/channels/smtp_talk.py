"""The words of an SMTP dialogue once smtplib has opened the connection, with as few calls of the system as can be.

Against a fast server, smtplib's own reader and Python's timeouts cost as much as everything else we do for a message.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import struct
from time import monotonic

#: RFC 5321 allows 512 octets; servers that talk more are borne up to here.
MAX_LINE = 8192
MAX_LINES = 100
#: Replies of one line that come with every message, and their codes.
_USUAL = {b"250 ": 250, b"354 ": 354}


def _code(line: bytes) -> tuple[int, bool]:
    """The code of a line of a reply, -1 where it has none, and whether the reply ends with it."""
    code = int(line[:3]) if line[:3].isdigit() and len(line) > 2 else -1
    return code, code < 0 or line[3:4] != b"-"


class _Replies(smtplib.SMTP):
    """Reads what a server says before its first message: within the timeout as a whole, and no more than a reply has.

    `smtplib` would wait for each byte anew, and take lines for as long as they come.
    """

    _read_from: socket.socket | None = None
    _rest = b""

    def getreply(self) -> tuple[int, bytes]:
        """The server's next reply: its code, -1 when it is none, and its words.

        Raises:
            OSError: the connection broke, or the reply took too long.
            SMTPResponseException: the reply has no end.
        """
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        if self._read_from is not self.sock:  # what came before TLS is nobody's word
            self._read_from, self._rest = self.sock, b""
        try:
            code, words = self._reply(self.sock, monotonic() + float(self.timeout))
            self.sock.settimeout(float(self.timeout))
        except BaseException:
            self.close()
            raise
        return code, words

    def _reply(self, sock: socket.socket, until: float) -> tuple[int, bytes]:
        words: list[bytes] = []
        while len(words) < MAX_LINES:
            line = self._line(sock, until)
            words.append(line[4:].strip())
            code, is_last = _code(line)
            if is_last:
                return code, b"\n".join(words)
        raise smtplib.SMTPResponseException(500, "the reply has no end")

    def _line(self, sock: socket.socket, until: float) -> bytes:
        while b"\n" not in self._rest:
            if len(self._rest) > MAX_LINE:
                raise smtplib.SMTPResponseException(500, "Line too long.")
            left = until - monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            sock.settimeout(left)
            more = sock.recv(MAX_LINE)
            if not more:
                raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line


class Plain(_Replies):
    """A connection that is plain at first."""


class Encrypted(_Replies, smtplib.SMTP_SSL):
    """A connection over TLS from its first byte."""


class Talk:
    """A connection that was introduced already."""

    def __init__(self, server: smtplib.SMTP, *, timeout: float, sending: float) -> None:
        if server.sock is None:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        self._sock, self._rest = server.sock, b""
        self._seconds, self._until = timeout, 0.0
        # the system's own timeouts need no call before each read; over TLS, Python has to watch the socket itself
        self._is_plain = not isinstance(self._sock, ssl.SSLSocket)
        if self._is_plain:
            self._sock.settimeout(None)
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(sending))
        self.wait_at_most(timeout)

    def wait_at_most(self, seconds: float) -> None:
        """How long an answer may take from now on."""
        self._seconds = seconds
        if self._is_plain:
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _timeval(seconds))
        else:
            self._sock.settimeout(seconds)

    def say(self, words: bytes) -> None:
        """Send bytes as they are.

        Raises:
            OSError: the connection broke.
        """
        try:
            self._sock.sendall(words)
        except BlockingIOError:  # so the system says that time is up
            raise TimeoutError("timed out") from None

    def hear(self) -> tuple[int, bytes]:
        """The server's next reply: its code, -1 when it is none, and its words.

        Raises:
            OSError: the connection broke.
            SMTPServerDisconnected: it was closed.
            SMTPResponseException: the reply has no end.
        """
        words: list[bytes] = []
        self._until = 0.0
        while True:
            line = self._line()
            if not words and line[:4] in _USUAL:
                return _USUAL[line[:4]], line[4:].strip()
            words.append(line[4:].strip())
            code, is_last = _code(line)
            if is_last:
                return code, b"\n".join(words)
            if len(words) > MAX_LINES:
                raise smtplib.SMTPResponseException(500, "the reply has no end")
            self._wait_no_longer()

    def _line(self) -> bytes:
        line, end, self._rest = self._rest.partition(b"\n") if self._rest else (b"", b"", b"")
        while not end:
            if len(line) > MAX_LINE:
                raise smtplib.SMTPResponseException(500, "Line too long.")
            try:
                more = self._sock.recv(MAX_LINE)
            except BlockingIOError:
                raise TimeoutError("timed out") from None
            if not more:
                raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
            line, end, self._rest = (line + more).partition(b"\n")
            if not end:
                self._wait_no_longer()
        return line

    def _wait_no_longer(self) -> None:
        """A reply that comes byte by byte has the time of one that comes at once, from its first piece on."""
        now = monotonic()
        self._until = self._until or now + self._seconds
        if now > self._until:
            raise TimeoutError("timed out")


def _timeval(seconds: float) -> bytes:
    whole = int(seconds)
    return struct.pack("@ll", whole, int((seconds - whole) * 1_000_000))
