"""Values of our options that have the right type and can't be meant: addresses that are none, tags that would act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.settings import Settings
    from helploop.sources.yaml_source import YamlDocument

_MAILBOX = re.compile(r"^[^\s@<>]+@[^\s@<>]+$")
_WEB = re.compile(r"^https://[^\s/]+", re.IGNORECASE)
_LINK = re.compile(r"^(?:https?://[^\s]+|mailto:[^\s]+|tel:[^\s]+|[/.#][^\s]*)$", re.IGNORECASE)
#: A host that may show the site in a frame; an asterisk alone would be everybody.
FRAME = re.compile(
    r"^(?:self|https://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?|http://localhost(?::\d{1,5})?)$"
)
#: Whoever writes an article could act in every visitor's browser with them.
_ACTING = frozenset(
    {"script", "style", "base", "meta", "link", "object", "embed", "template", "noscript", "svg", "math"}
)


def check_values(document: YamlDocument, settings: Settings, path: str) -> Iterator[Problem]:
    """What is wrong with them, each at its line."""
    for option, code, message, hint in _found(settings):
        place = next((place for where, place in document.places.items() if where[-1:] == (option,)), (1, 0))
        yield Problem(path, place[0], code, message, hint, place[1])


def _found(settings: Settings) -> Iterator[tuple[str, str, str, str]]:
    """Option, code, message and hint."""
    for address in filter(None, (settings.contact_email,)):
        if not _MAILBOX.match(address):
            message = f"`contact_email` is `{address[:60]}`, an e-mail address was expected"
            yield "contact_email", "address", message, "write it like `support@example.com`"
    if settings.contact_url and not _LINK.match(settings.contact_url.strip()):
        message = f"`contact_url` is `{settings.contact_url[:60]}`, an address was expected"
        yield "contact_url", "address", message, "write `https://…`, or a path of the site that begins with `/`"
    for name in (name.lower() for name in settings.allowed_html):
        if name in _ACTING:
            message = f"`allowed_html` names `{name}`, with which every author could act in a visitor's browser"
            yield "allowed_html", "unsafe-html", message, "remove it"
    for origin in settings.frame_ancestors:
        if not FRAME.match(origin):
            message = f"`frame_ancestors` names `{origin[:60]}`, an address without a path was expected"
            yield "frame_ancestors", "address", message, "write it like `https://app.example.com`, or `self`"
    hub = settings.changelog.hub if settings.changelog else ""
    if hub and not _WEB.match(hub):
        message = f"`hub` is `{hub[:60]}`, an address that begins with `https://` was expected"
        yield "hub", "address", message, "write the address of a WebSub hub, or remove it"
