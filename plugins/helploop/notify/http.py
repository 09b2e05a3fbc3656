"""HTTP for the channels: one request, to an address that was checked, telling apart what surely was not sent.

No redirect is followed, the answer is capped, and a name is resolved once: what was checked is what is connected to.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from helploop.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from urllib.parse import SplitResult

MAX_ANSWER = 2_000_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotSentError(Exception):
    """The connection was never made: nothing can have arrived."""


class UnclearError(Exception):
    """The request left us, and no answer came: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def retry_after(self) -> float:
        """The seconds the server asks to wait, 0 when it does not say."""
        try:
            return max(float(self.headers.get("retry-after", "0")), 0.0)
        except ValueError:
            return 60.0  # a date: a minute is a fair first guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. `private_hosts` are hosts the owner allows by name to be private, or without TLS.

    `timeout` is for each piece of an answer, `whole` for all of it: a server may send a letter a second for ever.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    timeout: float = 30
    whole: float = 120
    private_hosts: Collection[str] = ()


def check_url(url: str, private_hosts: Collection[str] = ()) -> SplitResult:
    """The parts of an address that may be called.

    Raises:
        UsageError: it is not https, holds a password, or has no host.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise _refused("it can't be read") from None
    if not host or any(char.isspace() or ord(char) < 32 for char in url):
        raise _refused("it names no host")
    if parts.username or parts.password:
        raise _refused("it holds a user name or password")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in private_hosts):
        raise _refused(f"its scheme is `{parts.scheme}`, https was expected")
    return parts


def _refused(why: str) -> UsageError:
    return UsageError(f"url-refused: an address is not called: {why}", "give a public https address")


def is_public_address(text: str) -> bool:
    """Whether an IP address is one of the open internet, also when it is wrapped in another one."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return address.is_global and not address.is_multicast


def checked_address(host: str, port: int, private_hosts: Collection[str] = ()) -> str:
    """The IP address to connect to.

    Raises:
        NotSentError: the name does not resolve.
        UsageError: it leads to a private network.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSentError(f"{host} does not resolve") from None
    addresses = [str(entry[4][0]) for entry in found]
    if host not in private_hosts and not all(is_public_address(address) for address in addresses):
        raise _refused("its host is in a private network")
    return addresses[0]


def send(call: Call, on_connected: Callable[[], None] = lambda: None, *, limit: int = MAX_ANSWER) -> Response:
    """Make a request. `on_connected` runs when the connection stands and nothing was sent.

    No more than `limit` bytes of the answer are read.

    Raises:
        NotSentError: nothing arrived.
        UnclearError: it may have arrived.
        UsageError: the address must not be called.
    """
    parts = check_url(call.url, call.private_hosts)
    host = parts.hostname or ""
    is_tls = parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    address = checked_address(host, port, call.private_hosts)
    connection = (
        HTTPSConnection(host, port, timeout=call.timeout)
        if is_tls
        else HTTPConnection(host, port, timeout=call.timeout)
    )
    try:
        try:
            sock = socket.create_connection((address, port), call.timeout)
            connection.sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host) if is_tls else sock
        except OSError as error:
            raise NotSentError(f"{host} can't be reached: {_told(error)}") from None
        on_connected()
        return _exchange(connection, call, parts, limit)
    finally:
        connection.close()


def _exchange(connection: HTTPConnection, call: Call, parts: SplitResult, limit: int) -> Response:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _at_most(call.whole, connection.sock):
            connection.request(call.method, path, call.body, {"User-Agent": "helploop", **call.headers})
            answer = connection.getresponse()
            body = answer.read(limit)
    except (OSError, HTTPException, ValueError) as error:
        raise UnclearError(f"{parts.hostname} gave no answer: {_told(error)}") from None
    return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)


@contextmanager
def _at_most(seconds: float, sock: socket.socket) -> Iterator[None]:
    """Hang up when an exchange takes longer.

    Raises:
        TimeoutError: it did.
    """
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(seconds, hang_up)
    clock.daemon = True
    clock.start()
    try:
        yield
    except (OSError, HTTPException, ValueError):
        if not late.is_set():
            raise
    finally:
        clock.cancel()
    if late.is_set():
        raise TimeoutError


def _told(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLError):
        return getattr(error, "verify_message", "") or error.reason or "TLS failed"
    return (error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__)[:200]
