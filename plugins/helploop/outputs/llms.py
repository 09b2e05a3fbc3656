"""`llms.txt`, which tells a program where a language's texts are, and `llms-full.txt`, which holds them all.

Format: llmstxt.org. Each language has its own; the one of the default language stands at the site's root.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.address import absolute, api_address
from helploop.outputs.mirror import Groups, Pointer, heading, render_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from helploop.model.settings import Settings
    from helploop.outputs.strings import Strings

INDEX = "llms.txt"
FULL = "llms-full.txt"


def render_llms(settings: Settings, strings: Strings, groups: Groups) -> bytes:
    """The index of a language: what its texts are about, group by group, and what else there is."""
    more = ("Optional", _elsewhere(settings, strings.language))
    return render_list(settings.site_name, settings.site_description, [*groups, more]).encode("utf-8", "replace")


def _elsewhere(settings: Settings, language: str) -> list[Pointer]:
    """The whole text, the JSON, the other languages. English, like the section's name, which the format fixes."""
    own = settings.prefix(language)
    pointers = [
        Pointer(FULL, absolute(settings, own + FULL), "everything below in one file"),
        Pointer("JSON", absolute(settings, api_address("index")), "the same as data, with a schema"),
    ]
    return pointers + [
        Pointer(other.name, absolute(settings, settings.prefix(other.tag) + INDEX), f"the same in {other.tag}")
        for other in settings.languages
        if other.tag != language
    ]


def render_full(settings: Settings, texts: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Every text with the address of its page, one after the other."""
    yield f"{heading(settings.site_name)}\n".encode("utf-8", "replace")
    for page, text in texts:
        yield full_part(settings, page, text)


def full_part(settings: Settings, page: str, text: bytes) -> bytes:
    """One text with the address of its page."""
    return f"\n---\n\n{absolute(settings, page)}\n\n".encode("utf-8", "replace") + text
