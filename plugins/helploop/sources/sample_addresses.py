"""Addresses of the sample that a site still has: under them nobody would find it, and nobody would read what is sent.

They are no mistake while a site is being written. Whoever checks as before a publication (`--strict`) is stopped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from helploop.model.problem import Problem, warning
from helploop.sources.sample import is_sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helploop.model.settings import Settings

#: Kept for examples (RFC 2606): never anybody's.
_NOBODYS = ("example.com", "example.net", "example.org")


def check_sample_addresses(root: Path, settings: Settings) -> list[Problem]:
    """A warning for each, unless all the site holds is the sample."""
    found = list(_found(settings))
    return found if found and not is_sample(root, settings) else []


def _found(settings: Settings) -> Iterator[Problem]:
    path, changelog = settings.config, settings.changelog
    is_not_live = _is_nobodys(urlsplit(settings.site_url).hostname or "")
    if is_not_live:
        message = f"`site_url` is `{settings.site_url}`, an address from the sample that is nobody's"
        hint = "write the address where people will find the site: feeds and messages lead there"
        yield warning(path, settings.line_of("site_url"), "sample-address", message, hint)
    if _is_nobodys(settings.contact_email.rpartition("@")[2]):
        message = f"`contact_email` is `{settings.contact_email}`, an address from the sample that is nobody's"
        yield warning(path, settings.line_of("contact_email"), "sample-address", message, "write yours, or remove it")
    # Of a site that is live it must never change, whatever it is.
    if is_not_live and changelog is not None and _is_nobodys(changelog.tag_authority):
        message = f"`tag_authority` is `{changelog.tag_authority}`, a domain from the sample that is nobody's"
        hint = "write a domain of yours before the first entry is published: it never changes after that"
        yield warning(path, settings.line_of("tag_authority"), "sample-address", message, hint)


def _is_nobodys(host: str) -> bool:
    return any(host.casefold() == domain or host.casefold().endswith(f".{domain}") for domain in _NOBODYS)
