"""Search, planned: what each language's index holds, its files, and the scripts that read them."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from helploop.model.address import article_address, changelog_address, page_file, roadmap_address, search_address
from helploop.model.body import Body
from helploop.model.roadmap import FINAL_STAGES
from helploop.model.search_document import DocumentKind, SearchDocument
from helploop.model.shipping import shipping_of
from helploop.outputs.pages.search import search_view
from helploop.outputs.roadmap_words import item_words, stage_word
from helploop.outputs.strings import strings_for
from helploop.pipeline.bodies import body_key
from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.output import key_of
from helploop.pipeline.pages import PlannedPage
from helploop.pipeline.search_index import File, Wanted, kept_index_files
from helploop.pipeline.search_store import NOWHERE
from helploop.pipeline.stamp import engine_stamp
from helploop.search.analysis import Analysis, analyse
from helploop.search.assets import search_assets
from helploop.search.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.check import Checked, Tools
    from helploop.search.index import Name

NO_BODY = Body(html="")
#: All that is known of a document before its text is read.
_FIELDS = attrgetter(*(each.name for each in fields(SearchDocument) if each.name != "sections"))
#: Documents that are in memory at once.
BATCH = 600


def search_files(checked: Checked, tools: Tools) -> Iterator[File]:
    """Every file below `search/`; none when the site has no search."""
    if checked.site.settings.search is None:
        return
    for name, content in search_assets().items():
        yield File(f"search/{name}", key_of(content), partial(bytes, content))
    for tag in checked.site.settings.tags:
        for file in _language_files(checked, tag, tools):
            yield file._replace(path=f"search/{tag}/{file.path}")


def _language_files(checked: Checked, language: str, tools: Tools) -> Iterator[File]:
    """An index, from what the last build left; without that where another build has it in hand."""
    documents = {document.name: document for document in search_documents(checked, language)}
    keys = _keys(checked, documents.values(), language)
    synonyms = checked.synonyms.get(language, ())
    texts = {key: documents[name] for name, key in keys.items()}
    load = partial(_load, checked, tools, texts, language)
    wanted = Wanted(language, keys, synonyms, load)
    stamp = json.dumps([FORMAT, engine_stamp(), language, synonyms])
    place = tools.cache.file.with_name(f"search-{language}.sqlite") if tools.cache.is_kept else NOWHERE
    tools.cache.use(("search",), keys.values())
    yield from kept_index_files(place, stamp, wanted)


def search_reference(checked: Checked, language: str, tools: Tools) -> Reference:
    """A language's index in memory, for queries that are explained or tested."""
    return Reference(search_analyses(checked, language, tools), language, checked.synonyms.get(language, ()))


def search_analyses(checked: Checked, language: str, tools: Tools) -> list[Analysis]:
    """Every document of a language's index, counted."""
    documents = {document.name: document for document in search_documents(checked, language)}
    texts = {key: documents[name] for name, key in _keys(checked, documents.values(), language).items()}
    return [analysis for _, analysis in _load(checked, tools, texts, language, list(texts))]


def plan_search(checked: Checked, outlines: Mapping[str, Outline]) -> Iterator[PlannedPage]:
    """The page of results in each language."""
    settings = checked.site.settings
    if settings.search is not None:
        for tag, outline in outlines.items():
            yield PlannedPage(page_file(search_address(settings, tag)), search_view(outline))


@dataclass(frozen=True, slots=True)
class Unread:
    """A document without its sections, and what these are found by."""

    document: SearchDocument
    body: str

    @property
    def name(self) -> Name:
        """What it is known by in an index."""
        return str(self.document.kind), self.document.id, self.document.language


def search_documents(checked: Checked, language: str) -> Iterator[Unread]:
    """What a reader of one language can find: articles, then release notes, then what is planned."""
    yield from _articles(checked, language)
    yield from _entries(checked, language)
    yield from _items(checked, language)


def _articles(checked: Checked, language: str) -> Iterator[Unread]:
    site = checked.site
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
        yield Unread(document, article.path)


def _entries(checked: Checked, language: str) -> Iterator[Unread]:
    site = checked.site
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
            yield Unread(document, entry.path)


def _items(checked: Checked, language: str) -> Iterator[Unread]:
    """Items that are still to come: what has shipped is found through its articles and its entry."""
    site, roadmap = checked.site, checked.site.roadmap
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
            summary=words.summary,
            keywords=item.tags,
            stage=stage_word(roadmap.stage(shipping.stage(item)), strings),
        )
        yield Unread(document, body_key(words.path, item.id))


def _keys(checked: Checked, unread: Iterable[Unread], language: str) -> dict[Name, str]:
    """What each document's analysis is known by: the hash of all that it depends on."""
    stamp = json.dumps([FORMAT, engine_stamp(), language])
    facts = checked.bodies.facts
    return {
        each.name: content_key(
            stamp, repr(_FIELDS(each.document)), facts[each.body].stamp if each.body in facts else ""
        )
        for each in unread
    }


def _load(
    checked: Checked, tools: Tools, texts: Mapping[str, Unread], language: str, keys: Sequence[str]
) -> Iterator[tuple[str, Analysis]]:
    """Documents counted, one at a time: known ones from the cache, the others on all cores."""
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        known = tools.cache.get_many("search", batch)
        missing = [key for key in batch if key not in known]
        whole = [_read(checked, texts[key]) for key in missing]
        fresh = dict(zip(missing, tools.workers.map(_analyse, whole, language), strict=True))
        tools.cache.put_many("search", fresh)
        for key in batch:
            yield key, _parse(known.get(key) or fresh[key])


def _read(checked: Checked, unread: Unread) -> SearchDocument:
    return replace(unread.document, sections=checked.bodies.get(unread.body, NO_BODY).sections)


def _analyse(document: SearchDocument, language: str) -> bytes:
    """In a worker: a document's analysis as JSON."""
    found = analyse(document, language)
    terms = [[*key, *value] for key, value in found.terms.items()]
    parts = [part.decode() for part in found.parts]
    values = [found.id, found.kind, found.language, found.length, terms, parts]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _parse(data: bytes) -> Analysis:
    name, kind, language, length, terms, parts = json.loads(data)
    counted = {(term, surface, stem): (level, held) for term, surface, stem, level, held in terms}
    return Analysis(name, kind, language, length, counted, tuple(part.encode() for part in parts))
