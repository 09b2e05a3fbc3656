"""What search knows of a page: the fields that are counted and the words that are shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helploop.model.body import Section


class DocumentKind(StrEnum):
    """What a hit leads to. Articles and the texts of collections rank first; the others answer when neither does."""

    ARTICLE = "article"
    COLLECTION = "collection"
    ENTRY = "entry"
    ITEM = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One page to be found.

    `url` is relative to the site's root (`de/articles/billing/export-data/`). `language` is the language of the text,
    which differs from the index's language for a page shown untranslated. `sections` are the body cut at headings.
    `stage` is the display name of a roadmap item's stage, and empty for everything else.
    """

    id: str
    url: str
    title: str
    language: str
    kind: DocumentKind = DocumentKind.ARTICLE
    summary: str = ""
    keywords: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    collection: str = ""
    stage: str = ""
