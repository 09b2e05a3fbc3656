"""Mail over SMTP, staged: the claim is committed between the server's 354 and the first byte of the message.

Until 354 nothing can have been accepted, so every fault before it leaves the person waiting. After the final dot only a
clear answer counts; silence is unsure. One recipient per transaction.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from helploop.notify.channels.smtp_answers import (
    answer_before,
    answer_text,
    connection_failure,
    error_text,
    recipient_refused,
    sender_refused,
)
from helploop.notify.channels.smtp_talk import Encrypted, Plain, Talk
from helploop.notify.mail import render_mail
from helploop.notify.result import TOLD, ChannelDownError, ChannelRefusedError, Result, later
from helploop.notify.state import State

if TYPE_CHECKING:
    from helploop.notify.channel import Claim, Observe
    from helploop.notify.ledger_row import Row
    from helploop.notify.letter import Letter
    from helploop.notify.mail import MailSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """Where the mail server is. `security` is `starttls`, `tls` or `none`; without TLS no password is ever sent."""

    host: str
    port: int = 587
    security: str = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30
    data_timeout: float = 600
    messages_per_connection: int = 50
    smtputf8: bool = False
    ca_file: str = ""


class SmtpChannel:
    """A connection to the mail server, opened when needed and renewed after some messages."""

    #: Not even with an idempotency header: relays remember it for a day, and nobody knows when the next run comes.
    is_idempotent = False

    def __init__(self, smtp: SmtpSettings, mail: MailSettings, *, observe: Observe = lambda _: None) -> None:
        self.smtp, self.mail, self._observe = smtp, mail, observe
        self._server: smtplib.SMTP | None = None
        self._talk: Talk | None = None
        self._sent = 0
        self._hello, self._is_piped, self._takes_utf8 = b"", False, False

    @cached_property
    def _context(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self.smtp.ca_file or None)
        except OSError as error:
            hint = "name a file with certificates in PEM form in `smtp.ca_file`"
            why = "holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
            raise ChannelRefusedError("smtp-tls", f"`smtp.ca_file` can't be used: {why}", hint) from None

    def deliver(self, row: Row, letter: Letter, claim: Claim) -> Result:
        """Send one mail."""
        talk = self._connected()
        if not row.contact.isascii() and not self._takes_utf8:
            return Result(state=State.REFUSED, reason="the server takes no address that is not ASCII (SMTPUTF8)")
        try:
            self._begin(talk, row)
            content = _dotted(render_mail(row, letter, self.mail))
            refusal = self._envelope(talk, row)
            if refusal is not None:
                talk.say(b"RSET\r\n")
                talk.hear()
                return refusal
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._drop()
            raise ChannelDownError(
                f"the connection broke before the message: {error_text(error)}", at_recipient=True
            ) from None
        self._observe("data")
        try:
            claim()
        except BaseException:
            self._drop()  # without the final dot the server throws everything away
            raise
        return self._body(talk, content, row)

    def _begin(self, talk: Talk, row: Row) -> None:
        """Say MAIL, and RCPT in the same breath where the server allows it (RFC 2920)."""
        # smtplib's own mail() and rcpt() parse the address once more, and worse: ours was checked when it was read
        mail = self._hello + (b"\r\n" if row.contact.isascii() else b" SMTPUTF8\r\n")
        talk.say(mail + _rcpt(row) if self._is_piped else mail)

    def _envelope(self, talk: Talk, row: Row) -> Result | None:
        """The answers to MAIL, RCPT and DATA up to the 354; a result when the server said no."""
        code, answer = talk.hear()
        if code // 100 == 5:
            self._drop()
            raise sender_refused(answer_text(code, answer))
        if code // 100 != 2:
            refusal = answer_before(code, answer, row)
            if self._is_piped:
                talk.hear()  # RCPT was said already
            return refusal
        self._observe("mail")
        if not self._is_piped:
            talk.say(_rcpt(row))
        code, answer = talk.hear()
        if code // 100 != 2:
            return recipient_refused(code, answer, row)
        self._observe("rcpt")
        talk.say(b"DATA\r\n")
        code, answer = talk.hear()
        if code == 354:
            return None
        if code // 100 == 5:
            return Result(state=State.REFUSED, reason=answer_text(code, answer, row.contact), is_blanket=True)
        return answer_before(code, answer, row)

    def _body(self, talk: Talk, content: bytes, row: Row) -> Result:
        """The message and its answer. From here on nothing is raised: the message may have been accepted."""
        try:
            talk.wait_at_most(self.smtp.data_timeout)
            talk.say(content)
            self._observe("body")
            code, answer = talk.hear()
            self._observe("answered")
            talk.wait_at_most(self.smtp.timeout)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._drop()
            return Result(state=State.UNSURE, reason=f"no answer after the message: {error_text(error)}")
        self._count()
        if code // 100 == 2:
            return TOLD
        said = answer_text(code, answer, row.contact)
        match code // 100:
            case 4:
                return later(said, row.attempts)
            case 5:
                return Result(state=State.REFUSED, reason=said, is_blanket=True)
            case _:
                self._drop()
                return Result(state=State.UNSURE, reason=f"an answer nobody can read: {said}")

    def _count(self) -> None:
        self._sent += 1
        if self._sent >= self.smtp.messages_per_connection:
            self.close()

    def connect(self) -> None:
        """Open the connection, with TLS and login, and send nothing.

        Raises:
            ChannelDownError: the server is not there.
            ChannelRefusedError: it will never take anything from us.
        """
        self._connected()

    def _connected(self) -> Talk:
        if self._server is None or self._talk is None:
            self._server, self._sent = self._open(), 0
            self._talk = Talk(self._server, timeout=self.smtp.timeout, sending=self.smtp.data_timeout)
            self._learn(self._server)
        return self._talk

    def _learn(self, server: smtplib.SMTP) -> None:
        """What this server can do is the same for every message."""
        option = " BODY=8BITMIME" if server.has_extn("8bitmime") else ""
        self._hello = f"MAIL FROM:<{self.mail.sender}>{option}".encode()
        self._is_piped = server.has_extn("pipelining")
        self._takes_utf8 = self.smtp.smtputf8 and server.has_extn("smtputf8")

    def _open(self) -> smtplib.SMTP:
        smtp = self.smtp
        server: smtplib.SMTP | None = None
        try:
            server = (
                Encrypted(smtp.host, smtp.port, timeout=smtp.timeout, context=self._context)
                if smtp.security == "tls"
                else Plain(smtp.host, smtp.port, timeout=smtp.timeout)
            )
            self._introduce(server)
        except (ChannelRefusedError, smtplib.SMTPException, OSError, ValueError) as error:
            if server is not None:
                server.close()
            raise (error if isinstance(error, ChannelRefusedError) else connection_failure(error, smtp)) from None
        return server

    def _introduce(self, server: smtplib.SMTP) -> None:
        """EHLO, TLS and login."""
        if server.sock:  # a small command must not wait for the answer to the one before
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server.ehlo_or_helo_if_needed()
        if self.smtp.security == "starttls":
            server.starttls(context=self._context)
            server.ehlo()
        if self.smtp.username:
            self._log_in(server)

    def _log_in(self, server: smtplib.SMTP) -> None:
        if not f"{self.smtp.username}{self.smtp.password}".isascii():  # smtplib would say which letter it was
            hint = "choose a password of plain letters, digits and signs for sending"
            raise ChannelRefusedError("smtp-auth", "the user name or password is not ASCII", hint)
        server.login(self.smtp.username, self.smtp.password)

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = self._talk = None

    def close(self) -> None:
        """Say QUIT."""
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError, ValueError):
                self._server.close()
            self._server = self._talk = None


def _rcpt(row: Row) -> bytes:
    return f"RCPT TO:<{row.contact}>\r\n".encode()


def _dotted(content: bytes) -> bytes:
    """The message as DATA wants it: leading dots doubled, ended by the single dot."""
    doubled = content.replace(b"\r\n.", b"\r\n..")
    return doubled + (b".\r\n" if doubled.endswith(b"\r\n") else b"\r\n.\r\n")
