"""What search is measured on: documents of one language and queries, each with the pages that are right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from helploop.model.search_document import SearchDocument


class Query(NamedTuple):
    text: str
    relevant: frozenset[str]
    kind: str


class Corpus(NamedTuple):
    name: str
    language: str
    documents: tuple[SearchDocument, ...]
    queries: tuple[Query, ...]
