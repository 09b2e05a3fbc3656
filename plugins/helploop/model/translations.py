"""How complete and how current each language is: what `helploop translations` reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.article import source_hash

if TYPE_CHECKING:
    from helploop.model.site import Site


@dataclass(frozen=True, slots=True)
class Coverage:
    """One language against the originals. `missing` holds keys of articles, `outdated` and `unmarked` paths of files.

    `unmarked` translations record no source, so that nobody can tell whether they are current.
    """

    language: str
    total: int
    missing: tuple[str, ...]
    outdated: tuple[str, ...]
    unmarked: tuple[str, ...]

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


def find_coverage(site: Site) -> tuple[Coverage, ...]:
    """The state of every language but the default one, in the site's order."""
    default = site.settings.default_language
    originals = {key: article for (key, language), article in sorted(site.articles.items()) if language == default}
    found = []
    for tag in site.settings.tags[1:]:
        own = {key: site.articles[key, tag] for key in originals if (key, tag) in site.articles}
        marked = {key: article for key, article in own.items() if article.source}
        outdated = [own[key].path for key in sorted(marked) if own[key].source != source_hash(originals[key])]
        unmarked = [own[key].path for key in sorted(own) if not own[key].source]
        missing = [key for key in originals if key not in own]
        found.append(Coverage(tag, len(originals), tuple(missing), tuple(outdated), tuple(unmarked)))
    return tuple(found)
