"""Search, planned: what each language's index holds, its files, and the scripts that read them."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.address import page_file, search_address
from helploop.model.body import Body
from helploop.outputs.pages.search import search_view
from helploop.pipeline.cache import FORMAT
from helploop.pipeline.output import key_of
from helploop.pipeline.pages import Found, PlannedPage
from helploop.pipeline.search_ahead import BATCH, NOTHING_READY, Goal, Uncounted, count_index, index_place, placed
from helploop.pipeline.search_counted import analysis_of, count_document, read_counted
from helploop.pipeline.search_documents import search_documents
from helploop.pipeline.search_edit import NO_EDIT, edit_index
from helploop.pipeline.search_index import File, Wanted, is_shard, kept_index_files
from helploop.pipeline.search_store import NOWHERE
from helploop.pipeline.stamp import engine_stamp
from helploop.search.assets import search_assets
from helploop.search.index import number_documents
from helploop.search.parts import text_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from helploop.model.search_document import SearchDocument
    from helploop.model.site import Site
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.checked import Checked, Tools
    from helploop.pipeline.output import Output
    from helploop.pipeline.search_counted import Counted
    from helploop.pipeline.search_documents import Unread
    from helploop.search.analysis import Analysis
    from helploop.search.index import Name
    from helploop.search.reference import Reference

NO_BODY = Body(html="")


class SearchFiles:
    """Every file below `search/`, in two steps; none when the site has no search."""

    def __init__(self, checked: Checked, tools: Tools) -> None:
        self._checked = checked
        self._tools = tools
        self._rest: list[File] = []
        tags = checked.site.settings.tags if checked.site.settings.search is not None else ()
        self._documents = {tag: {each.name: each for each in search_documents(checked.site, tag)} for tag in tags}

    def say_where(self, output: Output) -> None:
        """Let those who count the indexes know where shards will stand."""
        self._tools.ahead.tell(Goal(output.folder if output.is_fresh else "", output.watch))

    def articles(self) -> Mapping[str, Mapping[str, Found]]:
        """For each language, what search shows of each article by its key."""
        return {tag: dict(_found(documents, tag)) for tag, documents in self._documents.items()}

    def shards(self, output: Output) -> Iterator[File]:
        """What words are looked up in: the long work, which can be done while pages are made elsewhere."""
        for name, content in search_assets().items() if self._documents else ():
            yield File(f"search/{name}", key_of(content), partial(bytes, content))
        for tag, documents in self._documents.items():
            output.ready(*(self._tools.ahead.take(tag) or NOTHING_READY))
            for file in _language_files(self._checked, documents, tag, self._tools):
                if is_shard(file.path):
                    yield placed(file, tag)
                else:
                    self._rest.append(placed(file, tag))

    def rest(self) -> Iterator[File]:
        """The texts that are shown, most of which are made with their pages, and the files that name the shards."""
        return iter(self._rest)


def _found(documents: Mapping[Name, Unread], language: str) -> Iterator[tuple[str, Found]]:
    numbers, _ = number_documents(documents, language)
    for name, each in documents.items():
        if each.article:
            yield each.article, Found(f"search/{language}/t/{numbers[name]}", each.document)


class EditedSearch(NamedTuple):
    """What is new below `search/`, what is no more, and what search shows of the edited articles in each language."""

    files: list[File]
    gone: list[str]
    found: Mapping[str, Mapping[str, Found]]


def edited_search(
    checked: Checked,
    alone: Site,
    numbers: Mapping[str, Mapping[str, int]],
    tools: Tools,
    read: Callable[[str], bytes],
) -> EditedSearch | None:
    """The indexes with new texts in the articles of the site `alone`; `numbers` are those of articles, by language.

    `read` gives a file of the published site. None where the last state of an index is not known.
    """
    edited = EditedSearch([], [], {})
    for tag in alone.settings.tags if alone.settings.search is not None else ():
        documents = {each.name: each for each in search_documents(alone, tag)}
        place, stamp, wanted = _index(checked, documents, tag, tools)
        known = {wanted.documents[name]: numbers[tag][each.article] for name, each in documents.items()}
        index = edit_index(place, stamp, wanted, known, read(f"search/{tag}/index.json")) if known else NO_EDIT
        if index is None:
            return None
        edited.files.extend(file._replace(path=f"search/{tag}/{file.path}") for file in index.files)
        edited.gone.extend(f"search/{tag}/{path}" for path in index.gone)
        shown = {
            each.article: Found(f"search/{tag}/t/{known[wanted.documents[name]]}", each.document)
            for name, each in documents.items()
        }
        edited = edited._replace(found={**edited.found, tag: shown})
    return edited


def article_numbers(site: Site) -> dict[str, dict[str, int]]:
    """By language and key, which document of the index an article is."""
    found: dict[str, dict[str, int]] = {}
    for tag in site.settings.tags if site.settings.search is not None else ():
        documents = {each.name: each.article for each in search_documents(site, tag)}
        numbers, _ = number_documents(documents, tag)
        found[tag] = {key: numbers[name] for name, key in documents.items() if key}
    return found


def _language_files(checked: Checked, documents: Mapping[Name, Unread], language: str, tools: Tools) -> Iterator[File]:
    """An index, from what the last build left; without that where another build has it in hand."""
    place, stamp, wanted = _index(checked, documents, language, tools)
    tools.cache.use(("search",), wanted.documents.values())
    yield from kept_index_files(place, stamp, wanted)


def _index(
    checked: Checked, documents: Mapping[Name, Unread], language: str, tools: Tools
) -> tuple[Path | str, str, Wanted]:
    """Where the last build left an index, the stamp of who can read that, and what shall be in it."""
    keys = _keys(checked, documents.values())
    synonyms = checked.synonyms.get(language, ())
    texts = {key: documents[name] for name, key in keys.items()}

    @lru_cache(maxsize=1)
    def parts(key: str) -> Sequence[bytes]:
        return text_parts(_read(checked, texts[key]))

    wanted = Wanted(language, keys, synonyms, partial(_load, checked, tools, texts), parts)
    stamp = json.dumps([FORMAT, engine_stamp(), language, synonyms])
    place = index_place(tools.cache, language) if tools.cache.is_kept else NOWHERE
    return place, stamp, wanted


def count_ahead(checked: Checked, tools: Tools) -> None:
    """Let processes that wait for it begin to count, when texts are converted: from here on a core would be idle."""
    settings = checked.site.settings
    if tools.ahead.is_idle and settings.search is not None:
        tools.ahead.give(count_index, {tag: _uncounted(checked, tag, tools) for tag in settings.tags})


def _uncounted(checked: Checked, language: str, tools: Tools) -> Uncounted:
    documents = {each.name: each for each in search_documents(checked.site, language)}
    place, stamp, wanted = _index(checked, documents, language, tools)
    texts = {key: documents[name] for name, key in wanted.documents.items()}
    known = tools.cache.have("search", texts)
    _count_all(checked, tools, texts, [key for key in texts if key not in known])
    return Uncounted(str(place), stamp, language, wanted.documents, wanted.synonyms, str(tools.cache.file))


def search_reference(checked: Checked, language: str, tools: Tools) -> Reference:
    """A language's index in memory, for queries that are explained or tested."""
    from helploop.search.reference import Reference  # noqa: PLC0415 - no build has a use for it

    return Reference(search_analyses(checked, language, tools), language, checked.synonyms.get(language, ()))


def search_analyses(checked: Checked, language: str, tools: Tools) -> list[Analysis]:
    """Every document of a language's index, counted."""
    documents = {document.name: document for document in search_documents(checked.site, language)}
    texts = {key: documents[name] for name, key in _keys(checked, documents.values()).items()}
    found = _load(checked, tools, texts, list(texts))
    return [analysis_of(_read(checked, texts[key]), counted) for key, counted in found]


def plan_search(checked: Checked, outlines: Mapping[str, Outline]) -> Iterator[PlannedPage]:
    """The page of results in each language."""
    settings = checked.site.settings
    if settings.search is not None:
        for tag, outline in outlines.items():
            yield PlannedPage(page_file(search_address(settings, tag)), search_view(outline))


def _keys(checked: Checked, unread: Iterable[Unread]) -> dict[Name, str]:
    """What is known of each document is found by this."""
    facts = checked.bodies.facts
    return {each.name: each.key(facts[each.body].stamp if each.body in facts else "") for each in unread}


def _load(
    checked: Checked, tools: Tools, texts: Mapping[str, Unread], keys: Sequence[str]
) -> Iterator[tuple[str, Sequence[Counted]]]:
    """Documents counted, one at a time: known ones from the cache, the others on all cores."""
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        known = tools.cache.get_many("search", batch)
        missing = [key for key in batch if key not in known]
        fresh = _count_all(checked, tools, texts, missing)
        for key in batch:
            yield key, read_counted(known.get(key) or fresh[key])


def _count_all(
    checked: Checked, tools: Tools, texts: Mapping[str, Unread], missing: Sequence[str]
) -> Mapping[str, bytes]:
    """Count documents of which the cache knows nothing."""
    whole = [(_read(checked, texts[key]), texts[key].language) for key in missing]
    fresh = dict(zip(missing, tools.workers.map(_count, whole), strict=True))
    tools.cache.put_many("search", fresh)
    return fresh


def _read(checked: Checked, unread: Unread) -> SearchDocument:
    return replace(unread.document, sections=checked.bodies.get(unread.body, NO_BODY).sections)


def _count(known: tuple[SearchDocument, str]) -> bytes:
    """In a worker: a document counted for the index of a language."""
    return count_document(*known)
