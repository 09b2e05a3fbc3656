"""What a check leaves for everything that is made afterwards, and what a build works with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from helploop.pipeline.ahead import Ahead
from helploop.pipeline.memory import Memory
from helploop.pipeline.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.model.problem import Problem
    from helploop.model.site import Site
    from helploop.outputs.links import Links
    from helploop.pipeline.bodies import Bodies
    from helploop.pipeline.cache import Cache
    from helploop.pipeline.workers import Workers
    from helploop.sources.synonyms import Groups


@dataclass(frozen=True, slots=True)
class Checked:
    """A site with its converted bodies (by source path), ready to be rendered, and what is wrong with it."""

    site: Site
    bodies: Bodies
    links: Links
    problems: tuple[Problem, ...]
    synonyms: Mapping[str, Groups] = field(default_factory=dict)
    """Per language, the groups of words that find the same pages."""

    def without_texts(self) -> Checked:
        """The same without the texts of articles, of which all that is made is made from what the cache holds."""
        known = self.site.articles
        outdated = frozenset(article.path for article in known.values() if self.site.is_outdated(article))
        articles = {place: replace(article, body="") for place, article in known.items()}
        site = replace(self.site, articles=articles, outdated=outdated, mended=None)
        return replace(self, site=site, bodies=self.bodies.without_sources())


@dataclass(frozen=True, slots=True)
class Tools:
    """What a build works with: what it remembers, who does the work, and whether that is still wanted."""

    cache: Cache
    workers: Workers
    memory: Memory = field(default_factory=Memory)
    turn: Turn = field(default_factory=Turn)
    ahead: Ahead = field(default_factory=Ahead)
    """Processes that wait for work, in a build that has many texts to read."""
