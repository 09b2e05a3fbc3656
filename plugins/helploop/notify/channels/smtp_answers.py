"""What the answers of a mail server and the faults of a connection mean: try later, never, or not this address."""

from __future__ import annotations

import re
import smtplib
import ssl
from typing import TYPE_CHECKING

from helploop.notify.contact import mask_answer, mask_text
from helploop.notify.result import ChannelDownError, ChannelRefusedError, Result, later
from helploop.notify.state import State

if TYPE_CHECKING:
    from helploop.notify.channels.smtp import SmtpSettings
    from helploop.notify.ledger_row import Row

#: A recipient's full mailbox is tried again for so long.
GIVE_UP_AFTER = 72 * 3600
#: The details of X.1.Y that are about the recipient (RFC 3463, 7505): no such mailbox or domain, moved, takes no mail.
_DEAD = frozenset({1, 2, 3, 6, 10})
#: Those about the sender, which many a server says at RCPT only.
_SENDER = frozenset({7, 8})
_ENHANCED = re.compile(rb"^([245])\.(\d{1,3})\.(\d{1,3})\b")
_LONG = 200


def connection_failure(error: Exception, smtp: SmtpSettings) -> ChannelDownError | ChannelRefusedError:
    """What a failure to connect means: try later, or never without a person's help."""
    host = smtp.host
    if isinstance(error, ssl.SSLError):
        if error.reason == "WRONG_VERSION_NUMBER" and smtp.security == "tls":
            hint = "use `security: starttls`, or the port for TLS from the first byte (465)"
            return ChannelRefusedError("smtp-tls", f"{host}:{smtp.port} speaks no TLS at first", hint)
        cause = getattr(error, "verify_message", "") or error.reason or "TLS failed"
        hint = "check `smtp.host` and the server's certificate; `smtp.ca_file` names your own authority"
        return ChannelRefusedError("smtp-tls", f"{host} can't be trusted: {cause}", hint)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        hint = "use port 465 with `security: tls`, or a server that offers STARTTLS"
        code = "smtp-auth" if "AUTH" in str(error) else "smtp-tls"
        return ChannelRefusedError(code, f"{host} offers no {code[5:].upper()}", hint)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        if error.smtp_code // 100 == 4:
            return ChannelDownError(f"{host} can't check the password now ({error.smtp_code})")
        hint = "check `smtp.username` and HELPLOOP_SMTP_PASSWORD"
        return ChannelRefusedError("smtp-auth", f"{host} refuses the login ({error.smtp_code})", hint)
    if type(error) is smtplib.SMTPException:  # what `login` says when it knows none of the ways offered
        hint = "ask the provider for a password for programs, or use another relay"
        return ChannelRefusedError("smtp-auth", f"{host} offers no way to log in with a password", hint)
    if isinstance(error, TimeoutError) and smtp.port == 465 and smtp.security == "starttls":
        hint = "use `security: tls` with port 465"
        return ChannelRefusedError("smtp-tls", f"{host}:465 waits for TLS from the first byte", hint)
    return ChannelDownError(f"{host}:{smtp.port} can't be reached: {error_text(error)}")


def sender_refused(said: str) -> ChannelRefusedError:
    """The server will send nothing of ours, whoever it is for."""
    hint = "write an address in `from` that this server may send for"
    return ChannelRefusedError("smtp-sender", f"the server refuses the sender: {said}", hint)


def answer_before(code: int, answer: bytes, row: Row) -> Result:
    """What an answer means that is no yes, before the message: later.

    Raises:
        ChannelDownError: the server hung up.
    """
    if code == 421 or code < 0:
        raise ChannelDownError(f"the server hung up: {answer_text(code, answer, row.contact)}", at_recipient=True)
    return later(answer_text(code, answer, row.contact), row.attempts)


def recipient_refused(code: int, answer: bytes, row: Row) -> Result:
    """What a refused RCPT means: a dead address, a full mailbox, or a word about us."""
    enhanced = _ENHANCED.match(answer)
    subject, detail = (int(enhanced[2]), int(enhanced[3])) if enhanced else (0, 0)
    said = answer_text(code, answer, row.contact)
    is_full = (subject, detail) == (2, 2) or code == 552
    if code // 100 == 4 or is_full:
        if row.changed - row.created > GIVE_UP_AFTER and row.attempts:
            return Result(state=State.REFUSED, reason=f"given up after three days: {said}")
        return later(said, row.attempts) if code != 421 else answer_before(code, answer, row)
    if code // 100 != 5:
        return answer_before(code, answer, row)
    if subject == 1 and detail in _SENDER:
        raise sender_refused(said)
    # a plain 550 is what a server says, too, that relays for nobody: nobody's address is given up for that
    is_dead = subject == 1 and detail in _DEAD
    return Result(state=State.REFUSED, reason=said, suppress=is_dead, is_blanket=not is_dead)


def answer_text(code: int, answer: bytes, address: str = "") -> str:
    """A server's answer in one line that names nobody, least of all the address it is about."""
    plain = mask_answer(" ".join(answer.decode("utf-8", "replace").split()), address)[:_LONG]
    return f"{code} {plain}".strip()


def error_text(error: BaseException) -> str:
    """A network error in words, short and without addresses."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror and not isinstance(error, smtplib.SMTPException):
        return error.strerror[:_LONG]
    if isinstance(error, smtplib.SMTPResponseException):
        return answer_text(
            error.smtp_code,
            error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode(),
        )
    return mask_text(" ".join(str(error).split()))[:_LONG] or type(error).__name__
