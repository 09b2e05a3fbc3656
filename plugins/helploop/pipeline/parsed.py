"""Articles and collections as they were read, kept by the content of their files: a build parses only what is new."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from datetime import date
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.model.article import Article, ArticleKind
from helploop.model.collection import Collection
from helploop.model.compact import from_json, to_json
from helploop.model.problem import Problem, Severity
from helploop.pipeline.cache import FORMAT, cache_at, content_key
from helploop.pipeline.disk import read_file
from helploop.pipeline.stamp import engine_stamp
from helploop.pipeline.together import in_step
from helploop.sources.article import Place
from helploop.sources.kept import Look, is_sure, look_of
from helploop.sources.site import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from helploop.pipeline.cache import Cache
    from helploop.pipeline.memory import Memory
    from helploop.pipeline.workers import Workers

    Wanted = tuple[Path | str, str, Callable[..., Page]]
    """A file, what it is known by, and what reads it, or makes the same of the bytes in it."""

_KINDS = {"article": Article, "collection": Collection}
_NAMES = {kind: tuple(each.name for each in fields(made)) for kind, made in _KINDS.items()}
_VALUES = {kind: attrgetter(*names) for kind, names in _NAMES.items()}
_DATES = ("review_by", "publish", "unpublish")


def _nothing() -> None:
    """For builds in which nothing else has to be done."""


class Besides(NamedTuple):
    """What is done where so many files are read that other processes help: `before` these begin, and `meanwhile`."""

    before: Callable[[], None] = _nothing
    meanwhile: Callable[[], object] = _nothing


NOTHING_ELSE = Besides()


class ParsedPages:
    """What a process remembers, and below it what the cache holds."""

    def __init__(
        self,
        memory: Memory,
        cache: Cache,
        workers: Workers | None = None,
        besides: Besides = NOTHING_ELSE,
    ) -> None:
        self.memory = memory
        self.cache = cache
        self._workers = workers
        self._besides = besides
        self._ahead: dict[str, _Read] = {}
        self._stamp = f"{FORMAT} {engine_stamp()}"
        self._new: dict[str, bytes] = {}

    def prepare(self, wanted: Sequence[Wanted]) -> None:
        """Where nothing is known of so many files, read them ahead on all cores."""
        workers = self._workers
        if workers is None or not workers.is_worth_it(wanted) or self.memory.pages or self.cache.has_any("page"):
            return
        self._besides.before()
        self.cache.filled_elsewhere()
        chunks = workers.batches(_read_ahead, wanted, self._stamp, str(self.cache.file))
        self._besides.meanwhile()
        for chunk in chunks:
            self._ahead.update((found.path, found) for found in chunk if found)

    def value(self, file: Path | str, path: str, make: Callable[[], Page]) -> Page:
        """What `make` makes of a file, from the last time if it has the same content."""
        return self.memory.pages.value(file, path, partial(self._kept, file, path, make))

    def close(self) -> None:
        """Remember what is new."""
        self.cache.put_many("page", self._new)
        self.cache.use(("page",), self.memory.parsed.values())

    def _kept(self, file: Path | str, path: str, make: Callable[[], Page]) -> Page:
        ahead = self._ahead.pop(path, None)
        if ahead is not None and ahead.is_sure and _look(file) == ahead.look:
            self.memory.parsed[path] = ahead.key
            return ahead.page
        content = _read(file)
        if content is None:
            return make()
        key = self.memory.parsed[path] = content_key(self._stamp, path, content)
        if ahead is not None and ahead.key == key:
            return ahead.page
        known = self.cache.get("page", key)
        if known is not None:
            return read_page(known)
        page = make()
        if (page.article or page.collection) and _read(file) == content:  # else it was saved again in the meantime
            self._new[key] = dump_page(page)
        return page


class _Read(NamedTuple):
    """A file that was read by another process: how it looked, and what the cache knows its page by."""

    path: str
    look: Look | None
    key: str
    page: Page
    is_sure: bool
    """Whether it looks different if it was changed since."""


def _read_ahead(wanted: Sequence[Wanted], stamp: str, cache: str) -> list[_Read | None]:
    """In a worker: files as they are read, kept by the key of their content. Some have to be read again."""
    found = [next(iter(each), None) for each in in_step([_read_once(each, stamp) for each in wanted])]
    cache_at(cache).put_many("page", {each.key: dump_page(each.page) for each in found if each})
    return found


def _read_once(wanted: Wanted, stamp: str) -> Iterator[_Read | None]:
    file, path, make = wanted
    look, content = _look(file), _read(file)
    sure = look is not None and is_sure(look)
    yield None
    page = make(content) if content else None
    yield None
    if content and page and (page.article or page.collection):
        yield _Read(path, look, content_key(stamp, path, content), page, sure)


def _look(file: Path | str) -> Look | None:
    try:
        return look_of(os.stat(file))
    except OSError:
        return None


def _read(file: Path | str) -> bytes | None:
    try:
        return read_file(file)
    except OSError:
        return None


def dump_page(page: Page) -> bytes:
    """A page that was read, as JSON."""
    kind = "article" if page.article else "collection"
    place = page.place
    found = [[str(p.severity), p.path, p.line, p.code, p.message, p.hint, p.column] for p in page.problems]
    values = [kind, [place.path, place.key, place.language], _VALUES[kind](page.article or page.collection), found]
    return to_json(values)


def read_page(data: bytes) -> Page:
    """The page again."""
    kind, place, written, found = from_json(data)
    values = dict(zip(_NAMES[kind], written, strict=True))
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(tuple(each) if isinstance(each, list) else each for each in value)
    for name in _DATES:
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    if values.get("kind"):
        values["kind"] = ArticleKind(values["kind"])
    made: dict[str, Any] = {kind: _KINDS[kind](**values)}
    problems = tuple(replace(Problem(*rest), severity=Severity(level)) for level, *rest in found)
    return Page(Place(*place), problems=problems, **made)
