"""Values of our options that have the right type and can't be meant: addresses that are none, tags that would act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from helploop.model.problem import Problem
from helploop.sources.validate import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.settings import Settings
    from helploop.sources.yaml_source import YamlDocument

_MAILBOX = re.compile(r"^[^\s@<>]+@[^\s@<>]+$")
_WEB = re.compile(r"^https://[^\s/]+", re.IGNORECASE)
_LINK = re.compile(r"^(?:https?://[^\s]+|mailto:[^\s]+|tel:[^\s]+|(?:\.{0,2}/|#)[^\s]*)$", re.IGNORECASE)
_ELEMENT = re.compile(r"^[a-z][a-z0-9-]*$")
_INSIDE = re.compile(r"^(?!.*\.\.)[^\s:\\<>\"]+$")
_REPOSITORY = re.compile(r"^(?:https?|ssh|git)://[^\s<>\"]+$", re.IGNORECASE)
#: What follows the address of a repository, or a whole address; `javascript:` and another host's `//` are neither.
_EDIT = re.compile(r"^(?:https?://[^\s<>\"{}]+|(?![a-z][a-z0-9+.-]*:|//)[^\s<>\"{}]+)$", re.IGNORECASE)
#: A host that may show the site in a frame; an asterisk alone would be everybody.
_FRAME = re.compile(
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
    for option, values, pattern, (code, expected, hint) in _patterns(settings):
        for value in values:
            if value and not (pattern.match(value.strip()) and _can_be_read(value)):
                yield option, code, f"`{option}` is `{short(value)}`, {expected} was expected", hint
    for name in (name.lower() for name in settings.allowed_html):
        if name in _ACTING:
            message = f"`allowed_html` names `{name}`, with which every author could act in a visitor's browser"
            yield "allowed_html", "unsafe-html", message, "remove it"


def _can_be_read(value: str) -> bool:
    """Whether an address has a host at all, as `https://[` has none."""
    try:
        urlsplit(value.strip())
    except ValueError:
        return False
    return True


def _patterns(settings: Settings) -> Iterator[tuple[str, tuple[str, ...], re.Pattern[str], tuple[str, str, str]]]:
    """Options with their values, what those look like, and what is said of others: code, expectation, hint."""
    mailbox = ("address", "an e-mail address", "write it like `support@example.com`")
    yield "contact_email", (settings.contact_email,), _MAILBOX, mailbox
    yield "allowed_addresses", settings.allowed_addresses, _MAILBOX, mailbox
    link = ("address", "an address", "write `https://…`, or a path of the site that begins with `/`")
    yield "contact_url", (settings.contact_url,), _LINK, link
    element = ("value", "the name of an element", "write it like `[iframe, kbd]`, without `<` and `>`")
    yield "allowed_html", tuple(map(str.lower, settings.allowed_html)), _ELEMENT, element
    inside = ("redirect-address", "an address inside the site", "write it like `/articles/old-name/`")
    yield "gone", settings.gone, _INSIDE, inside
    repository = ("address", "an address", "write it like `https://github.com/acme/help`")
    yield "repo_url", (settings.repo_url,), _REPOSITORY, repository
    edit = ("address", "a path below `repo_url` or an address", "write it like `edit/main/`")
    yield "edit_uri", (settings.edit_uri,), _EDIT, edit
    frame = ("address", "an address without a path", "write it like `https://app.example.com`, or `self`")
    yield "frame_ancestors", settings.frame_ancestors, _FRAME, frame
    if settings.changelog:
        hub = ("address", "an address that begins with `https://`", "write the address of a WebSub hub, or remove it")
        yield "hub", (settings.changelog.hub,), _WEB, hub
