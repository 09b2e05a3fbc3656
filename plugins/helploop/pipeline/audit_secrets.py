"""What no output may hold: titles and addresses of hidden things."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from helploop.model.address import article_address, changelog_address, page_file, quoted, roadmap_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.article import Article
    from helploop.model.entry import Entry
    from helploop.model.site import Site

#: A shorter title is a word that stands in other texts by chance.
_LEAST = 6


def secrets_of(site: Site, public: str) -> Iterator[tuple[bytes, str]]:
    """The bytes each would show itself by, and the words for a message. What stands in `public` too is no secret."""
    for title, path in _titles(site):
        if title not in public:
            for written in {title, escape(title), escape(title, quote=False)}:
                yield written.encode("utf-8", "replace"), f"the title of {path}, which is not public,"
    base = site.settings.site_url or "/"
    for path, source in hidden_pages(site):
        address = path.removesuffix("index.html")
        for end in ('"', "<", "'", "\n"):
            needle = f"{base}{quoted(address)}{end}".encode()
            yield needle, f"the address of {source}, which is not public,"


def hidden_names(site: Site) -> Iterator[str]:
    """The titles that are looked for, unless they stand in public text."""
    return (title for title, _ in _titles(site))


def _titles(site: Site) -> Iterator[tuple[str, str]]:
    """Titles of what is hidden, with their sources."""
    things: tuple[Article | Entry, ...] = (*site.hidden_articles.values(), *site.hidden_entries.values())
    named = (*((thing.title, thing.path) for thing in things), *site.hidden_titles)
    return ((title.strip(), path) for title, path in named if len(title.strip()) >= _LEAST)


def hidden_pages(site: Site) -> Iterator[tuple[str, str]]:
    """The output files of hidden things, with their sources. A language that shows the original has a page."""
    settings = site.settings
    default = settings.default_language
    for (key, language), article in site.hidden_articles.items():
        is_folder = key in site.collection_keys
        if (key, default) not in site.articles and (key, language) not in site.articles and not is_folder:
            yield page_file(article_address(settings, key, language)), article.path
    for (key, language), entry in site.hidden_entries.items():
        if (key, default) not in site.entries and (key, language) not in site.entries:
            yield page_file(changelog_address(settings, language, key)), entry.path
    for item in site.hidden_items:
        for tag in settings.tags:
            yield page_file(roadmap_address(settings, tag, item)), f"the item {item}"
