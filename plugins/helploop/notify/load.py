"""The requests text, from a file, from standard input, or from the address of a private export."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from helploop.model.errors import UsageError
from helploop.notify.http import Call, NotSentError, UnclearError, send

MAX_BYTES = 50_000_000


def load_requests_text(name: str) -> tuple[str, str]:
    """The text, and the name messages call it by (never its full address).

    Raises:
        UsageError: it can't be read.
    """
    if name == "-":
        return _decoded(sys.stdin.buffer.read(MAX_BYTES + 1), "stdin"), "stdin"
    if "://" in name:
        return _decoded(_fetched(name), "export"), "export"
    if not name.strip():
        raise UsageError("no file is named", "give the path of the list, for example with --requests")
    path = Path(name)
    try:
        return _decoded(path.read_bytes(), path.name), path.name
    except OSError as error:
        raise UsageError(f"{path.name or name} can't be read: {error.strerror}", "check --requests") from None


def _decoded(content: bytes, name: str) -> str:
    if len(content) > MAX_BYTES:
        raise UsageError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB", "export less at a time")
    coding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(coding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8: in a spreadsheet, choose `CSV UTF-8`"
        raise UsageError(f"{name}:{line}: the file is no UTF-8 text from here on", hint) from None


def _fetched(url: str) -> bytes:
    """A private export. A token for it is sent to its own host only; the owner names the host, so it may be private."""
    token = os.environ.get("HELPLOOP_REQUESTS_TOKEN", "").strip()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    host = urlsplit(url).hostname or ""
    is_local = host in {"localhost", "127.0.0.1", "::1"}
    try:
        response = send(
            Call(method="GET", url=url, headers=headers, whole=900, private_hosts=(host,) if is_local else ()),
            limit=MAX_BYTES + 1,
        )
    except (NotSentError, UnclearError) as error:
        raise UsageError(f"the requests can't be fetched: {error}", "check --requests") from None
    if response.status != 200:
        hint = "check the address and HELPLOOP_REQUESTS_TOKEN; redirects are not followed"
        raise UsageError(f"the requests can't be fetched: {host} answered {response.status}", hint)
    return response.body
