"""A site in one language, in reading order: what every page's view is made from. Made once per language.

Holds collections and articles in the order readers see them, with the text of the default language where a
translation is missing, and the frame and strings of the language.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from helploop.model.address import article_address, changelog_address, quoted
from helploop.outputs.pages.shell import Frame, site_frame
from helploop.outputs.strings import Strings, strings_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from helploop.model.article import Article
    from helploop.model.collection import Collection
    from helploop.model.site import Site


@dataclass(frozen=True, slots=True)
class Teaser:
    """A link to a page: `language` and `direction` are set only where they differ from the page's."""

    title: str
    href: str
    summary: str = ""
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A collection as a card: `count` is the number of articles in it and below it."""

    title: str
    href: str
    summary: str = ""
    icon: str = ""
    count: int = 0
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A changelog entry in a list."""

    title: str
    href: str
    date: date
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The collections and articles of one language, by key; every folder with an article is a collection."""

    site: Site
    language: str
    frame: Frame
    strings: Strings
    collections: dict[str, tuple[str, ...]]
    """A collection's sub-collections, in order."""
    articles: Mapping[str, tuple[str, ...]]
    """A collection's own articles, in order."""
    counts: Mapping[str, int]
    """How many articles stand in a collection and below it."""
    places: dict[str, int]
    """An article's place in its collection."""
    changes: Mapping[str, tuple[str, ...]]
    """The entries that name an article, by its key, the newest first."""
    teasers: dict[str, Teaser]
    """An article's title, summary and address, by its key."""
    links: dict[str, Teaser]
    """The same without the summary, for pages that show only titles."""
    crumbs: dict[str, tuple[Teaser, ...]] = field(default_factory=dict)
    trails: dict[str, str] = field(default_factory=dict)
    """A collection's crumbs as schema.org writes them; like `crumbs`, filled when first asked for."""

    def crumbs_of(self, collection: str) -> tuple[Teaser, ...]:
        """The way from the home page down to a collection, the collection included."""
        if collection not in self.crumbs:
            above = self.crumbs_of(collection.rpartition("/")[0]) if collection else ()
            title = self.title_of(collection) if collection else self.strings.text("Help center")
            href = (
                quoted(article_address(self.site.settings, collection, self.language))
                if collection
                else self.frame.home
            )
            self.crumbs[collection] = (
                *above,
                Teaser(
                    title,
                    href,
                    "",
                    *self.marks(self.site.collection(collection, self.language) if collection else None),
                ),
            )
        return self.crumbs[collection]

    def title_of(self, collection: str) -> str:
        """A collection's title; its folder's name where nobody wrote one."""
        found = self.site.collection(collection, self.language)
        return (
            found.title
            if found and found.title
            else collection.rpartition("/")[2].replace("-", " ").replace("_", " ").capitalize()
        )

    def marks(self, text: Article | Collection | None) -> tuple[str, str]:
        """The language and direction of a text, where they differ from the page's; else two empty texts."""
        if text is None or text.language == self.language:
            return "", ""
        return text.language, self.site.settings.language(text.language).direction

    def card(self, collection: str) -> Card:
        """A collection as a card."""
        found = self.site.collection(collection, self.language)
        return Card(
            title=self.title_of(collection),
            href=quoted(article_address(self.site.settings, collection, self.language)),
            summary=found.summary if found else "",
            icon=(found.icon if found else "") or "folder",
            count=self.counts.get(collection, 0),
            language=self.marks(found)[0],
            direction=self.marks(found)[1],
        )

    def change(self, entry_key: str) -> Change | None:
        """A public entry as a link in this language."""
        entry = self.site.entry(entry_key, self.language)
        if entry is None:
            return None
        href = quoted(changelog_address(self.site.settings, self.language, entry.key))
        if entry.language == self.language:
            return Change(entry.title, href, entry.date.date())
        direction = self.site.settings.language(entry.language).direction
        return Change(entry.title, href, entry.date.date(), entry.language, direction)


def outline_of(site: Site, language: str) -> Outline:
    """Puts a language's collections and articles in order: by `order`, then by title."""
    shown = {key: article for key in site.article_keys if (article := site.article(key, language))}
    folders = _folders(shown) | frozenset(site.collection_keys)
    outline = replace(
        empty_outline(site, language),
        articles=_ordered(shown, folders),
        counts=_counts(shown, folders),
        changes=changes_of(site),
    )
    return _filled(outline, shown, folders)


def empty_outline(site: Site, language: str) -> Outline:
    """What is known of a language before anything is put in order."""
    frame, strings = site_frame(site.settings, language), strings_for(language)
    return Outline(site, language, frame, strings, {}, {}, {}, {}, {}, {}, {})


def outline_again(outline: Outline, site: Site, article: Article) -> Outline:
    """The outline after the text of one article has changed: only its collection is put in order again."""
    folder = article.collection
    again = replace(
        outline,
        site=site,
        articles={**outline.articles, folder: tuple(sorted(outline.articles[folder], key=_place_of(site, outline)))},
        places=dict(outline.places),
        teasers=dict(outline.teasers),
        links=dict(outline.links),
    )
    again.places.update((near, place) for place, near in enumerate(again.articles[folder]))
    _add_teaser(again, article)
    return again


def _place_of(site: Site, outline: Outline) -> Callable[[str], tuple[bool, int, str, str]]:
    def place(key: str) -> tuple[bool, int, str, str]:
        article = site.article(key, outline.language)
        return rank(article, article.title if article else "", key)

    return place


def _filled(outline: Outline, shown: Mapping[str, Article], folders: frozenset[str]) -> Outline:
    site, language = outline.site, outline.language
    children: dict[str, list[str]] = {}
    for key in folders - {""}:
        children.setdefault(key.rpartition("/")[0], []).append(key)
    for parent, keys in children.items():
        keys.sort(key=lambda key: rank(site.collection(key, language), outline.title_of(key), key))
        outline.collections[parent] = tuple(keys)
    for keys_of in outline.articles.values():
        for place, key in enumerate(keys_of):
            outline.places[key] = place
    for article in shown.values():
        _add_teaser(outline, article)
    return outline


def _add_teaser(outline: Outline, article: Article) -> None:
    outline.links[article.key], outline.teasers[article.key] = teasers_of(outline, article)


def teasers_of(outline: Outline, article: Article) -> tuple[Teaser, Teaser]:
    """An article as a link without its summary, and with it."""
    href, marks = quoted(article_address(outline.site.settings, article.key, outline.language)), outline.marks(article)
    link = Teaser(article.title, href, "", *marks)
    return link, Teaser(article.title, href, article.summary, *marks) if article.summary else link


def _folders(shown: Mapping[str, Article]) -> frozenset[str]:
    """Every folder with an article in it or below it, and the top."""
    folders = {""}
    for key in shown:
        folder = key.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(folders)


def rank(text: Article | Collection | None, title: str, key: str) -> tuple[bool, int, str, str]:
    """What articles and collections are put in order by."""
    order = text.order if text else None
    return (order is None, order or 0, title.casefold(), key)


def _ordered(shown: Mapping[str, Article], folders: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {folder: [] for folder in folders}
    for key, article in shown.items():
        found[article.collection].append(key)
    for keys in found.values():
        keys.sort(key=lambda key: rank(shown[key], shown[key].title, key))
    return {folder: tuple(keys) for folder, keys in found.items()}


def _counts(shown: Mapping[str, Article], folders: frozenset[str]) -> dict[str, int]:
    counts = dict.fromkeys(folders, 0)
    for key in shown:
        folder = key
        while folder:
            folder = folder.rpartition("/")[0]
            counts[folder] += 1
    return counts


def changes_of(site: Site) -> dict[str, tuple[str, ...]]:
    """The entries that name an article, by its key, the newest first."""
    found: dict[str, list[str]] = {}
    for entry_key in site.entry_keys:
        entry = site.entry(entry_key, site.settings.default_language)
        for name in entry.articles if entry else ():
            key = site.articles_by_id.get(name)
            if key is not None and entry_key not in found.setdefault(key, []):
                found[key].append(entry_key)
    return {key: tuple(entries) for key, entries in found.items()}
