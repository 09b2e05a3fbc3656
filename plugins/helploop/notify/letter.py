"""What a message says: an entry in the reader's language, with the items asked for, ready for any channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import absolute, changelog_address, home_address
from helploop.notify.mail_body import clean_html, plain_text
from helploop.notify.notice import entry_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from helploop.model.entry import Entry
    from helploop.model.site import Site

    #: An entry's body as HTML, and as text (empty: the text is made from the HTML).
    Render = Callable[[Entry], tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One entry, told to everyone who asked for the same items and reads the same language."""

    entry: str
    language: str
    direction: str
    title: str
    summary: str
    url: str
    html: str
    text: str
    items: tuple[tuple[str, str], ...]
    """Id and title of the items, in the letter's language; no title where it is nobody's to read yet."""
    site_name: str
    site_url: str
    published: str


class Letters:
    """Letters of a site, each made once."""

    def __init__(self, site: Site, render: Render) -> None:
        self._site, self._render = site, render
        self._entries = {entry_id(entry): entry.key for entry in site.entries.values()}
        self._bodies: dict[tuple[str, str], tuple[str, str]] = {}
        self._letters: dict[tuple[str, str, tuple[str, ...]], Letter] = {}

    def has(self, entry: str) -> bool:
        """Whether the entry is published."""
        return entry in self._entries

    def letter(self, entry: str, language: str, items: tuple[str, ...]) -> Letter:
        """The letter about an entry."""
        wanted = (entry, language, items)
        if wanted not in self._letters:
            self._letters[wanted] = self._make(entry, language, items)
        return self._letters[wanted]

    def _make(self, name: str, language: str, items: tuple[str, ...]) -> Letter:
        settings = self._site.settings
        key = self._entries[name]
        entry = self._site.entry(key, language) or self._site.entry(key, settings.default_language)
        entry = entry or next(own for (own_key, _), own in self._site.entries.items() if own_key == key)
        url = absolute(settings, changelog_address(settings, entry.language, key))
        html, text = self._body(entry, url)
        return Letter(
            entry=name,
            language=entry.language,
            direction=settings.language(entry.language).direction,
            title=entry.title,
            summary=entry.summary,
            url=url,
            html=html,
            text=text,
            items=tuple((item, self._item_title(item, entry.language)) for item in items),
            site_name=settings.site_name,
            site_url=absolute(settings, home_address(settings, entry.language)),
            published=entry.date.isoformat(),
        )

    def _body(self, entry: Entry, url: str) -> tuple[str, str]:
        wanted = (entry.key, entry.language)
        if wanted not in self._bodies:
            html, text = self._render(entry)
            html = clean_html(html, url)
            self._bodies[wanted] = html, text or plain_text(html)
        return self._bodies[wanted]

    def _item_title(self, item: str, language: str) -> str:
        roadmap = self._site.roadmap
        items = roadmap.items if roadmap else ()
        found = next((own for own in items if item == own.id or item in own.merged), None)
        if found is None:
            return ""
        translation = found.translations.get(language)
        return translation.title if translation else found.title
