"""A changelog entry: one file, one thing that shipped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING

from helploop.model.article import text_hash
from helploop.model.slug import slugify

if TYPE_CHECKING:
    import datetime as dt

    from helploop.model.history import History


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
    """One entry in one language, as written. `key` is the file's stem without suffix, and the default `id`.

    `date` is aware and is the moment of publication: an entry of the future is in no output until then;
    `has_time` says that the author gave a time. `display_date` is the day people read, where it is another
    one. `updated` is set only by the author. `ships` names roadmap items by id, `articles` articles by id or
    key. A translation has the facts of its original: only its words are its own.
    """

    key: str
    language: str
    path: str
    title: str
    date: dt.datetime
    type: EntryType
    has_time: bool = False
    display_date: dt.date | None = None
    body: str = ""
    body_line: int = 1
    id: str = ""
    summary: str = ""
    labels: tuple[str, ...] = ()
    ships: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    breaking: bool = False
    version: str = ""
    author: str = ""
    image: str = ""
    image_alt: str = ""
    notify: bool = True
    wave: int = 1
    draft: bool = False
    updated: dt.datetime | None = None
    redirect_from: tuple[str, ...] = ()
    source: str = ""
    lines: tuple[tuple[str, int], ...] = ()

    @property
    def publish(self) -> dt.date | None:
        """The day the entry becomes public, in UTC like the day of a build."""
        return self.date.astimezone(UTC).date()

    @property
    def day(self) -> dt.date:
        """The day people read: the author's own, in the author's zone."""
        return self.display_date or self.date.date()

    @property
    def unpublish(self) -> dt.date | None:
        """Entries are never unpublished by date."""
        return None

    def line_of(self, field: str) -> int:
        """The file line on which a front matter key stands, 1 when it is absent."""
        return dict(self.lines).get(field, 1)


def label_slug(label: str) -> str:
    """A label as it stands in addresses: `C# & .NET` -> `c-net`. Empty when nothing of it can."""
    return slugify(label)


_DEVICE = re.compile(r"^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$", re.IGNORECASE)


def is_label(label: str) -> bool:
    """Whether a label can stand in an address and in a file's name."""
    is_part = bool(label_slug(label)) and not any(sign in label for sign in ("/", "\\", ".."))
    return is_part and is_name(label_slug(label))


def is_device(name: str) -> bool:
    """Whether Windows takes a name for a device."""
    return _DEVICE.match(name) is not None


def is_name(slug: str) -> bool:
    """Whether every computer can have a folder of this name."""
    return not _DEVICE.match(slug) and len(slug) <= 80 and len(slug.encode("utf-8", "replace")) <= 200


def is_id(written: str) -> bool:
    """Whether an id is one word, that can stand in addresses, headers and ledgers."""
    return re.fullmatch(r"[\w][\w.~-]{0,199}", written) is not None


def permanent_id(entry: Entry, history: History) -> str:
    """An entry's id for ever: its author's, else the first name git knows its file by, else its key."""
    if entry.id:
        return entry.id
    past = history.of(entry.path)
    if past is None or not past.former:
        return entry.key
    first = past.former[-1].rpartition("/")[2].removesuffix(".md")
    return first.removesuffix(f".{entry.language}")


def entry_hash(entry: Entry) -> str:
    """The hash of everything a translator translates, which a translation records in `source`."""
    body = "\n".join(line.rstrip() for line in entry.body.strip().splitlines())
    return text_hash(f"{entry.title}\n{entry.summary}\n{body}")
