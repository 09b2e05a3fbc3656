"""What search can find, without its text: each document of each language, and what its text is found by."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING

from helploop.model.address import article_address, changelog_address, home_address, roadmap_address
from helploop.model.roadmap import FINAL_STAGES
from helploop.model.search_document import DocumentKind, SearchDocument
from helploop.model.shipping import shipping_of
from helploop.outputs.roadmap_words import item_words, stage_word
from helploop.outputs.strings import strings_for
from helploop.pipeline.bodies import body_key
from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.stamp import engine_stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from helploop.model.site import Site
    from helploop.search.index import Name

#: All that is known of a document before its text is read.
_FIELDS = attrgetter(*(each.name for each in fields(SearchDocument) if each.name != "sections"))


@dataclass(frozen=True, slots=True)
class Unread:
    """A document without its sections, what these are found by, and the language of the index it is for.

    `article` is the key of the article that it is, if it is one.
    """

    document: SearchDocument
    body: str
    language: str
    article: str = ""

    @property
    def name(self) -> Name:
        """What it is known by in an index."""
        return str(self.document.kind), self.document.id, self.document.language

    def key(self, text: str) -> str:
        """What is counted in it is known by this: the hash of all that it depends on, `text` for its text."""
        return content_key(str(FORMAT), engine_stamp(), self.language, repr(_FIELDS(self.document)), text)


def search_documents(site: Site, language: str) -> Iterator[Unread]:
    """What a reader of one language can find: articles, collections, then release notes, then what is planned."""
    yield from _articles(site, language)
    yield from _collections(site, language)
    yield from _entries(site, language)
    yield from _items(site, language)


def documents_by_text(site: Site) -> Mapping[str, Sequence[Unread]]:
    """All documents of all languages by what their texts are found by; none where the site has no search."""
    found: dict[str, list[Unread]] = {}
    if site.settings.search is not None:
        for tag in site.settings.tags:
            for document in search_documents(site, tag):
                found.setdefault(document.body, []).append(document)
    return found


def _articles(site: Site, language: str) -> Iterator[Unread]:
    for key in site.article_keys:
        article = site.article(key, language)
        if article is None:
            continue
        collection = site.collection(article.collection, language)
        document = SearchDocument(
            id=article.id or article.key,
            url=article_address(site.settings, key, language),
            title=article.title,
            language=article.language,
            summary=article.summary,
            keywords=article.keywords,
            collection=collection.title if collection else "",
        )
        yield Unread(document, article.path, language, key)


def _collections(site: Site, language: str) -> Iterator[Unread]:
    """Those that have a text or keywords of their own: of the others, a reader wants an article."""
    for key in site.collection_keys:
        collection = site.collection(key, language)
        if collection is None or not (collection.keywords or collection.body.strip()):
            continue
        document = SearchDocument(
            id=f"{key}/index",
            url=article_address(site.settings, key, language) if key else home_address(site.settings, language),
            title=collection.title,
            language=collection.language,
            kind=DocumentKind.COLLECTION,
            summary=collection.summary,
            keywords=collection.keywords,
        )
        yield Unread(document, collection.path, language)


def _entries(site: Site, language: str) -> Iterator[Unread]:
    for key in site.entry_keys:
        entry = site.entry(key, language)
        if entry is not None:
            document = SearchDocument(
                id=f"changelog/{entry.id or key}",
                url=changelog_address(site.settings, language, key),
                title=entry.title,
                language=entry.language,
                kind=DocumentKind.ENTRY,
                summary=entry.summary,
            )
            yield Unread(document, entry.path, language)


def _items(site: Site, language: str) -> Iterator[Unread]:
    """Items that are still to come: what has shipped is found through its articles and its entry."""
    roadmap = site.roadmap
    if roadmap is None:
        return
    strings, default = strings_for(language), site.settings.default_language
    shipping = shipping_of(site)
    for item in roadmap.items:
        if shipping.stage(item) in FINAL_STAGES:
            continue
        words = item_words(item, language, default, roadmap.path)
        document = SearchDocument(
            id=f"roadmap/{item.id}",
            url=roadmap_address(site.settings, language, item.id),
            title=words.title,
            language=words.language or language,
            kind=DocumentKind.ITEM,
            # What it is about is not what it is called: whoever types a tag wants an article first.
            summary=" ".join([words.summary, *(site.settings.label_name(tag, language) for tag in item.tags)]),
            stage=stage_word(roadmap.stage(shipping.stage(item)), strings),
        )
        yield Unread(document, body_key(words.path, item.id), language)
