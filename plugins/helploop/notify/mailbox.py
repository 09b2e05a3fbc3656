"""What came back by mail: bounces (RFC 3464), complaints (RFC 5965) and wishes to hear no more, as values.

A bounce or a complaint counts when it carries the id of a message we sent, which nobody can guess; nothing else is
believed.
"""

from __future__ import annotations

import mailbox
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.utils import getaddresses
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

#: A larger mail is no bounce and no wish.
MAX_BYTES = 2_000_000
_KEY = re.compile(rb"^Message-ID:\s*<(\d+\.[0-9a-f]{10}\.[0-9a-f]{16})@", re.IGNORECASE | re.MULTILINE)
_FAILED = re.compile(rb"^Action:\s*failed\b", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(rb"^Status:\s*(5\.\d{1,3}\.\d{1,3})\b", re.IGNORECASE | re.MULTILINE)
#: What somebody makes of a mail by a button of their program; other reports (`not-spam`, `virus`) ask for nothing.
_COMPLAINT = re.compile(rb"^Feedback-Type:\s*(abuse|fraud|opt-out|opt-out-list)\s*$", re.IGNORECASE | re.MULTILINE)
_FEEDBACK = re.compile(rb"^Content-Type:\s*message/feedback-report\b", re.IGNORECASE | re.MULTILINE)
_WISH = re.compile(
    r"^\s*(?:(?:re|aw|sv|antw|res|rif|odp|返信)\s*[:：]\s*)*unsubscribe(?:\s+([0-9a-f]{32}))?\s*$", re.IGNORECASE
)


class AnswerKind(StrEnum):
    """What a mail says."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBE = "unsubscribe"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One mail: the `message_key` it is about, `token` or `address` of who wants no more, the `reason`."""

    kind: AnswerKind
    message_key: str = ""
    token: str = ""
    address: str = ""
    reason: str = ""


def parse_answer(content: bytes) -> Answer:
    """What a mail says. Whatever it is, nothing is raised."""
    if len(content) > MAX_BYTES:
        return _skipped("larger than 2 MB")
    try:
        message = message_from_bytes(content, policy=policy.default)
        if message.get_content_type() == "multipart/report":
            return _report(content.replace(b"\r\n", b"\n"))
        return _wish(message)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return _skipped("no mail that can be read")


def _skipped(reason: str) -> Answer:
    return Answer(kind=AnswerKind.SKIPPED, reason=reason)


def _report(plain: bytes) -> Answer:
    """What a machine says of one of our messages, or what somebody made it say."""
    if _FEEDBACK.search(plain):
        kind, said, otherwise = AnswerKind.COMPLAINED, _COMPLAINT.search(plain), "a report of no complaint"
    else:
        said = _STATUS.search(plain) if _FAILED.search(plain) else None
        kind, otherwise = AnswerKind.BOUNCED, "a report of no final failure"
    if said is None:
        return _skipped(otherwise)
    keys = set(_KEY.findall(plain))
    if len(keys) != 1:
        return _skipped("it names no message of ours")
    return Answer(kind=kind, message_key=keys.pop().decode(), reason=said[1].decode().lower())


def _wish(message: EmailMessage) -> Answer:
    match = _WISH.match(str(message.get("subject", "")))
    if match is None:
        return _skipped("neither a bounce nor a wish to hear no more")
    if match[1]:
        return Answer(kind=AnswerKind.UNSUBSCRIBE, token=match[1].lower())
    if str(message.get("auto-submitted", "no")).strip().lower() != "no":
        return _skipped("written by a machine")
    senders = getaddresses([str(message.get("from", ""))])
    if len(senders) != 1 or "@" not in senders[0][1]:
        return _skipped("it does not say who wants to hear no more")
    return Answer(kind=AnswerKind.UNSUBSCRIBE, address=senders[0][1])


def load_mails(path: Path) -> Iterator[bytes]:
    """The mails of a file (.eml, or an mbox), of a Maildir, or of a folder of .eml files."""
    if path.is_dir() and (path / "cur").is_dir():
        files = sorted([*(path / "cur").iterdir(), *(path / "new").iterdir()])
    elif path.is_dir():
        files = sorted(path.glob("*.eml"))
    elif path.suffix == ".eml":
        files = [path]
    else:
        box = mailbox.mbox(path, create=False)
        try:
            for key in box.iterkeys():
                yield box.get_bytes(key)
        finally:
            box.close()
        return
    for file in files:
        with file.open("rb") as stream:
            yield stream.read(MAX_BYTES + 1)
