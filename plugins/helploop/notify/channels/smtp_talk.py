"""The words of an SMTP dialogue once smtplib has opened the connection, with as few calls of the system as can be.

Against a fast server, smtplib's own reader and Python's timeouts cost as much as everything else we do for a message.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import struct

#: RFC 5321 allows 512 octets; servers that talk more are borne up to here.
MAX_LINE = 8192
MAX_LINES = 100
#: Replies of one line that come with every message, and their codes.
_USUAL = {b"250 ": 250, b"354 ": 354}


class Talk:
    """A connection that was introduced already."""

    def __init__(self, server: smtplib.SMTP, *, timeout: float, sending: float) -> None:
        if server.sock is None:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        self._sock, self._rest = server.sock, b""
        # the system's own timeouts need no call before each read; over TLS, Python has to watch the socket itself
        self._is_plain = not isinstance(self._sock, ssl.SSLSocket)
        if self._is_plain:
            self._sock.settimeout(None)
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(sending))
        self.wait_at_most(timeout)

    def wait_at_most(self, seconds: float) -> None:
        """How long an answer may take from now on."""
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
        while True:
            line = self._line()
            if not words and line[:4] in _USUAL:
                return _USUAL[line[:4]], line[4:].strip()
            words.append(line[4:].strip())
            code = int(line[:3]) if line[:3].isdigit() and len(line) > 2 else -1
            if line[3:4] != b"-" or code < 0:
                return code, b"\n".join(words)
            if len(words) > MAX_LINES:
                raise smtplib.SMTPResponseException(500, "the reply has no end")

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
        return line


def _timeval(seconds: float) -> bytes:
    whole = int(seconds)
    return struct.pack("@ll", whole, int((seconds - whole) * 1_000_000))
