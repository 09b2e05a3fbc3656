"""Addresses on the web in the settings: the site's own, and where browsers send something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from helploop.model.problem import Problem, warning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.sources.yaml_source import Path, YamlDocument

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
_EXAMPLE = "https://help.example.com/"


def parse_site_url(document: YamlDocument, path: str) -> tuple[str, list[Problem]]:
    """The address of the site, with a slash at its end, and what is wrong with it."""
    written = document.value.get("site_url")
    if written is not None and not isinstance(written, str):  # `host_values` names it
        return "", []
    url = (written or "").strip()
    hint = f"write `site_url: {_EXAMPLE}`"
    if not url:
        message = "`site_url` is missing: feeds, canonical addresses and the sitemap need it"
        return "", [warning(path, 1, "site-url", message, hint)]
    line, column = document.place(("site_url",))
    parts = split_address(url)
    if parts is None or parts.scheme not in {"http", "https"} or parts.query or parts.fragment:
        expected = "an address that begins with `https://`"
        if "://" in url:
            expected = "an address without `?` and `#`" if re.search("[?#]", url) else "a whole address of the web"
        if "://" not in url and re.fullmatch(r"[\w.-]+\.\w{2,}(?:/.*)?", url):
            hint = f"write `site_url: https://{url.rstrip('/')}/`"
        message = f"`site_url` is `{url}`, {expected} was expected"
        return _EXAMPLE, [Problem(path, line, "site-url", message, hint, column)]
    host, whole = parts.hostname or "", url if url.endswith("/") else f"{url}/"
    if host not in _LOOPBACK and (parts.scheme == "http" or re.fullmatch(r"[\d.]+", host)):
        message = f"`site_url` is `{url}`, an `https://` address with a host name was expected"
        return whole, [warning(path, line, "site-url", message, "use the public address", column)]
    return whole, []


def good_endpoint(endpoint: str) -> bool:
    """Whether browsers can send something there: an address on the web, or a path on the site's own host."""
    if endpoint.startswith("/") and not endpoint.startswith("//"):
        return True
    parts = split_address(endpoint)
    return parts is not None and parts.scheme in {"http", "https"}


def check_endpoints(document: YamlDocument, endpoints: Iterable[tuple[Path, str]], path: str) -> Iterable[Problem]:
    """A problem for each that browsers can't send anything to."""
    for where, endpoint in endpoints:
        if endpoint and not good_endpoint(endpoint):
            key = where[-1]
            line, column = document.place(where)
            message = f"`{key}` is `{endpoint}`, an address or a path was expected"
            hint = f"write `{key}: https://acme.example/signals` or `{key}: /signals`"
            yield Problem(path, line, "address", message, hint, column)


def split_address(url: str) -> SplitResult | None:
    """An address in its parts, None when it is none: no host, a port out of range, spaces or quotes."""
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0 and not re.search(r"[\s\"'<>`{}|\\^]", url)
    except ValueError:
        return None
    return parts if usable else None
