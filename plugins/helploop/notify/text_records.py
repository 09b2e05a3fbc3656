"""The TXT records of a name in the DNS, where a domain says who may send mail for it.

One question of one kind to the system's name server, over UDP, and over TCP where the answer is too long (RFC 1035).
"""

from __future__ import annotations

import secrets
import socket
import struct
from contextlib import suppress
from pathlib import Path

_TXT, _IN = 16, 1
_RECURSIVE, _TRUNCATED = 0x0100, 0x0200
_NO_SUCH_NAME = 3
TIMEOUT = 5.0


class NoAnswerError(Exception):
    """The name server could not be asked, or gave no answer that can be read."""


def system_name_server(file: Path = Path("/etc/resolv.conf")) -> tuple[str, int]:
    """The first name server of this machine."""
    with suppress(OSError, UnicodeDecodeError):
        for line in file.read_text(encoding="utf-8").splitlines():
            words = line.split()
            if words[:1] == ["nameserver"] and len(words) > 1:
                return words[1], 53
    return "127.0.0.1", 53


def load_text_records(name: str, server: tuple[str, int]) -> tuple[str, ...]:
    """The TXT records of a name; none when there is no such name.

    Raises:
        NoAnswerError: nobody knows.
    """
    number = secrets.randbits(16)
    try:
        question = _question(name, number)
        answer = _ask(question, server)
        return tuple(_records(answer, number))
    except (OSError, ValueError, IndexError, struct.error) as error:
        cause = "no answer in time" if isinstance(error, TimeoutError) else str(error) or "no answer"
        raise NoAnswerError(f"{server[0]}: {cause}") from None


def _question(name: str, number: int) -> bytes:
    labels = name.rstrip(".").encode("ascii").split(b".")
    if not all(0 < len(label) < 64 for label in labels):
        raise ValueError(f"`{name}` is no name")
    written = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    return struct.pack("!6H", number, _RECURSIVE, 1, 0, 0, 0) + written + struct.pack("!2H", _TXT, _IN)


def _ask(question: bytes, server: tuple[str, int]) -> bytes:
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as asked:
        asked.settimeout(TIMEOUT)
        asked.connect(server)
        asked.send(question)
        answer = asked.recv(4096)
    if len(answer) > 3 and not struct.unpack("!H", answer[2:4])[0] & _TRUNCATED:
        return answer
    with socket.create_connection(server, TIMEOUT) as stream, stream.makefile("rb") as incoming:
        stream.sendall(struct.pack("!H", len(question)) + question)
        return incoming.read(struct.unpack("!H", incoming.read(2))[0])


def _records(answer: bytes, number: int) -> list[str]:
    own, flags, questions, answers = struct.unpack("!4H", answer[:8])
    if own != number:
        raise ValueError("an answer to another question")
    if flags & 0xF not in {0, _NO_SUCH_NAME}:
        raise ValueError(f"error {flags & 0xF}")
    place, found = 12, []
    for _ in range(questions):
        place = _behind_name(answer, place) + 4
    for _ in range(answers):
        place = _behind_name(answer, place)
        kind, _, _, length = struct.unpack("!2HIH", answer[place : place + 10])
        place += 10
        if kind == _TXT:
            found.append(_text(answer[place : place + length]))
        place += length
    return found


def _behind_name(answer: bytes, place: int) -> int:
    while length := answer[place]:
        if length >= 0xC0:  # the rest stands elsewhere
            return place + 2
        place += length + 1
    return place + 1


def _text(data: bytes) -> str:
    """A record's pieces of at most 255 octets, put together."""
    pieces, place = [], 0
    while place < len(data):
        pieces.append(data[place + 1 : place + 1 + data[place]])
        place += data[place] + 1
    return b"".join(pieces).decode("utf-8", "replace")
