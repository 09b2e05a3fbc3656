"""The articles most like each article: words were counted with the conversion, and are compared here."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from helploop.model.compact import from_json
from helploop.outputs.related import Neighbours, find_neighbours, neighbours_of, related_terms
from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.kept_places import TERMS
from helploop.pipeline.sealed import read_sealed, write_sealed_json
from helploop.pipeline.stamp import engine_stamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from helploop.model.article import Article
    from helploop.pipeline.bodies import Facts
    from helploop.pipeline.cache import Cache
    from helploop.pipeline.checked import Checked, Tools
    from helploop.pipeline.kept_site import KeptSite
    from helploop.pipeline.memory import Memory

    Near = Mapping[str, Mapping[str, Sequence[str]]]
    Terms = Mapping[str, Mapping[str, int]]
    """By the path of an article, how often its frequent words stand in it."""

_NAME = "neighbours"


def similar_articles(checked: Checked, tools: Tools) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each language, the articles most like each article written in it."""
    memory = tools.memory
    by_language: dict[str, dict[str, Mapping[str, int]]] = {tag: {} for tag in checked.site.settings.tags}
    for (key, language), article in sorted(checked.site.articles.items()):
        by_language[language][key] = _terms(article, checked, memory)
    for tag, terms in by_language.items():
        last = memory.neighbours.get(tag) or _last(tag, tools.cache)
        found = find_neighbours(terms, last)
        memory.neighbours[tag] = found if memory.stays else Neighbours(found.nearest)
        if (found.nearest, found.vectors) != (last.nearest, last.vectors):
            tools.cache.put_many(_NAME, {_key(tag): _dump(found)})
    tools.cache.use((_NAME,), map(_key, by_language))
    return {tag: memory.neighbours[tag].nearest for tag in by_language}


def similar_again(
    root: Path, checked: Checked, before: Mapping[str, Facts], kept: KeptSite, tools: Tools
) -> tuple[Near, Terms] | None:
    """The same after some texts have changed, of which `before` was known, and the words of all that ever were edited.

    None where the words of the other articles are not known.
    """
    facts = checked.bodies.facts
    changed = {path for path, known in before.items() if facts[path].terms != known.terms}
    if not changed:
        return kept.near, kept.terms
    if tools.memory.neighbours:
        return similar_articles(checked, tools), kept.terms
    held = read_sealed(root / TERMS)
    if not isinstance(held, dict) or held["base"] != kept.base:
        return None
    again: dict[str, Mapping[str, int]] = dict(kept.terms)
    near: dict[str, Mapping[str, Sequence[str]]] = dict(kept.near)
    places = kept.paths()
    again.update({path: json.loads(facts[path].terms) for path in changed})
    for tag in {places[path][1] for path in changed}:
        terms: dict[str, Mapping[str, int]] = held["terms"][tag]
        terms |= {places[path][0]: words for path, words in again.items() if places[path][1] == tag}
        last = _last(tag, tools.cache)
        found = find_neighbours(terms, last)
        tools.cache.put_many(_NAME, {_key(tag): _dump(found)})
        near[tag] = found.nearest
    return near, again


def write_terms(root: Path, checked: Checked, base: str) -> None:
    """Leave the words of all articles for the next edit. What is known of a text is JSON already."""
    found: dict[str, list[str]] = {tag: [] for tag in checked.site.settings.tags}
    for (key, language), article in sorted(checked.site.articles.items()):
        facts = checked.bodies.facts.get(article.path)
        words = facts.terms if facts else json.dumps(related_terms(article.title, ""))
        found[language].append(f"{json.dumps(key)}:{words}")
    terms = ",".join(f"{json.dumps(tag)}:{{{','.join(each)}}}" for tag, each in found.items())
    data = f'{{"base":{json.dumps(base)},"terms":{{{terms}}}}}'
    write_sealed_json(root / TERMS, data.encode("utf-8", "surrogatepass"))


def _key(language: str) -> str:
    """One a language: what is found there is compared before it is used, whatever it was made from."""
    return content_key(str(FORMAT), engine_stamp(), language)


def _dump(found: Neighbours) -> bytes:
    values = {key: [vector, found.nearest[key]] for key, vector in found.vectors.items()}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _last(language: str, cache: Cache) -> Neighbours:
    """What the last build found, from the cache."""
    data = cache.get(_NAME, _key(language))
    held = json.loads(data) if data else {}
    nearest = {key: tuple(near) for key, (_, near) in held.items()}
    return neighbours_of(nearest, {key: vector for key, (vector, _) in held.items()})


def _terms(article: Article, checked: Checked, memory: Memory) -> Mapping[str, int]:
    facts = checked.bodies.facts.get(article.path)
    if facts is None:
        return related_terms(article.title, "")
    known = memory.terms.get(article.path)
    if known is None or known[0] != facts.terms:
        counted = {sys.intern(word): count for word, count in from_json(facts.terms).items()}
        known = facts.terms, counted
        if memory.stays:
            memory.terms[article.path] = known
    return known[1]
