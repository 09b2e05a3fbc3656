"""Files that can't be published, read on for their other mistakes, and so that what names them is not called wrong.

Everything here goes into `Site.mended`, which only checks look at.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from helploop.model.article import Article, ArticleKind
from helploop.model.collection import Collection
from helploop.model.entry import Entry, EntryType
from helploop.sources.article import WrittenArticle, WrittenCollection, about_slug, lines_of
from helploop.sources.entry import WrittenEntry, WrittenTranslation, entry_place, with_file_date
from helploop.sources.front_matter import SourceText, mend_front_matter
from helploop.sources.text import mend_text
from helploop.sources.tree import load_tree
from helploop.sources.validate import salvage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from helploop.model.problem import Problem
    from helploop.model.settings import Settings
    from helploop.sources.article import Place
    from helploop.sources.entry import EntryPlace
    from helploop.sources.validate import Written


def mend_article(text: str, place: Place) -> tuple[Article, list[Problem]]:
    """What is good of an article, and what is wrong with it besides its first mistake."""
    source, problems = mend_front_matter(text, place.path)
    values, found = _good_values(source, WrittenArticle, place)
    kind = values.pop("kind", None)
    article = Article(kind=ArticleKind(kind) if kind else None, **_where(source, place), **values)
    return article, [*problems, *(about_slug(problem, source, place) for problem in found)]


def mend_collection(text: str, place: Place) -> tuple[Collection, list[Problem]]:
    """The same for a folder's `index.md`."""
    source, problems = mend_front_matter(text, place.path)
    values, found = _good_values(source, WrittenCollection, place)
    return Collection(**_where(source, place), **values), [*problems, *found]


def _good_values(source: SourceText, model: type[Written], place: Place) -> tuple[dict[str, Any], list[Problem]]:
    """The values that can be used; a title is always there."""
    written, problems = salvage(source.document, model, place.path, instead={}) if source.document else (None, [])
    values = written.model_dump(exclude={"notes"}) if written else {}
    if source.document and "draft" not in source.document.value:  # misspelled: a draft's text would not be checked
        values.pop("draft", None)
    return values | {"title": str(values.get("title") or place.key.rpartition("/")[2] or "?")}, problems


def _where(source: SourceText, place: Place | EntryPlace) -> dict[str, Any]:
    values = {"key": place.key, "language": place.language, "path": place.path}
    return values | {"body": source.body, "body_line": source.body_line, "lines": lines_of(source.document)}


def mend_entry(text: str, place: EntryPlace, settings: Settings, today: dt.date) -> tuple[Entry, list[Problem]]:
    """The same for an entry; one without a usable date is of today."""
    source, problems = mend_front_matter(text, place.path)
    model = WrittenEntry if place.language == settings.default_language else WrittenTranslation
    written: WrittenTranslation | None = None
    found: list[Problem] = []
    if source.document:
        instead = {"title": place.key, "date": str(today), "type": "new"}
        written, found = salvage(source.document, model, place.path, instead=instead)
    values: dict[str, Any] = written.model_dump(exclude={"notes"}) if written else {"title": place.key}
    if any("`date`" in problem.message for problem in found):
        values["updated"] = None  # nobody knows which of the two is the later one
    values["date"] = values.get("date") or dt.datetime.combine(today, dt.time(), dt.UTC)
    values["type"] = EntryType(values.get("type") or "new")
    return Entry(**_where(source, place), **values), [*problems, *(with_file_date(problem, place) for problem in found)]


def mend_entries(
    root: Path, settings: Settings, entries: Iterable[Entry], today: dt.date
) -> tuple[dict[tuple[str, str], Entry], list[Problem]]:
    """All entries of a project that can't be published. `entries` are those that can."""
    assert settings.changelog is not None
    known = {(entry.key, entry.language) for entry in entries}
    mended: dict[tuple[str, str], Entry] = {}
    problems: list[Problem] = []
    for path in load_tree(root, settings.changelog.dir).pages:
        place, _ = entry_place(path, settings)
        if place is not None and (place.key, place.language) not in known:
            entry, found = mend_entry(mend_text(root / path), place, settings, today)
            mended[place.key, place.language] = entry
            problems.extend(found)
    return mended, problems
