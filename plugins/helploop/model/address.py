"""Where everything stands in the built site: the only place addresses are made.

Addresses are relative to the site's root, without a leading slash, as text (not percent-encoded).
A page's address ends with a slash; its file is `index.html` in that folder.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import quote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from helploop.model.settings import Settings

_PLAIN = re.compile(r"[A-Za-z0-9/._-]*")
#: The older rules for names of hosts, which Python knows, make these into others: `straße` would be another host.
_OWN_LETTERS = re.compile("[ß\u03c2\u200c\u200d]")


def home_address(settings: Settings, language: str) -> str:
    """The help center's front page."""
    return settings.prefix(language)


def article_address(settings: Settings, key: str, language: str) -> str:
    """The page of an article, or of a collection (a folder's key): `de/articles/billing/export-data/`."""
    return f"{settings.prefix(language)}articles/{key}/" if key else f"{settings.prefix(language)}articles/"


def changelog_address(settings: Settings, language: str, part: str = "") -> str:
    """The changelog, or a part of it: an entry's key, a year, `type/new`, `label/api`, `subscribe`."""
    return f"{settings.prefix(language)}changelog/{part}/" if part else f"{settings.prefix(language)}changelog/"


def roadmap_address(settings: Settings, language: str, item: str = "") -> str:
    """The roadmap, or the page of an item."""
    return f"{settings.prefix(language)}roadmap/{item}/" if item else f"{settings.prefix(language)}roadmap/"


def docs_address(settings: Settings, key: str, language: str) -> str:
    """A page of `docs/`: `de/privacy/`; a folder's `index` is the folder."""
    inner = "" if key == "index" else key.removesuffix("/index")
    return f"{settings.prefix(language)}{inner}/" if inner else settings.prefix(language)


def relative(target: str, page: str) -> str:
    """The way from one page's address to another address, as it stands in a link.

    >>> relative("de/articles/a/", "de/articles/b/c/"), relative("", "de/"), relative("de/", "de/")
    ('../../a/', '../', './')
    """
    ups = page.rstrip("/").split("/") if page.rstrip("/") else []
    downs = target.split("/")
    common = 0
    while common < len(ups) and common < len(downs) - 1 and ups[common] == downs[common]:
        common += 1
    way = "../" * (len(ups) - common) + "/".join(downs[common:])
    return quoted(way or "./")


def search_address(settings: Settings, language: str) -> str:
    """The page of search results."""
    return f"{settings.prefix(language)}search/"


def markdown_address(page: str) -> str:
    """The page as Markdown, beside the page: `de/articles/export/` -> `de/articles/export/index.md`."""
    return f"{page}index.md"


def api_address(name: str, language: str = "") -> str:
    """A document of the JSON API, version 1: `api/v1/de/articles/billing/export.json`."""
    return f"api/v1/{language}/{name}.json" if language else f"api/v1/{name}.json"


def quoted(address: str) -> str:
    """An address as it stands in a link: percent-encoded UTF-8, slashes kept (RFC 3986)."""
    if _PLAIN.fullmatch(address):  # most addresses, and asked for ten times a page
        return address
    return quote(address, safe="/#?&=:@!$'()*+,;~.-_")


def absolute(settings: Settings, address: str) -> str:
    """The full URL of an address, or the path alone when the site's URL is unknown."""
    return (settings.site_url or "/") + quoted(address)


def ascii_host(host: str) -> str:
    """The name of a host as it stands in an address.

    >>> ascii_host("Hilfe.Müller.example"), ascii_host("straße.example")
    ('hilfe.xn--mller-kva.example', 'xn--strae-oqa.example')

    Raises:
        ValueError: no host can have this name.
    """
    host = host.lower()
    if host.isascii():
        return host
    labels = normalize("NFKC", host).split(".")
    return ".".join(
        f"xn--{label.encode('punycode').decode()}" if _OWN_LETTERS.search(label) else label.encode("idna").decode()
        for label in labels
    )


def ascii_url(url: str) -> str:
    """An address on the web as programs take it: host by IDNA, path percent-encoded. One that can't be stays."""
    if url.isascii():
        return url
    parts = urlsplit(url)
    try:
        host = ascii_host(parts.hostname or "")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return url
    return urlunsplit((parts.scheme, host + port, quote(parts.path, safe="/%:@!$&'()*+,;=~"), "", ""))


def page_file(address: str) -> str:
    """The output file of a page's address, relative to the site directory."""
    return f"{address}index.html" if address.endswith("/") or not address else address
