"""The changelog's lists by year, kind and label: which entries stand on each, and which lists a page offers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.entry import EntryType, label_slug
from helploop.outputs.changelog_words import BREAKING, type_word
from helploop.outputs.pages.changelog_cards import EntryCard, part_href
from helploop.outputs.pages.labels import often_used

if TYPE_CHECKING:
    from helploop.model.entry import Entry
    from helploop.outputs.pages.outline import Outline


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: a link to the list of entries it leaves, and how many these are."""

    text: str
    href: str
    count: int
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Lists:
    """Which entries stand on which list, and the words of each list."""

    parts: dict[str, list[EntryCard]]
    words: dict[str, str]
    total: int
    often: frozenset[str]
    """The lists of the labels that most entries have."""

    def choices(self, outline: Outline, prefix: str, current: str = "") -> tuple[Choice, ...]:
        """The lists of a kind, by kind, label or year; with none of them `current`, this is the overview."""
        return tuple(
            Choice(self.words[part], part_href(outline, part), len(cards), part == current)
            for part, cards in self.parts.items()
            if group_of(part) == prefix and (cards or part == current) and self._is_offered(part, current)
        )

    def labels_left(self, current: str) -> int:
        """How many labels only the overview offers."""
        is_label = (part for part in self.parts if group_of(part) == "label")
        return sum(not self._is_offered(part, current) for part in is_label)

    def _is_offered(self, part: str, current: str) -> bool:
        return not current or part in self.often or part == current or group_of(part) != "label"


def group_of(part: str) -> str:
    """What a list is a list by."""
    if part == BREAKING:
        return "type"
    return part.partition("/")[0] if "/" in part else "year"


def lists_of(outline: Outline, entries: tuple[Entry, ...], cards: tuple[EntryCard, ...]) -> Lists:
    """All lists of a language's entries, which are given with their cards."""
    strings = outline.strings
    words: dict[str, str] = {}
    used = {entry.type for entry in entries}
    for kind in EntryType:
        if kind in used or kind is EntryType.SECURITY:
            words[f"type/{kind}"] = type_word(kind, strings)
    words[BREAKING] = strings.text("Breaking changes")
    labels = {label_slug(label): label for entry in entries for label in entry.labels}
    name = outline.site.settings.label_name
    words |= {f"label/{slug}": name(labels[slug], outline.language) for slug in sorted(labels)}
    years = sorted({entry.day.year for entry in entries}, reverse=True)
    words |= {str(year): strings.date(dt.date(year, 1, 1), "y") for year in years}
    parts: dict[str, list[EntryCard]] = {part: [] for part in words}
    for entry, card in zip(entries, cards, strict=True):
        parts[f"type/{entry.type}"].append(card)
        parts[str(entry.day.year)].append(card)
        for slug in dict.fromkeys(label_slug(label) for label in entry.labels):
            parts[f"label/{slug}"].append(card)
        if entry.breaking:
            parts[BREAKING].append(card)
    labelled = {part: len(cards) for part, cards in parts.items() if group_of(part) == "label"}
    return Lists(parts, words, len(entries), often_used(labelled))


def all_entries(outline: Outline, lists: Lists, *, is_current: bool) -> Choice:
    """The way to the overview."""
    return Choice(outline.strings.text("All"), part_href(outline), lists.total, is_current)


def years_of(outline: Outline, lists: Lists, current: str = "") -> tuple[Choice, ...]:
    """The years, where there is a choice."""
    years = lists.choices(outline, "year", current)
    return years if len(years) > 1 else ()
