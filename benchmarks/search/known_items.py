"""Queries whose right answers are known: words of one section, and what people make of them while they type.

Every choice comes from one seed. `words` are two or three telling words of a section that at most three pages hold; all
of these pages are right. From each come `prefix` (the last word cut to 60 %), `typo` (one slip in the longest word, in
its first letter too), `variant` (another word of the site that begins like it and stands on none of the right pages) and
`noaccent`. `title` is what a page is called.
"""

from __future__ import annotations

import json
import math
import random
import subprocess
import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import regex

from benchmarks.search.sets import Query
from helploop.model.body import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from helploop.model.search_document import SearchDocument

MOST = 60
MOST_RIGHT = 3
SHORTEST = 4
WORD = regex.compile(r"[\p{L}\p{M}]{2,}")
UNSPACED = regex.compile(r"[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]")
SEGMENT = """
const cut = new Intl.Segmenter("ja", { granularity: "word" });
const spaced = (text) => [...cut.segment(text)].map(({ segment }) => segment).join(" ");
process.stdout.write(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map((parts) => parts.map(spaced))));
"""
KOREAN = regex.compile(r"\p{sc=Hangul}")


class _Site(NamedTuple):
    pages: Mapping[str, frozenset[str]]
    holders: Mapping[str, frozenset[str]]
    vocabulary: Sequence[str]


def known_items(documents: Sequence[SearchDocument], seed: int, most: int = MOST) -> Iterator[Query]:
    """The queries of one corpus, kind by kind, up to `most` of each."""
    dice = random.Random(seed)
    titles = defaultdict(set)
    for document in documents:
        titles[document.title.lower()].add(document.id)
    for title in dice.sample(sorted(titles), min(most, len(titles))):
        if len(titles[title]) <= MOST_RIGHT:
            yield Query(title, frozenset(titles[title]), "title")
    documents = _spaced(documents)
    site = _read(documents)
    for words, right in _sections(documents, site, dice, most):
        yield Query(" ".join(words), right, "words")
        for kind, changed in _changed(words, right, site, dice):
            yield Query(" ".join(changed), right, kind)


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(unicodedata.normalize("NFC", text))]


def _spaced(documents: Sequence[SearchDocument]) -> Sequence[SearchDocument]:
    """Documents with spaces between the words that node's ICU finds in scripts written without."""
    texts = [
        [document.title, *(part for s in document.sections for part in (s.heading, s.text))] for document in documents
    ]
    if not any(UNSPACED.search(text) for parts in texts for text in parts):
        return documents
    done = subprocess.run(
        ["node", "-e", SEGMENT], input=json.dumps(texts), capture_output=True, encoding="utf-8", check=True
    )
    return [_with(document, *parts) for document, parts in zip(documents, json.loads(done.stdout), strict=True)]


def _with(document: SearchDocument, title: str, *rest: str) -> SearchDocument:
    pairs = zip(document.sections, rest[::2], rest[1::2], strict=True)
    sections = tuple(Section(section.anchor, heading, text) for section, heading, text in pairs)
    return replace(document, title=title, sections=sections)


def _is_long(word: str) -> bool:
    return len(word) >= (2 if UNSPACED.match(word) or KOREAN.match(word) else SHORTEST)


def _read(documents: Sequence[SearchDocument]) -> _Site:
    pages, holders = {}, defaultdict(set)
    for document in documents:
        sections = [word for section in document.sections for word in _words(f"{section.heading}\n{section.text}")]
        pages[document.id] = frozenset((*_words(document.title), *sections))
        for word in pages[document.id]:
            holders[word].add(document.id)
    return _Site(pages, {word: frozenset(ids) for word, ids in holders.items()}, sorted(holders))


def _sections(
    documents: Sequence[SearchDocument], site: _Site, dice: random.Random, most: int
) -> Iterator[tuple[list[str], frozenset[str]]]:
    sections = [section for document in documents for section in document.sections]
    made = 0
    for section in dice.sample(sections, len(sections)):
        counts = Counter(word for word in _words(f"{section.heading}\n{section.text}") if _is_long(word))
        rank = {w: n * math.log(len(documents) / len(site.holders[w])) for w, n in counts.items()}
        telling = [word for word in sorted(rank, key=lambda w: -rank[w])[:10] if rank[word] > 0]
        if len(telling) < 3:
            continue
        words = dice.sample(telling, dice.choice((2, 2, 3)))
        right = frozenset.intersection(*(site.holders[word] for word in words))
        if len(right) <= MOST_RIGHT:
            yield words, right
            made += 1
        if made == most:
            return


def _changed(
    words: list[str], right: frozenset[str], site: _Site, dice: random.Random
) -> Iterator[tuple[str, list[str]]]:
    yield "prefix", [*words[:-1], words[-1][: max(1, round(0.6 * len(words[-1])))]]
    at = max(range(len(words)), key=lambda number: len(words[number]))
    longest = words[at]
    if any(UNSPACED.search(word) or KOREAN.search(word) for word in words):
        return
    slip = _slip(longest, dice)
    yield "typo", [*words[:at], slip, *words[at + 1 :]]
    place, others = _forms(words, right, site, dice)
    if others:
        yield "variant", [*words[:place], dice.choice(others), *words[place + 1 :]]
    bare = [_bare(word) for word in words]
    if bare != words and not UNSPACED.search(longest) and regex.match(r"\p{sc=Latin}", longest):
        yield "noaccent", bare


def _slip(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) - 1)
    if dice.random() < 0.5:
        return word[:at] + word[at + 1 :]
    while word[at] == word[at + 1]:
        at = dice.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _forms(words: list[str], right: frozenset[str], site: _Site, dice: random.Random) -> tuple[int, list[str]]:
    """The place of a word and other words of the site that begin like it, on none of the right pages."""
    for place in dice.sample(range(len(words)), len(words)):
        start = words[place][: max(SHORTEST, math.ceil(0.7 * len(words[place])))]
        found = [other for other in site.vocabulary if other.startswith(start) and other != words[place]]
        absent = [other for other in found if len(other) >= SHORTEST and not site.holders[other] & right]
        near = [other for other in absent if len(other) <= len(words[place]) + 4]
        if near:
            return place, near
    return 0, []


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
