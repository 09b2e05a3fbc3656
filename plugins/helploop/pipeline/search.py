"""Search, planned: what each language's index holds, its files, and the scripts that read them."""

from __future__ import annotations

import json
from dataclasses import asdict
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
from helploop.pipeline.pages import PlannedPage
from helploop.pipeline.stamp import engine_stamp
from helploop.search.analysis import Analysis, analyse
from helploop.search.assets import search_assets
from helploop.search.index import build
from helploop.search.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.check import Checked, Tools

NO_BODY = Body(html="")


def search_files(checked: Checked, tools: Tools) -> Mapping[str, bytes]:
    """Every file below `search/`; none when the site has no search."""
    if checked.site.settings.search is None:
        return {}
    files = {f"search/{name}": content for name, content in search_assets().items()}
    for tag in checked.site.settings.tags:
        analyses = _analyses(list(search_documents(checked, tag)), tag, tools)
        files.update(
            {
                f"search/{tag}/{name}": data
                for name, data in build(analyses, tag, synonyms=checked.synonyms.get(tag, ())).items()
            }
        )
    return files


def search_reference(checked: Checked, language: str, tools: Tools) -> Reference:
    """A language's index in memory, for queries that are explained or tested."""
    return Reference(search_analyses(checked, language, tools), language, checked.synonyms.get(language, ()))


def search_analyses(checked: Checked, language: str, tools: Tools) -> list[Analysis]:
    """Every document of a language's index, counted."""
    return _analyses(list(search_documents(checked, language)), language, tools)


def plan_search(checked: Checked, outlines: Mapping[str, Outline]) -> Iterator[PlannedPage]:
    """The page of results in each language."""
    settings = checked.site.settings
    if settings.search is not None:
        for tag, outline in outlines.items():
            yield PlannedPage(page_file(search_address(settings, tag)), search_view(outline))


def search_documents(checked: Checked, language: str) -> Iterator[SearchDocument]:
    """What a reader of one language can find: articles, then release notes, then what is planned."""
    yield from _articles(checked, language)
    yield from _entries(checked, language)
    yield from _items(checked, language)


def _articles(checked: Checked, language: str) -> Iterator[SearchDocument]:
    site = checked.site
    for key in site.article_keys:
        article = site.article(key, language)
        if article is None:
            continue
        collection = site.collection(article.collection, language)
        yield SearchDocument(
            id=article.id or article.key,
            url=article_address(site.settings, key, language),
            title=article.title,
            language=article.language,
            summary=article.summary,
            keywords=article.keywords,
            sections=checked.bodies.get(article.path, NO_BODY).sections,
            collection=collection.title if collection else "",
        )


def _entries(checked: Checked, language: str) -> Iterator[SearchDocument]:
    site = checked.site
    for key in site.entry_keys:
        entry = site.entry(key, language)
        if entry is not None:
            yield SearchDocument(
                id=f"changelog/{entry.id or key}",
                url=changelog_address(site.settings, language, key),
                title=entry.title,
                language=entry.language,
                kind=DocumentKind.ENTRY,
                summary=entry.summary,
                sections=checked.bodies.get(entry.path, NO_BODY).sections,
            )


def _items(checked: Checked, language: str) -> Iterator[SearchDocument]:
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
        yield SearchDocument(
            id=f"roadmap/{item.id}",
            url=roadmap_address(site.settings, language, item.id),
            title=words.title,
            language=words.language or language,
            kind=DocumentKind.ITEM,
            summary=words.summary,
            keywords=item.tags,
            sections=checked.bodies.get(body_key(words.path, item.id), NO_BODY).sections,
            stage=stage_word(roadmap.stage(shipping.stage(item)), strings),
        )


def _analyses(documents: list[SearchDocument], language: str, tools: Tools) -> list[Analysis]:
    """Each document counted: known ones from the cache, the others on all cores."""
    stamp = json.dumps([FORMAT, engine_stamp(), language])
    keys = {content_key(stamp, json.dumps(asdict(document), ensure_ascii=False)): document for document in documents}
    known = tools.cache.get_many("search", keys)
    missing = [key for key in keys if key not in known]
    fresh = dict(zip(missing, tools.workers.map(_analyse, [keys[key] for key in missing], language), strict=True))
    tools.cache.put_many("search", fresh)
    return [_read(known.get(key) or fresh[key]) for key in keys]


def _analyse(document: SearchDocument, language: str) -> bytes:
    """In a worker: a document's analysis as JSON."""
    found = analyse(document, language)
    terms = [[*key, *value] for key, value in found.terms.items()]
    parts = [part.decode() for part in found.parts]
    values = [found.id, found.kind, found.language, found.length, terms, parts]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _read(data: bytes) -> Analysis:
    name, kind, language, length, terms, parts = json.loads(data)
    counted = {(term, surface, stem): (level, held) for term, surface, stem, level, held in terms}
    return Analysis(name, kind, language, length, counted, tuple(part.encode() for part in parts))
