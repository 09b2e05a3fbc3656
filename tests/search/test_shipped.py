"""The index read back from its files is the index that was written, and finds what the reference finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helploop.model.body import Section
from helploop.model.search_document import DocumentKind, SearchDocument
from helploop.search.analysis import analyse
from helploop.search.index import build
from helploop.search.ranking import rank
from helploop.search.reference import Reference
from helploop.search.shipped import ShippedIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = [
    "invoice",
    "refund",
    "Rechnung",
    "Größe",
    "running",
    "runs",
    "ran",
    "café",
    "cafe",
    "export-data",
    "3.11",
    "C#",
    "日本語",
    "索引",
    "تصدير",
    "البيانات",
    "ภาษาไทย",
    "💡",
]


def documents(count: int) -> list[SearchDocument]:
    """Pages whose words come round at different rates, so that every word is on another set of pages."""
    found = []
    for number in range(count):
        words = [word for step, word in enumerate(WORDS, 2) if number % step == 0]
        text = " ".join([*words, f"page{number}", "filler " * (number % 40)])
        kind = (DocumentKind.ARTICLE, DocumentKind.ITEM, DocumentKind.ENTRY)[number % 3]
        language = "en" if number % 7 else "de"
        section = Section("part", f"Part {number}", text)
        title = f"Title {WORDS[number % len(WORDS)]} {number}"
        url = f"p/{number}/"
        found.append(
            SearchDocument(id=f"d{number}", url=url, title=title, language=language, kind=kind, sections=(section,))
        )
    return found


def pair(count: int, language: str) -> tuple[Reference, ShippedIndex]:
    analyses = [analyse(document, language) for document in documents(count)]
    files: Mapping[str, bytes] = build(analyses, language)
    return Reference(analyses, language), ShippedIndex(files.__getitem__)


@pytest.mark.parametrize("count", [1, 60, 1700])
def test_every_word_and_its_pages_come_back(count: int) -> None:
    reference, shipped = pair(count, "en")
    listed = {key: (list(found), total) for key, (found, total) in reference.pruned.items()}
    assert {key: (list(found), total) for key, (found, total) in shipped.pruned.items()} == listed


@pytest.mark.parametrize(
    "query", ["invoice", "runing", "grösse der rechnung", "日本語", "تصدير", "page12", "refund exp", "nothing"]
)
def test_a_query_finds_the_same_in_the_same_order(query: str) -> None:
    reference, shipped = pair(300, "en")
    ours = [(hit.url, hit.section, pytest.approx(hit.score)) for hit in rank(reference, query)[1]]
    assert [(hit.url, hit.section, hit.score) for hit in rank(shipped, query)[1]] == ours


def test_an_index_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format 1, this version reads 13"):
        ShippedIndex({"index.json": b'{"format": 1}'}.__getitem__)


def test_an_empty_index_finds_nothing() -> None:
    assert rank(ShippedIndex(build([], "en").__getitem__), "anything")[1] == []
