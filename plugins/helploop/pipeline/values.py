"""Values of the model as JSON and back: data, never code, so that what is kept may come from another machine."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from helploop.model.article import Article, ArticleKind
from helploop.model.collection import Collection
from helploop.model.entry import Entry, EntryType
from helploop.model.history import FileHistory, History
from helploop.model.language import Language
from helploop.model.roadmap import Confidence, Item, ItemTranslation, Roadmap, Stage
from helploop.model.roadmap_history import Change, ChangeKind, LastSeen, RoadmapHistory
from helploop.model.settings import ChangelogSettings, RoadmapSettings, SearchSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

_CLASSES: dict[str, Any] = {
    each.__name__: each
    for each in (
        *(Article, Collection, Entry, FileHistory, History, Language, Item, ItemTranslation, Roadmap, Stage),
        *(Change, LastSeen, RoadmapHistory, ChangelogSettings, RoadmapSettings, SearchSettings, Settings),
    )
}
_ENUMS: dict[str, type[Enum]] = {each.__name__: each for each in (ArticleKind, EntryType, Confidence, ChangeKind)}
_FIELDS = {name: tuple(field.name for field in fields(each)) for name, each in _CLASSES.items()}


def dump_value(value: Any) -> Any:
    """A value as lists and plain values."""
    if isinstance(value, Enum):
        return [type(value).__name__, value.value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, dt.datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, dt.date):
        return ["date", value.isoformat()]
    if isinstance(value, tuple):
        return ["tuple", *map(dump_value, value)]
    if isinstance(value, frozenset):
        return ["frozenset", *map(dump_value, sorted(value))]
    if is_dataclass(value):
        name = type(value).__name__
        return [name, *(dump_value(getattr(value, each)) for each in _FIELDS[name])]
    return ["dict", *([dump_value(key), dump_value(each)] for key, each in value.items())]


def read_value(written: Any) -> Any:
    """The value again."""
    if not isinstance(written, list):
        return written
    name, *rest = written
    if name in _CLASSES:
        return _CLASSES[name](**dict(zip(_FIELDS[name], map(read_value, rest), strict=True)))
    return _ENUMS[name](*rest) if name in _ENUMS else _PLAIN[name](rest)


_PLAIN: dict[str, Callable[[list[Any]], Any]] = {
    "tuple": lambda rest: tuple(map(read_value, rest)),
    "frozenset": lambda rest: frozenset(map(read_value, rest)),
    "dict": lambda rest: {read_value(key): read_value(each) for key, each in rest},
    "date": lambda rest: dt.date.fromisoformat(rest[0]),
    "datetime": lambda rest: dt.datetime.fromisoformat(rest[0]),
}
