"""The waiting messages of earlier runs, held against what the site and the requests say now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helploop.notify.notice import entry_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from helploop.model.entry import Entry
    from helploop.notify.asked import Person
    from helploop.notify.notice import OpenNotice


class Reopened:
    """Which of them go on, which have another entry now, which wait on and which are given up."""

    def __init__(
        self,
        entries: Iterable[Entry],
        names: Mapping[str, str],
        people: Iterable[Person],
        language: Callable[[Entry, str], str],
    ) -> None:
        self._names, self._language = names, language
        self._refusals = {(one.token, asked.item) for one in people for asked in one.asked if asked.consent is False}
        self._by_id = {entry_id(entry): entry for entry in entries if entry.notify}
        self._by_item = {item: entry for entry in self._by_id.values() for item in self._ships(entry)}
        self.waiting: list[OpenNotice] = []
        self.moved: list[tuple[int, str]] = []
        self.stranded: list[OpenNotice] = []
        self.withdrawn: list[OpenNotice] = []

    def _ships(self, entry: Entry) -> set[str]:
        return {self._names.get(item, item) for item in entry.ships}

    def judge(self, notice: OpenNotice) -> None:
        """Whether it goes on, with its own entry or with another one that ships the same by now."""
        items = [self._names.get(item, item) for item in notice.items]
        own = self._by_id.get(notice.entry)
        if own is not None and not self._ships(own).intersection(items):
            own = None
        entry = own or next((self._by_item[item] for item in items if item in self._by_item), None)
        if all((notice.token, item) in self._refusals for item in items):
            self.withdrawn.append(notice)
        elif entry is None:
            self.stranded.append(notice)
        else:
            language = self._language(entry, notice.language)
            self.waiting.append(replace(notice, entry=entry_id(entry), entry_key=entry.key, language=language))
            if own is None:
                self.moved.append((notice.id, entry_id(entry)))
