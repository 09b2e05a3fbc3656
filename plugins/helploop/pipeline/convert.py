"""Texts converted in any process, as the cache keeps them: their facts, their bodies, and what was counted in them."""

from __future__ import annotations

from dataclasses import fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.body import Heading, Link, Section
from helploop.model.compact import to_json
from helploop.outputs.addresses import written_addresses
from helploop.outputs.markdown import convert
from helploop.outputs.mirror import count_remarks, cut
from helploop.outputs.related import related_terms
from helploop.pipeline.cache import cache_at
from helploop.pipeline.search_counted import count_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helploop.model.settings import Settings
    from helploop.pipeline.bodies import Source
    from helploop.pipeline.cache import Cache
    from helploop.pipeline.search_documents import Unread

#: The fields of each, in their order: `astuple` copies them deeply, at ten times the price.
_LINK, _HEADING, _SECTION = (attrgetter(*(each.name for each in fields(of))) for of in (Link, Heading, Section))


class Work(NamedTuple):
    """A text to be converted, and the documents to be counted that show it."""

    source: Source
    shown: tuple[Unread, ...] = ()


class Made(NamedTuple):
    """What the cache keeps of a text, and of the documents that show it, by their keys."""

    key: str
    facts: bytes
    body: bytes
    counted: Mapping[str, bytes]


def convert_text(wanted: tuple[str, Work], settings: Settings) -> Made:
    """In a worker: a text's facts, its body, and what is counted in it, as JSON that travels between builds."""
    key, (source, shown) = wanted
    body, problems = convert(source.text, source.first_line, source.path, settings)
    pieces = cut(source.text, count_remarks(body), settings.allowed_html)
    facts = [
        [_LINK(link) for link in body.links],
        sorted(body.anchors),
        sorted({*written_addresses(body.html), *pieces[1::2]}),
        to_json(related_terms(source.title, source.text)).decode("utf-8", "surrogatepass"),
        [[p.line, p.code, p.message, p.hint, p.column, str(p.severity)] for p in problems],
    ]
    rest = [
        body.html,
        [_HEADING(heading) for heading in body.headings],
        [_SECTION(section) for section in body.sections],
        pieces,
    ]
    counted = {
        each.key(key): count_document(replace(each.document, sections=body.sections), each.language) for each in shown
    }
    return Made(key, to_json(facts), to_json(rest), counted)


def convert_and_keep(wanted: Sequence[tuple[str, Work]], settings: Settings, cache: str) -> list[bytes]:
    """In a worker: several texts, of which only the facts are sent."""
    return [each.facts for each in keep_made([convert_text(each, settings) for each in wanted], cache_at(cache))]


def keep_made(made: Sequence[Made], cache: Cache) -> Sequence[Made]:
    """Put all that was made of texts into the cache."""
    facts, bodies = {each.key: each.facts for each in made}, {each.key: each.body for each in made}
    counted = {key: data for each in made for key, data in each.counted.items()}
    cache.put_all({"facts": facts, "body": bodies, "search": counted})
    return made
