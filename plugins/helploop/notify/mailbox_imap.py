"""The unread mails of a mailbox on an IMAP server: read without a trace, then marked as read one by one."""

from __future__ import annotations

import imaplib
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from helploop.model.errors import UsageError
from helploop.notify.mailbox import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT = 60
_LOCAL = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAddress:
    """Where a mailbox is: `imaps://USER@HOST[:PORT]/FOLDER`. Without TLS only on this machine itself."""

    host: str
    port: int
    user: str
    folder: str
    is_safe: bool


def parse_imap_address(text: str) -> ImapAddress:
    """The parts of an address.

    Raises:
        UsageError: it is none, or a password would be sent in the open.
    """
    hint = "write imaps://USER@HOST/INBOX; the password is HELPLOOP_IMAP_PASSWORD in the environment"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise UsageError("the mailbox's address can't be read", hint) from None
    if parts.scheme not in {"imaps", "imap"} or not host or not parts.username:
        raise UsageError("the mailbox's address can't be read", hint)
    if parts.password:
        raise UsageError("the mailbox's address holds a password, which others can see", hint)
    is_safe = parts.scheme == "imaps"
    if not is_safe and host not in _LOCAL:
        raise UsageError("a password is never sent without TLS", hint)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    user = unquote(parts.username)
    if not f"{user}{folder}".isascii() or any(char in '"\\\r\n' for char in user + folder):
        raise UsageError("the mailbox's address can't be read", hint)
    return ImapAddress(host=host, port=port or (993 if is_safe else 143), user=user, folder=folder, is_safe=is_safe)


class ImapBox:
    """An open mailbox."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server

    def load_unread(self) -> Iterator[tuple[str, bytes]]:
        """Every unread mail with its number, the oldest first. It stays unread until it is marked."""
        _, found = self._server.uid("SEARCH", "UNSEEN")
        for number in (found[0] or b"").decode("ascii").split():
            _, parts = self._server.uid("FETCH", number, f"(BODY.PEEK[]<0.{MAX_BYTES + 1}>)")
            content = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            yield number, content

    def mark_read(self, number: str) -> None:
        """The next run does not look at it again."""
        self._server.uid("STORE", number, "+FLAGS.SILENT", "(\\Seen)")


@contextmanager
def open_imap(address: ImapAddress, password: str) -> Iterator[ImapBox]:
    """Log in, and choose the folder.

    Raises:
        UsageError: the server is not there, or refuses.
    """
    if not password:
        raise UsageError("the mailbox needs HELPLOOP_IMAP_PASSWORD in the environment", "export it")
    server = None
    try:
        server = (
            imaplib.IMAP4_SSL(address.host, address.port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
            if address.is_safe
            else imaplib.IMAP4(address.host, address.port, timeout=TIMEOUT)
        )
        server.login(address.user, password)
        status, _ = server.select(f'"{address.folder}"')
        if status != "OK":
            raise UsageError(f"the mailbox has no folder `{address.folder}`", "name it behind the host")
        yield ImapBox(server)
    except (imaplib.IMAP4.error, OSError) as error:
        cause = error.strerror if isinstance(error, OSError) and error.strerror else "the server refused"
        raise UsageError(f"{address.host}: {cause}", "check the address and HELPLOOP_IMAP_PASSWORD") from None
    finally:
        if server is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                server.logout()
