"""A changelog entry: one file, one thing that shipped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


class EntryType(StrEnum):
    """What kind of change an entry tells of."""

    NEW = "new"
    IMPROVED = "improved"
    FIXED = "fixed"
    CHANGED = "changed"
    DEPRECATED = "deprecated"
    REMOVED = "removed"
    SECURITY = "security"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry in one language, as written. `key` is the file's stem without language suffix, and the default `id`.

    `date` is aware and is the moment of publication: an entry of the future is in no output until then.
    `updated` is set only by the author. `ships` names roadmap items by id, `articles` articles by id or key.
    """

    key: str
    language: str
    path: str
    title: str
    date: datetime
    type: EntryType
    body: str = ""
    body_line: int = 1
    id: str = ""
    summary: str = ""
    labels: tuple[str, ...] = ()
    ships: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    breaking: bool = False
    version: str = ""
    image: str = ""
    image_alt: str = ""
    notify: bool = True
    wave: int = 1
    draft: bool = False
    updated: datetime | None = None
    redirect_from: tuple[str, ...] = ()
    source: str = ""
    lines: tuple[tuple[str, int], ...] = ()

    @property
    def publish(self) -> date | None:
        """The day the entry becomes public."""
        return self.date.date()

    @property
    def unpublish(self) -> date | None:
        """Entries are never unpublished by date."""
        return None

    def line_of(self, field: str) -> int:
        """The file line on which a front matter key stands, 1 when it is absent."""
        return dict(self.lines).get(field, 1)
