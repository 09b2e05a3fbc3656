"""Texts converted in any process, as the cache keeps them: their facts, their bodies, and what was counted in them."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.body import Heading, Link, Section
from helploop.model.compact import to_json
from helploop.outputs.addresses import written_addresses
from helploop.outputs.markdown import Written, convert_all
from helploop.outputs.mirror import count_remarks, cut
from helploop.outputs.related import related_terms
from helploop.pipeline.cache import cache_at
from helploop.pipeline.search_counted import count_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helploop.model.body import Body
    from helploop.model.problem import Problem
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
    return convert_texts([wanted], settings)[0]


def convert_texts(wanted: Sequence[tuple[str, Work]], settings: Settings) -> list[Made]:
    """The same of several texts, each step for all of them, see `pipeline.together`."""
    written = [Written(each.text, each.first_line, each.path) for _, (each, _) in wanted]
    bodies = convert_all(written, settings)
    pieces = [cut(each.text, count_remarks(body), settings.allowed_html) for each, (body, _) in _pairs(written, bodies)]
    terms = [related_terms(source.title, source.text) for _, (source, _) in wanted]
    addresses = [{*written_addresses(body.html), *own[1::2]} for (body, _), own in _pairs(bodies, pieces)]
    counted = [_counted(key, shown, body) for (key, (_, shown)), (body, _) in _pairs(wanted, bodies)]
    return [
        Made(key, _facts(body, problems, found, words), _rest(body, own), numbers)
        for (key, _), (body, problems), found, words, own, numbers in _pairs(
            wanted, bodies, addresses, terms, pieces, counted
        )
    ]


_pairs = partial(zip, strict=True)


def _counted(key: str, shown: Sequence[Unread], body: Body) -> Mapping[str, bytes]:
    return {
        each.key(key): count_document(replace(each.document, sections=body.sections), each.language) for each in shown
    }


def _facts(body: Body, problems: Sequence[Problem], addresses: Iterable[str], terms: Mapping[str, int]) -> bytes:
    found = [
        [_LINK(link) for link in body.links],
        sorted(body.anchors),
        sorted(addresses),
        to_json(terms).decode("utf-8", "surrogatepass"),
        [[p.line, p.code, p.message, p.hint, p.column, str(p.severity)] for p in problems],
    ]
    return to_json(found)


def _rest(body: Body, pieces: Sequence[str]) -> bytes:
    headings, sections = map(_HEADING, body.headings), map(_SECTION, body.sections)
    return to_json([body.html, list(headings), list(sections), pieces])


def convert_and_keep(wanted: Sequence[tuple[str, Work]], settings: Settings, cache: str) -> list[bytes]:
    """In a worker: several texts, of which only the facts are sent."""
    return [each.facts for each in keep_made(convert_texts(wanted, settings), cache_at(cache))]


def keep_made(made: Sequence[Made], cache: Cache) -> Sequence[Made]:
    """Put all that was made of texts into the cache."""
    facts, bodies = {each.key: each.facts for each in made}, {each.key: each.body for each in made}
    counted = {key: data for each in made for key, data in each.counted.items()}
    cache.put_all({"facts": facts, "body": bodies, "search": counted})
    return made
