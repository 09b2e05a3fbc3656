"""What every document of the API is made with: a site in one language, full addresses, and lists cut into pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any

from helploop.model.address import absolute, api_address, markdown_address
from helploop.model.article import Article
from helploop.model.compact import to_json
from helploop.model.entry import entry_hash
from helploop.outputs.addresses import resolve
from helploop.outputs.api import VERSION
from helploop.outputs.links import Viewpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from helploop.model.body import Body
    from helploop.model.entry import Entry
    from helploop.model.roadmap import Item
    from helploop.model.shipping import Shipping
    from helploop.model.site import Site
    from helploop.outputs.links import Links

#: How many things a page of a list holds: some 25 KB, a quarter of that on the way.
PAGE = 50


@dataclass(frozen=True, slots=True)
class Public:
    """A site and what became of its texts: what all languages share. `item_body` takes an item and a language."""

    site: Site
    links: Links
    bodies: Mapping[str, Body]
    item_body: Callable[[Item, str], Body]
    shipping: Shipping
    pieces: Callable[[str], Sequence[str]] = lambda _: ()
    """A path's text as `outputs.mirror.cut` leaves it."""
    hashes: dict[str, str] = field(default_factory=dict)

    def is_outdated(self, text: Article | Entry) -> bool:
        """Whether a translation's original has changed since the translation was made."""
        if isinstance(text, Article):
            return self.site.is_outdated(text)
        default = self.site.settings.default_language
        original = self.site.entries.get((text.key, default))
        if not text.source or text.language == default or original is None:
            return False
        if original.path not in self.hashes:
            self.hashes[original.path] = entry_hash(original)
        return text.source != self.hashes[original.path]


@dataclass(frozen=True, slots=True)
class Tree:
    """A site in one language."""

    public: Public
    language: str

    @property
    def site(self) -> Site:
        """The site."""
        return self.public.site

    def url(self, address: str) -> str:
        """The full URL of an address."""
        return absolute(self.site.settings, address)

    def markdown(self, page: str) -> str:
        """The full URL of a page's Markdown."""
        return self.url(markdown_address(page))

    def api(self, name: str, language: str = "") -> str:
        """The full URL of a document in this language, or in another one."""
        return self.url(api_address(name, language or self.language))

    def file(self, name: str) -> str:
        """The output file of a document in this language."""
        return api_address(name, self.language)

    def html(self, body: Body | None, path: str, page: str) -> str:
        """A body's HTML with absolute addresses."""
        if body is None or not body.html:
            return ""
        view = Viewpoint(path, page, self.language, self.site.settings.site_url)
        return resolve(body.html, self.public.links, view)

    def pages(
        self, kind: str, items: Sequence[Any], more: Mapping[str, Any] | None = None, *, size: int = PAGE
    ) -> Iterator[tuple[str, bytes]]:
        """A list as documents: `articles.json`, `articles-2.json` …; there is always a first one."""
        count = max(1, -(-len(items) // size))
        names = [kind if number == 0 else f"{kind}-{number + 1}" for number in range(count)]
        for number, name in enumerate(names):
            document = {
                "kind": kind,
                "version": VERSION,
                "language": self.language,
                "page": number + 1,
                "pages": count,
                "total": len(items),
                "previous": self.api(names[number - 1]) if number else None,
                "next": self.api(names[number + 1]) if number + 1 < count else None,
                **(more or {}),
                "items": items[number * size : (number + 1) * size],
            }
            yield self.file(name), dumped(document)


def dumped(document: Mapping[str, Any]) -> bytes:
    """A document's bytes. No `<` stands in them, so that a host which sends them as HTML does no harm."""
    return to_json(document, "replace").replace(b"<", b"\\u003c")


def moment(when: datetime) -> str:
    """A moment as RFC 3339 writes it, in UTC."""
    return when.astimezone(UTC).isoformat(timespec="seconds")
