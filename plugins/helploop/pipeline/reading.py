"""A project's files read, on all cores where they are many: the first step of a check.

What only later steps need is not imported here, so that it can be loaded while other processes read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from helploop.pipeline.parsed import NOTHING_ELSE, ParsedPages
from helploop.sources.site import load_site

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from helploop.model.problem import Problem
    from helploop.model.settings import Settings
    from helploop.model.site import Site
    from helploop.pipeline.checked import Tools
    from helploop.pipeline.parsed import Besides


class Read(NamedTuple):
    """A site as its files say, and what is wrong in them."""

    site: Site
    problems: tuple[Problem, ...]


def read_site(root: Path, settings: Settings, today: date, tools: Tools, besides: Besides = NOTHING_ELSE) -> Read:
    """Read a project."""
    pages = ParsedPages(tools.memory, tools.cache, tools.workers, besides)
    found = Read(*load_site(root, settings, today, pages))
    pages.close()
    return found
