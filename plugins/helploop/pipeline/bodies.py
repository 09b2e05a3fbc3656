"""All Markdown of a site to bodies: what is known from the last build is kept, the rest is converted on all cores."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from helploop.model.body import Body, Heading, Link, Section
from helploop.model.problem import Problem, Severity
from helploop.outputs.markdown import convert
from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.stamp import engine_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helploop.model.settings import Settings
    from helploop.model.site import Site
    from helploop.pipeline.cache import Cache
    from helploop.pipeline.workers import Workers


@dataclass(frozen=True, slots=True)
class Source:
    """A Markdown text: the file it stands in, the file line it starts on, and which of the file's texts it is."""

    path: str
    first_line: int
    text: str
    part: str = ""

    @property
    def key(self) -> str:
        """What its body is found by: the path, or path and part where a file holds many texts."""
        return body_key(self.path, self.part)


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
            yield Source(thing.path, thing.body_line, thing.body)
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
    sources: Iterable[Source], settings: Settings, cache: Cache, workers: Workers
) -> tuple[Mapping[str, Body], list[Problem]]:
    """The body of each source by its path, and all that was dropped or unreadable in them."""
    stamp = _stamp(settings)
    wanted = {content_key(stamp, s.key, str(s.first_line), s.text): s for s in sources}
    known = cache.get_many("body", wanted)
    missing = [key for key in wanted if key not in known]
    made = workers.map(_convert, [wanted[key] for key in missing], settings)
    fresh = dict(zip(missing, made, strict=True))
    cache.put_many("body", fresh)
    bodies: dict[str, Body] = {}
    problems: list[Problem] = []
    for key, source in wanted.items():
        body, found = _read(known.get(key) or fresh[key], source.path)
        bodies[source.key] = body
        problems.extend(found)
    return bodies, problems


def _stamp(settings: Settings) -> str:
    written = (settings.markdown_extensions, settings.markdown_options, settings.allowed_html)
    return json.dumps([FORMAT, engine_stamp(), written])


def _convert(source: Source, settings: Settings) -> bytes:
    """In a worker: one body as JSON, which travels between processes and builds."""
    body, problems = convert(source.text, source.first_line, source.path, settings)
    found = [[p.line, p.code, p.message, p.hint, p.column, str(p.severity)] for p in problems]
    parts = [
        body.html,
        [astuple(heading) for heading in body.headings],
        [astuple(section) for section in body.sections],
        [astuple(link) for link in body.links],
        sorted(body.anchors),
        found,
    ]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _read(data: bytes, path: str) -> tuple[Body, list[Problem]]:
    html, headings, sections, links, anchors, found = json.loads(data)
    body = Body(
        html,
        tuple(Heading(*item) for item in headings),
        tuple(Section(*item) for item in sections),
        tuple(Link(*item) for item in links),
        frozenset(anchors),
    )
    return body, [_problem(path, *item) for item in found]


def _problem(  # noqa: PLR0913, PLR0917 - a problem's fields, as they stand in the cache
    path: str, line: int, code: str, message: str, hint: str, column: int, severity: str
) -> Problem:
    return Problem(path, line, code, message, hint, column, Severity(severity))
