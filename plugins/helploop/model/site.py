"""The one aggregate every output reads: everything public, in every language, on one day."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from helploop.model.article import source_hash
from helploop.model.history import History

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from helploop.model.article import Article
    from helploop.model.collection import Collection
    from helploop.model.entry import Entry
    from helploop.model.roadmap import Roadmap
    from helploop.model.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Site:
    """What is public on `today`, and (in `hidden_articles`) what is not, for checks of links only.

    Articles, collections and entries are keyed by (key, language tag). Only what was written is here: the text shown
    where a translation is missing is found with `article()`, `collection()` and `entry()`.
    """

    settings: Settings
    today: date
    articles: Mapping[tuple[str, str], Article] = field(default_factory=dict)
    collections: Mapping[tuple[str, str], Collection] = field(default_factory=dict)
    entries: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    roadmap: Roadmap | None = None
    history: History = field(default_factory=History)
    hidden_articles: Mapping[tuple[str, str], Article] = field(default_factory=dict)
    hidden_entries: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    hidden_items: tuple[str, ...] = ()
    hidden_titles: tuple[tuple[str, str], ...] = ()
    """Titles of hidden collections and items, each with the path of its source: for the audit only."""
    announced: tuple[str, ...] = ()
    """The ids of entries people have been told about, as the witness beside the changelog lists them."""
    pages: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The site pages in `docs/`, by (key, language): the source path of each."""
    mended: Site | None = None
    """The site as it would be without its mistakes, when it has some: for checks, never for an output."""
    docs_files: frozenset[str] = frozenset()
    """The files the host copies from `docs/`, relative to it."""
    files: frozenset[str] = frozenset()
    """Every file of the content folders that may be linked or copied (images, downloads), relative to the project."""
    uncopied: frozenset[str] = frozenset()
    """Files that stand there and are not published, because of their names."""
    image_sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Width and height in pixels of those files that are pictures and say so."""
    outdated: frozenset[str] | None = None
    """The paths of translated articles whose originals have changed since, where the texts are not at hand."""

    def article(self, key: str, language: str) -> Article | None:
        """The article in this language, or in the default one where no translation exists."""
        return self.articles.get((key, language)) or self.articles.get((key, self.settings.default_language))

    def collection(self, key: str, language: str) -> Collection | None:
        """The collection in this language, or in the default one."""
        return self.collections.get((key, language)) or self.collections.get((key, self.settings.default_language))

    def entry(self, key: str, language: str) -> Entry | None:
        """The entry in this language, or in the default one."""
        return self.entries.get((key, language)) or self.entries.get((key, self.settings.default_language))

    def is_outdated(self, article: Article) -> bool:
        """Whether an article is a translation whose original has changed since it was made."""
        if self.outdated is not None:
            return article.path in self.outdated
        default = self.settings.default_language
        if not article.source or article.language == default or (article.key, default) not in self.articles:
            return False
        if article.key not in self._hashes:
            self._hashes[article.key] = source_hash(self.articles[article.key, default])
        return article.source != self._hashes[article.key]

    @cached_property
    def _hashes(self) -> dict[str, str]:
        """An original is hashed once, not once per translation."""
        return {}

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Where the text of a former path is now, for every path git knows of."""
        found: dict[str, str] = {}
        for thing in self.texts:
            past = self.history.of(thing.path)
            for former in past.former if past else ():
                found.setdefault(former, thing.path)
        return found

    @property
    def texts(self) -> tuple[Article | Collection | Entry, ...]:
        """Everything public that stands in a Markdown file, in every language."""
        return (*self.articles.values(), *self.collections.values(), *self.entries.values())

    @cached_property
    def article_keys(self) -> tuple[str, ...]:
        """The keys of all articles, in any language, sorted."""
        return tuple(sorted({key for key, _ in self.articles}))

    @cached_property
    def collection_keys(self) -> tuple[str, ...]:
        """The keys of all collections, sorted; the top (an empty key) is always there."""
        return tuple(sorted({"", *(key for key, _ in self.collections)}))

    @cached_property
    def entry_keys(self) -> tuple[str, ...]:
        """The keys of all public entries, the newest first."""
        dated: dict[str, tuple[datetime, list[str]]] = {}
        for (key, _), entry in self.entries.items():
            # On one day `1.10` is newer than `1.9`: digits are padded for comparison.
            dated.setdefault(key, (entry.date, [part.zfill(12) for part in re.split(r"(\d+)", key)]))
        return tuple(sorted(dated, key=lambda key: dated[key], reverse=True))

    @cached_property
    def articles_by_id(self) -> Mapping[str, str]:
        """An article's key by its permanent id; a key that is nobody's id names its own article too."""
        by_key = {key: key for key, _ in self.articles}
        return by_key | {article.id: article.key for article in self.articles.values() if article.id}
