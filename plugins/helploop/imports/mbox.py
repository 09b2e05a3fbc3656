"""A mailbox in one file (mbox) to questions: what people wrote to the support address, without answers of machines."""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from helploop.imports.tickets import question_of
from helploop.model.problem import Problem, warning
from helploop.model.question import Heard, Question

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_FROM = re.compile(rb"^From \S+.*\d{4}|^From \S+ *$", re.MULTILINE)
_REPLY = re.compile(r"^\s*(?:(?:re|aw|fwd?|wg|sv|antw|tr|rv|ref|رد|返信)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE)
_MACHINES = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b", re.IGNORECASE)


def is_mbox(data: bytes) -> bool:
    """Whether a file begins as a mailbox does."""
    return data.lstrip(b"\xef\xbb\xbf\r\n").startswith(b"From ")


def parse_mbox(data: bytes, path: str) -> Heard:
    """A question for each thread, from its first message; what machines sent is counted and left out."""
    questions: list[Question] = []
    skipped: Counter[str] = Counter()
    problems: list[Problem] = []
    threads: set[str] = set()
    for line, content in _messages(data):
        try:
            found = _question(message_from_bytes(content), threads)
        except (ValueError, LookupError, UnicodeError, TypeError, AttributeError, IndexError) as error:
            said = f"the message can't be read ({type(error).__name__})"
            problems.append(warning(path, line, "bad-message", said, "it is left out"))
            skipped["could not be read"] += 1
            continue
        if isinstance(found, str):
            skipped[found] += 1
        else:
            questions.append(found)
    if not (questions or skipped):
        hint = "export it again, or say with --from what it is"
        problems.append(warning(path, 1, "no-questions", "the file holds no message", hint))
    return Heard(questions=tuple(questions), skipped=skipped, problems=tuple(problems))


def _messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each message and the line it begins on. A `From ` in a text has a `>` before it."""
    whole = data.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")
    plain = whole.lstrip(b"\n")
    starts = [
        match.start()
        for match in _FROM.finditer(plain)
        if match.start() == 0 or plain[match.start() - 2 : match.start()] == b"\n\n"
    ]
    line, before = 1 + len(whole) - len(plain), 0
    for start, end in pairwise([*starts, len(plain)]):
        line += plain.count(b"\n", before, start)
        before = start
        yield line, plain[start:end].partition(b"\n")[2]


def _question(message: Message, threads: set[str]) -> Question | str:
    automatic = str(message.get("Auto-Submitted", "no")).casefold()
    senders = getaddresses([_header(message, "From")])
    name, address = senders[0] if senders else ("", "")
    is_bulk = str(message.get("Precedence", "")).casefold() in {"bulk", "junk", "list"}
    if automatic != "no" or is_bulk or message.get("X-Autoreply") or _MACHINES.match(address):
        return "sent by a machine"
    own = str(message.get("Message-ID", "")).strip()
    before = [str(message.get("In-Reply-To", "")).strip(), *str(message.get("References", "")).split()]
    is_answer = any(known in threads for known in before if known)
    threads.update(filter(None, (own, *before)))
    if is_answer:
        return "answers in a thread"
    return question_of(
        _REPLY.sub("", _header(message, "Subject")),
        _text(message),
        [name, address.partition("@")[0].replace(".", " ")] if name else [],
        language=_header(message, "Content-Language").partition(",")[0].strip(),
        day=_day(message),
    )


def _header(message: Message, name: str) -> str:
    written = message.get(name)
    if written is None:
        return ""
    try:
        return str(make_header(decode_header(str(written))))
    except (ValueError, LookupError):
        return str(written)


def _text(message: Message) -> str:
    """The plain text of a message, or its HTML."""
    parts = [part for part in message.walk() if part.get_content_maintype() == "text" and not part.get_filename()]
    best = next((part for part in parts if part.get_content_subtype() == "plain"), parts[0] if parts else None)
    payload = best.get_payload(decode=True) if best is not None else None
    if best is None or not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(best.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")


def _day(message: Message) -> str:
    try:
        return parsedate_to_datetime(str(message["Date"])).date().isoformat()
    except (TypeError, ValueError):
        return ""
