"""All Markdown of a site to bodies: what is known from the last build is kept, the rest is converted on all cores.

Of a body only the facts that checks need stay in memory (`Facts`); its HTML and its texts are read from the cache when
something is made of them, so that the memory of a build does not grow with the length of the articles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.body import Body, Heading, Link, Section
from helploop.model.compact import from_json
from helploop.model.problem import Problem, Severity
from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.convert import Work, convert_and_keep, convert_text, convert_texts, keep_made
from helploop.pipeline.stamp import engine_stamp
from helploop.pipeline.together import Together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from helploop.model.settings import Settings
    from helploop.model.site import Site
    from helploop.pipeline.cache import Cache
    from helploop.pipeline.checked import Tools
    from helploop.pipeline.search_documents import Unread


@dataclass(frozen=True, slots=True)
class Source:
    """A Markdown text: the file it stands in, the file line it starts on, and which of the file's texts it is."""

    path: str
    first_line: int
    text: str
    part: str = ""
    title: str = ""

    @property
    def key(self) -> str:
        """What its body is found by: the path, or path and part where a file holds many texts."""
        return body_key(self.path, self.part)


@dataclass(frozen=True, slots=True)
class Facts:
    """What checks and plans need of a body. `stamp` is the hash of everything it was made from.

    `addresses` are all that stand in its HTML and its Markdown, as written; `terms` its frequent words with their
    counts, as JSON.
    """

    stamp: str
    links: tuple[Link, ...]
    anchors: frozenset[str]
    addresses: tuple[str, ...]
    terms: str


#: Of a text without a word.
NO_FACTS = Facts("", (), frozenset(), (), "{}")


class LostError(RuntimeError):
    """The cache has lost a text that nobody has read in this process."""


class Bodies(Mapping[str, Body]):
    """The body of each source by its key: facts at hand, the rest read when asked for."""

    def __init__(
        self, cache: Cache, sources: Mapping[str, Source], facts: Mapping[str, Facts], settings: Settings
    ) -> None:
        self.facts = facts
        self._cache = cache
        self._sources = sources
        self._settings = settings

    @property
    def file(self) -> Path:
        """Where everything but the facts is kept."""
        return self._cache.file

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    def __getitem__(self, key: str) -> Body:
        return read_body(self.raw(key), self.facts[key])

    def with_others(self, others: Bodies) -> Bodies:
        """These, with others that are new or in the place of some of them."""
        sources, facts = {**self._sources, **others._sources}, {**self.facts, **others.facts}
        return Bodies(others._cache, sources, facts, self._settings)

    def without_sources(self) -> Bodies:
        """The same, where a text that the cache loses now is lost."""
        return Bodies(self._cache, {}, self.facts, self._settings)

    def links(self) -> Iterator[Link]:
        """Every link and picture of every body."""
        return (link for facts in self.facts.values() for link in facts.links)

    def pieces(self, key: str) -> list[str]:
        """A source cut for its Markdown, see `outputs.mirror`."""
        return read_texts(self.raw(key), self.facts[key])[1] if key in self.facts else []

    def raw(self, key: str) -> bytes:
        """What the cache holds of a body; made again when another build has thrown it away in the meantime."""
        known = self._cache.get("body", self.facts[key].stamp)
        if known is None and key not in self._sources:
            raise LostError(key)
        return known if known is not None else convert_text(("", Work(self._sources[key])), self._settings).body


def body_key(path: str, part: str = "") -> str:
    """What a body is found by. No path and no id holds the sign between the two."""
    return f"{path}\0{part}" if part else path


def path_of(key: str) -> str:
    """The path in a body's key."""
    return key.partition("\0")[0]


def site_sources(site: Site) -> Iterable[Source]:
    """Every public Markdown text of a site, in the order of paths."""
    for thing in sorted(site.texts, key=lambda thing: thing.path):
        if thing.body.strip():
            yield Source(thing.path, thing.body_line, thing.body, title=thing.title)
    yield from _roadmap_sources(site)


def _roadmap_sources(site: Site) -> Iterable[Source]:
    """The body of every item, and of its translations."""
    for item in site.roadmap.items if site.roadmap else ():
        if item.body.strip() and site.roadmap:
            yield Source(site.roadmap.path, item.body_line, item.body, item.id)
        for words in item.translations.values():
            if words.body.strip():
                yield Source(words.path, words.body_line, words.body, item.id)


def convert_bodies(
    sources: Iterable[Source], settings: Settings, tools: Tools, found_in: Mapping[str, Sequence[Unread]] | None = None
) -> tuple[Bodies, list[Problem]]:
    """The body of each source by its key, and all that was dropped or unreadable in them.

    `found_in` are the documents of the search index with a source's text: they are counted where that is converted.
    """
    by_key = {source.key: source for source in sources}
    stamp, memory = _stamp(settings), tools.memory
    if memory.stamp != stamp:
        memory.stamp, memory.facts = stamp, {}
    remembered = {
        key: known for key, source in by_key.items() if (known := memory.facts.get(key)) and known[0] == source
    }
    works = [
        Work(source, tuple((found_in or {}).get(key, ()))) for key, source in by_key.items() if key not in remembered
    ]
    memory.facts.update(_convert_all(works, stamp, settings, tools))
    tools.cache.use(("facts", "body"), (known[1].stamp for known in remembered.values()))
    found = {key: memory.facts[key] for key in by_key}
    problems = [problem for _, _, problems in found.values() for problem in problems]
    return Bodies(tools.cache, by_key, {key: facts for key, (_, facts, _) in found.items()}, settings), problems


def _convert_all(
    works: Iterable[Work], stamp: str, settings: Settings, tools: Tools
) -> Iterator[tuple[str, tuple[Source, Facts, tuple[Problem, ...]]]]:
    """The facts of each source and its problems; bodies go to the cache as they come."""
    wanted = {_key(stamp, work.source): work for work in works}
    known = tools.cache.get_many("facts", wanted)
    whole = known.keys() & tools.cache.have("body", wanted)
    missing = sorted(((key, work) for key, work in wanted.items() if key not in whole), key=_language)
    for key in [key for key in wanted if key in whole]:
        yield _known(wanted[key].source, key, known[key])
    at = 0
    for chunk in _converted(missing, settings, tools):
        for (key, work), facts in zip(missing[at : at + len(chunk)], chunk, strict=True):
            yield _known(work.source, key, facts)
        at += len(chunk)


def _language(wanted: tuple[str, Work]) -> str:
    """What texts are converted by: words of one language are known best one after the other."""
    shown = wanted[1].shown
    return shown[0].language if shown else ""


def _known(source: Source, key: str, data: bytes) -> tuple[str, tuple[Source, Facts, tuple[Problem, ...]]]:
    facts, problems = read_facts(data, key, source.path)
    return source.key, (source, facts, tuple(problems))


def _converted(missing: Sequence[tuple[str, Work]], settings: Settings, tools: Tools) -> Iterator[list[bytes]]:
    """The facts of texts, in order; all else goes to the cache, by those who made it where they have the same disk."""
    cache, workers = tools.cache, tools.workers
    if workers.is_worth_it(missing):
        cache.filled_elsewhere()
        yield from workers.batches(convert_and_keep, missing, settings, str(cache.file))
    else:
        for chunk in workers.chunks(Together(convert_texts), missing, settings):
            yield [each.facts for each in keep_made(chunk, cache)]


def _key(stamp: str, source: Source) -> str:
    """The hash of all that a body depends on."""
    return content_key(stamp, source.key, str(source.first_line), source.title, source.text)


def _stamp(settings: Settings) -> str:
    written = (settings.markdown_extensions, settings.markdown_options, settings.allowed_html)
    return json.dumps([FORMAT, engine_stamp(), written])


def read_body(data: bytes, facts: Facts) -> Body:
    """A body from what the cache holds."""
    return read_texts(data, facts)[0]


def read_texts(data: bytes, facts: Facts) -> tuple[Body, list[str]]:
    """A body, and its source cut for its Markdown, from what the cache holds."""
    html, headings, sections, pieces = from_json(data)
    body = Body(
        html,
        tuple(Heading(*item) for item in headings),
        tuple(Section(*item) for item in sections),
        facts.links,
        facts.anchors,
    )
    return body, pieces


def read_facts(data: bytes, stamp: str, path: str) -> tuple[Facts, list[Problem]]:
    """Facts, and what was found wrong in the text, from what the cache holds."""
    links, anchors, addresses, terms, found = from_json(data)
    facts = Facts(stamp, tuple(Link(*item) for item in links), frozenset(anchors), tuple(addresses), terms)
    return facts, [_problem(path, *item) for item in found]


def _problem(  # noqa: PLR0913, PLR0917 - a problem's fields, as they stand in the cache
    path: str, line: int, code: str, message: str, hint: str, column: int, severity: str
) -> Problem:
    return Problem(path, line, code, message, hint, column, Severity(severity))
