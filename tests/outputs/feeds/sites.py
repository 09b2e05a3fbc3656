"""A whole project on disk to its feeds, as a build makes them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from helploop.outputs.changelog import plan_feeds
from helploop.outputs.links import Links
from helploop.outputs.markdown import convert
from helploop.sources.settings import load_settings
from helploop.sources.site import load_site

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.body import Body
    from helploop.model.entry import Entry
    from helploop.model.feed import Feed
    from helploop.model.settings import Settings
    from helploop.model.site import Site

TODAY = dt.date(2026, 12, 1)

CONFIG = """site_name: Example
site_url: https://help.example.com/
plugins:
  - helploop/articles:
      languages: [en, de]
  - helploop/changelog:
      tag_authority: example.com
"""


def write_project(root: Path, entries: dict[str, str], config: str = CONFIG) -> Path:
    """A project with these changelog files."""
    (root / "changelog").mkdir(parents=True, exist_ok=True)
    (root / "articles").mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text(config, "utf-8")
    for name, text in entries.items():
        (root / "changelog" / name).write_text(text, "utf-8")
    return root


def entry_text(
    title: str = "A", date: str = "2026-11-20", kind: str = "new", body: str = "Text.", more: str = ""
) -> str:
    """An entry's file."""
    return f"---\ntitle: {title}\ndate: {date}\ntype: {kind}\n{more}---\n{body}\n"


def site_of(root: Path, today: dt.date = TODAY) -> Site:
    """The project's site; its settings have no errors."""
    settings, problems = load_settings(root / "mkdocs.yml")
    assert settings is not None, problems
    return load_site(root, settings, today)[0]


@lru_cache(maxsize=256)
def _converted(text: str, path: str, settings: Settings) -> Body:
    """A body is converted once: the nasty entry of 600 KB takes seconds."""
    return convert(text, 1, path, settings)[0]


def feeds_of(site: Site) -> tuple[Feed, ...]:
    """Every feed of the changelog."""

    def body(entry: Entry) -> Body:
        return _converted(entry.body, entry.path, site.settings)

    return plan_feeds(site, body, Links(site))


def feed_at(site: Site, folder: str) -> Feed:
    """The feed in a folder."""
    return next(feed for feed in feeds_of(site) if feed.folder == folder)
