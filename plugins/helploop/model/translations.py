"""How complete and how current each language is: what `helploop translations` reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from helploop.model.article import source_hash
from helploop.model.roadmap import is_outdated

if TYPE_CHECKING:
    from helploop.model.site import Site


@dataclass(frozen=True, slots=True)
class Coverage:
    """One language against the originals. `missing` holds keys of articles, `outdated` and `unmarked` paths of files.

    A roadmap item stands in all of them as its file and id: `roadmap.de.yaml#csv-export`. `unmarked` translations
    record no source, so that nobody can tell whether they are current. `also_missing` holds the paths of titles of
    collections and release notes that readers of the language see untranslated. They count in no figure.
    """

    language: str
    total: int
    missing: tuple[str, ...]
    outdated: tuple[str, ...]
    unmarked: tuple[str, ...]
    also_missing: tuple[str, ...] = ()

    @property
    def translated(self) -> int:
        """How many originals have a translation."""
        return self.total - len(self.missing)

    @property
    def complete(self) -> float:
        """The share of originals that have a translation, in percent; 100 when there is nothing to translate."""
        return 100 * self.translated / self.total if self.total else 100.0

    @property
    def outdated_share(self) -> float:
        """The share of translations whose original has changed since, in percent."""
        return 100 * len(self.outdated) / self.translated if self.translated else 0.0


def item_name(path: str, item: str) -> str:
    """How a roadmap item is named among files.

    >>> item_name("roadmap.de.yaml", "csv-export")
    'roadmap.de.yaml#csv-export'
    """
    return f"{path}#{item}"


def find_coverage(site: Site) -> tuple[Coverage, ...]:
    """The state of every language but the default one, in the site's order: articles, then roadmap items."""
    return tuple(
        replace(_coverage(tag, _articles(site, tag) | _items(site, tag)), also_missing=_also_missing(site, tag))
        for tag in site.settings.tags[1:]
    )


@dataclass(frozen=True, slots=True)
class _State:
    """One original's translation: its name, where it is there, and whether it is marked and current."""

    path: str = ""
    is_marked: bool = False
    is_outdated: bool = False


def _coverage(tag: str, states: dict[str, _State]) -> Coverage:
    return Coverage(
        language=tag,
        total=len(states),
        missing=tuple(key for key, state in states.items() if not state.path),
        outdated=tuple(state.path for state in states.values() if state.is_marked and state.is_outdated),
        unmarked=tuple(state.path for state in states.values() if state.path and not state.is_marked),
    )


def _articles(site: Site, tag: str) -> dict[str, _State]:
    default, states = site.settings.default_language, {}
    for (key, language), article in sorted(site.articles.items()):
        own = site.articles.get((key, tag))
        if language == default:
            is_old = own is not None and own.source != source_hash(article)
            states[key] = _State(own.path, bool(own.source), is_old) if own else _State()
    return states


def _items(site: Site, tag: str) -> dict[str, _State]:
    states: dict[str, _State] = {}
    roadmap = site.roadmap
    for item in roadmap.items if roadmap else ():
        own = item.translations.get(tag)
        name = item_name(own.path if own else roadmap.path if roadmap else "", item.id)
        states[name] = _State(name, bool(own.source), is_outdated(item, tag)) if own else _State()
    return states


def _also_missing(site: Site, tag: str) -> tuple[str, ...]:
    """Titles of collections and release notes without a translation, in that order; the newest notes first."""
    default = site.settings.default_language
    collections = {key: each.path for key, each in site.collections.items()}
    notes = {key: each.path for key, each in sorted(site.entries.items(), reverse=True)}
    return tuple(
        path
        for written in (collections, notes)
        for (key, language), path in written.items()
        if language == default and path and (key, tag) not in written
    )
