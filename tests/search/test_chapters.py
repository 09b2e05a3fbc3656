"""A page far longer than others, such as a whole manual: found by its right section, shown once, and cheap to show."""

from __future__ import annotations

import json
from random import Random

import pytest

from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.search.analysis import analyse
from helploop.search.chapters import CHAPTER
from helploop.search.index import build, index_files
from helploop.search.parts import text_parts
from helploop.search.ranking import rank
from helploop.search.reference import Reference
from helploop.search.shipped import ShippedIndex
from search.node import needs_node, run_client

ASK = """
const search = await client.open("/", "en", { get: async (path) => data.files[path.split("?")[0]] });
const found = [];
for (const query of data.queries) found.push(await search.query(query));
return found;
"""
WORDS = "invoice payment account export refund webhook report member team plan price limit colour layout".split()


def text(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count))


def manual(sections: int = 120) -> SearchDocument:
    """One page with a word of its own in each section."""
    random = Random(4)
    own = [Section(f"s{n}", f"Chapter {n}", f"{text(random, 90)} only{n} {text(random, 90)}") for n in range(sections)]
    return SearchDocument(id="manual", url="manual/", title="Reference manual", language="en", sections=tuple(own))


def pages() -> list[SearchDocument]:
    random = Random(5)
    short = [
        SearchDocument(
            id=f"p{n}", url=f"p{n}/", title=f"Page {n}", language="en",
            sections=(Section("a", "About", f"{text(random, 60)} reference"),),
        )
        for n in range(20)
    ]  # fmt: skip
    return [manual(), *short]


def test_a_long_page_has_chapters_and_small_texts() -> None:
    parts = text_parts(manual())
    assert len(parts) > 2 * CHAPTER
    assert max(map(len, parts)) < 2000
    header = json.loads(index_files(pages(), "en")["index.json"])
    ((first, factor, kind), (further, *same, page, size)) = header["runs"]
    assert (first, factor, kind) == (0, 1.0, "article") == (0, *same)
    assert page < further
    count = -(-len(parts) // size)
    assert size <= CHAPTER < len(parts) / (count - 1)
    assert header["documents"] == 20 + count


def test_a_page_that_is_only_slightly_too_long_stays_one_document() -> None:
    slightly = manual(CHAPTER)
    assert CHAPTER * 1200 < sum(len(section.text) for section in slightly.sections) < CHAPTER * 1800
    assert len(text_parts(slightly)) <= CHAPTER
    assert json.loads(index_files([slightly], "en")["index.json"])["documents"] == 1


@needs_node
def test_a_long_page_is_found_once_by_the_section_that_answers(tmp_path) -> None:
    files = {f"/search/en/{path}": content.decode() for path, content in index_files(pages(), "en").items()}
    sections = [0, 29, 31, 60, 99, 119]
    queries = ["reference manual", "refund webhook", *(f"only{n} payment" for n in sections)]
    by_title, by_words, *by_section = run_client(tmp_path, ASK, {"files": files, "queries": queries})
    assert by_title[0]["title"] == "Reference manual"
    for found in (by_title, by_words):
        urls = [hit["url"].partition("#")[0] for hit in found]
        assert len(urls) == len(set(urls)) == 10
    for number, (first, *_) in zip(sections, by_section, strict=True):
        assert (first["url"], first["section"]) == (f"/manual/#s{number}", f"Chapter {number}")


@pytest.mark.parametrize("query", ["reference manual", "refund webhook", "only60", "only99 payment", "onyl99"])
def test_what_is_read_back_from_the_files_finds_the_same(query: str) -> None:
    analyses = [analyse(page, "en") for page in pages()]
    ours = rank(Reference(analyses, "en"), query)[1]
    shipped = rank(ShippedIndex(build(analyses, "en").__getitem__), query)[1]
    assert [(hit.url, hit.section, pytest.approx(hit.score)) for hit in ours] == [
        (hit.url, hit.section, hit.score) for hit in shipped
    ]


def test_a_heading_that_never_ends_is_found_and_makes_no_text_large() -> None:
    endless = Section("s", " ".join(f"word{n}" for n in range(9000)), text(Random(6), 2000))
    page = SearchDocument(id="p", url="p/", title="Page", language="en", sections=(endless,))
    assert max(map(len, text_parts(page))) < 2000
    (hit,) = rank(Reference([analyse(page, "en")], "en"), "word8999")[1]
    assert hit.url == "p/"
