"""One letter to one address as the bytes of a mail: built once per letter, then only four header lines are personal.

Everything in a header is cleaned and encoded here, so that no title and no address can add a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from helploop.notify.mail_html import asked_for, render_html
from helploop.notify.plain_line import clean_line
from helploop.notify.words import words_for

if TYPE_CHECKING:
    from helploop.notify.ledger_row import Row
    from helploop.notify.letter import Letter

_BODY_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_LIST_ATOM = re.compile(r"^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$")
#: Longer titles are cut: no mail program shows more.
MAX_SUBJECT = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """What all mails of a site share. `unsubscribe_url` may hold `{token}`; `one_click` says that it takes POST."""

    site_id: str
    sender: str
    sender_name: str = ""
    reply_to: str = ""
    unsubscribe_mailto: str = ""
    unsubscribe_url: str = ""
    one_click: bool = False
    idempotency_header: str = ""

    @property
    def domain(self) -> str:
        """The domain of the sender, for Message-IDs."""
        return self.sender.rpartition("@")[2]


def message_id(row: Row, settings: MailSettings) -> str:
    """The Message-ID: the same for this message for ever, with no address in it."""
    return f"<{row.message_key}@{settings.domain}>"


def render_mail(row: Row, letter: Letter, settings: MailSettings, *, to: str = "") -> bytes:
    """The whole message, lines ended by CRLF."""
    unsubscribe = _unsubscribe_links(row.token, settings)
    head, body = _shared(letter, settings)
    lines = [
        f"Date: {_date(int(row.created))}",
        f"To: {to or row.contact}",
        f"Message-ID: {message_id(row, settings)}",
    ]
    if unsubscribe:
        lines.append(f"List-Unsubscribe: {', '.join(f'<{link}>' for link in unsubscribe)}")
    if settings.one_click and settings.unsubscribe_url.startswith("https://"):
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    if settings.idempotency_header:
        lines.append(f"{settings.idempotency_header}: {row.message_key}")
    personal = "".join(f"{line}\r\n" for line in lines).encode()
    return head + personal + _personal_body(body, row.token)


@lru_cache(maxsize=256)
def _date(moment: int) -> str:
    return format_datetime(datetime.fromtimestamp(moment, UTC))


def _unsubscribe_links(token: str, settings: MailSettings) -> list[str]:
    links = []
    if settings.unsubscribe_url:
        links.append(settings.unsubscribe_url.replace("{token}", token))  # letters and digits only
    if settings.unsubscribe_mailto:
        links.append(f"mailto:{settings.unsubscribe_mailto}?subject=unsubscribe%20{token}")
    return links


@lru_cache(maxsize=256)
def _shared(letter: Letter, settings: MailSettings) -> tuple[bytes, _Pieces]:
    """The header lines everybody gets, and the rest of the message around the token in the link to stop."""
    lines = [
        f"From: {Address(clean_line(settings.sender_name), addr_spec=settings.sender)}"
        if settings.sender_name.isascii()
        else f"From: {_encoded(settings.sender_name, 'From')} <{settings.sender}>",
        f"Subject: {_encoded(subject(letter), 'Subject')}",
        f"List-Id: <{_list_id(letter, settings)}>",
        "Auto-Submitted: auto-generated",
        "Precedence: bulk",
        f"Content-Language: {letter.language}",
        "MIME-Version: 1.0",
    ]
    if settings.reply_to:
        lines.insert(1, f"Reply-To: {settings.reply_to}")
    return "".join(f"{line}\r\n" for line in lines).encode(), _pieces(_body_bytes(letter, settings))


#: Stands for the personal token in a body that is made once; a token has the same length and the same kind of letters.
_MARK = "00c0ffee" * 4
#: The mark as it stands in a body: a line may be broken inside it.
_MARKED = re.compile(rb"(?:=\r\n)?".join(re.escape(letter.encode()) for letter in _MARK))
#: A body in pieces: bytes everybody gets, and slices of the reader's token.
_Pieces = tuple[bytes | slice, ...]


def _pieces(body: bytes) -> _Pieces:
    """The body around the places of the token."""
    pieces: list[bytes | slice] = []
    end = 0
    for match in _MARKED.finditer(body):
        pieces.append(body[end : match.start()])
        end, start = match.end(), 0
        for number, part in enumerate(match[0].split(b"=\r\n")):
            if number:
                pieces.append(b"=\r\n")
            pieces.append(slice(start, start + len(part)))
            start += len(part)
    return (*pieces, body[end:])


def _personal_body(pieces: _Pieces, token: str) -> bytes:
    """The shared body with this person's token."""
    own = token.encode()
    return b"".join(own[piece] if isinstance(piece, slice) else piece for piece in pieces)


def subject(letter: Letter) -> str:
    """The title as one line a mail program can show."""
    title = clean_line(letter.title)
    return title if len(title) <= MAX_SUBJECT else f"{title[: MAX_SUBJECT - 1].rstrip()}…"


def _encoded(text: str, name: str) -> str:
    """A header value that reads back as exactly this text, in lines of at most 76 octets."""
    plain = clean_line(text)
    is_plain = plain.isascii() and "=?" not in plain and len(plain) + len(name) < 74
    return plain if is_plain else Header(plain, "utf-8", header_name=name, maxlinelen=75).encode(linesep="\r\n")


def _list_id(letter: Letter, settings: MailSettings) -> str:
    item = letter.items[0][0] if letter.items else "updates"
    return f"{item if _LIST_ATOM.match(item) else 'asked'}.{settings.site_id}"


def _body_bytes(letter: Letter, settings: MailSettings) -> bytes:
    """The MIME headers and the two parts. The boundary depends on the words alone: same letter, same bytes."""
    stop = next(iter(_unsubscribe_links(_MARK, settings)), "")
    message = EmailMessage(policy=SMTP.clone(max_line_length=76))  # quoted-printable allows no more (RFC 2045)
    text, html = _text_part(letter, stop), _BODY_CONTROL.sub("", render_html(letter, stop))
    boundary = f"=_{sha256((text + html).encode()).hexdigest()[:24]}"
    message.set_content(text, cte=_transfer(text, stop))
    message.add_alternative(html, subtype="html", cte=_transfer(html, stop))
    message.set_boundary(boundary)
    del message["MIME-Version"]
    return message.as_bytes()


def _transfer(text: str, stop: str) -> str:
    if _MARK in stop:
        return "quoted-printable"  # in which the mark can be found again
    foreign = sum(1 for char in text if not char.isascii())
    return "base64" if foreign * 5 > len(text) else "quoted-printable"


def _text_part(letter: Letter, stop: str) -> str:
    words = words_for(letter.language)
    parts = [
        words.asked.format(items=asked_for(letter)) if asked_for(letter) else "",
        clean_line(letter.title),
        letter.text or letter.summary,
        f"{words.read_on.format(site=letter.site_name)}: {letter.url}",
        f"-- \n{words.why}" + (f"\n{words.stop}:\n{stop}" if stop else ""),
    ]
    return _BODY_CONTROL.sub("", "\n\n".join(part for part in parts if part)) + "\n"
