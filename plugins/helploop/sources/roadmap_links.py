"""Links of an item as people write them, an issue's number or an address; and addresses that nobody may publish."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from helploop.model.mail_address import find_addresses

if TYPE_CHECKING:
    from helploop.model.settings import Settings

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ISSUE = re.compile(r"^(?P<repo>[\w.-]+/[\w.-]+)#(?P<number>[0-9]+)$")
_NUMBER = re.compile(r"^#?(?P<number>[0-9]+)$")


def web_address(link: str, repo_url: str) -> str:
    """A link as an absolute address, empty when it is none."""
    if issue := _ISSUE.match(link):
        return f"https://github.com/{issue['repo']}/issues/{issue['number']}"
    if (number := _NUMBER.match(link)) and repo_url:
        return f"{repo_url.rstrip('/')}/issues/{number['number']}"
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    return link if is_web and not re.search(r"[\s<>\"]", link) else ""


def addresses_in(text: str, settings: Settings) -> list[str]:
    """The e-mail addresses in a text that are not allowed, however they are written; those in examples, too."""
    allowed = {address.casefold() for address in (*settings.allowed_addresses, settings.contact_email)}
    plain = [match.group() for match in _EMAIL.finditer(text)]
    others = [found.text for found in find_addresses(text, settings)]
    found = [*plain, *(other for other in others if not any(other in each for each in plain))]
    return [address for address in dict.fromkeys(found) if address.casefold() not in allowed]


def masked(address: str) -> str:
    """An address that nobody can write to, and its owner knows."""
    name, _, host = address.partition("@")
    return f"{name[0]}…@{host[0]}…"
