"""All Markdown of a site to bodies: what is known from the last build is kept, the rest is converted on all cores."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from helploop import __version__
from helploop.model.body import Body, Heading, Link, Section
from helploop.model.problem import Problem, Severity
from helploop.outputs.markdown import convert
from helploop.pipeline.cache import FORMAT, content_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helploop.model.settings import Settings
    from helploop.model.site import Site
    from helploop.pipeline.cache import Cache
    from helploop.pipeline.workers import Workers


@dataclass(frozen=True, slots=True)
class Source:
    """A Markdown text: the file it stands in and the file line it starts on."""

    path: str
    first_line: int
    text: str


def site_sources(site: Site) -> Iterable[Source]:
    """Every public Markdown text of a site, in the order of paths."""
    things = [*site.articles.values(), *site.collections.values(), *site.entries.values()]
    for thing in sorted(things, key=lambda thing: thing.path):
        if thing.body.strip():
            yield Source(thing.path, thing.body_line, thing.body)


def convert_bodies(
    sources: Iterable[Source], settings: Settings, cache: Cache, workers: Workers
) -> tuple[Mapping[str, Body], list[Problem]]:
    """The body of each source by its path, and all that was dropped or unreadable in them."""
    stamp = _stamp(settings)
    wanted = {content_key(stamp, s.path, str(s.first_line), s.text): s for s in sources}
    known = cache.get_many("body", wanted)
    missing = [key for key in wanted if key not in known]
    made = workers.map(_convert, [wanted[key] for key in missing], settings)
    fresh = dict(zip(missing, made, strict=True))
    cache.put_many("body", fresh)
    bodies: dict[str, Body] = {}
    problems: list[Problem] = []
    for key, source in wanted.items():
        body, found = _read(known.get(key) or fresh[key], source.path)
        bodies[source.path] = body
        problems.extend(found)
    return bodies, problems


def _stamp(settings: Settings) -> str:
    written = (settings.markdown_extensions, settings.markdown_options, settings.allowed_html)
    return json.dumps([FORMAT, __version__, written])


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
    return body, [Problem(path, *item[:5], severity=Severity(item[5])) for item in found]
