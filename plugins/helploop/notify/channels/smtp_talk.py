"""The words of an SMTP dialogue, once smtplib has opened the connection: sent and read without its detours.

smtplib's own way costs more time than a whole message should; what it refuses is refused here as well.
"""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import BufferedIOBase

#: RFC 5321 allows 512 octets; servers that talk more are borne up to here.
MAX_LINE = 8192
MAX_LINES = 100


def say(server: smtplib.SMTP, words: bytes) -> None:
    """Send bytes as they are.

    Raises:
        OSError: the connection broke.
        SMTPServerDisconnected: it was closed before.
    """
    if server.sock is None:
        raise smtplib.SMTPServerDisconnected("please run connect() first")
    server.sock.sendall(words)


def hear(server: smtplib.SMTP) -> tuple[int, bytes]:
    """The server's next reply: its code, -1 when it is none, and its words.

    Raises:
        OSError: the connection broke.
        SMTPServerDisconnected: it was closed.
        SMTPResponseException: it has no end.
    """
    if server.file is None:
        return server.getreply()
    line = _line(server.file)
    if line[3:4] != b"-":
        return _code(line), line[4:].strip()
    lines = [line]
    while lines[-1][3:4] == b"-" and _code(lines[-1]) > 0:
        if len(lines) > MAX_LINES:
            raise smtplib.SMTPResponseException(500, "the reply has no end")
        lines.append(_line(server.file))
    return _code(lines[-1]), b"\n".join(line[4:].strip() for line in lines)


def _line(file: BufferedIOBase) -> bytes:
    line = file.readline(MAX_LINE + 1)
    if not line:
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
    if len(line) > MAX_LINE:
        raise smtplib.SMTPResponseException(500, "Line too long.")
    return line


def _code(line: bytes) -> int:
    code = line[:3]
    return int(code) if len(code) == 3 and code.isdigit() else -1
