"""Small whole sites for the tests of the roadmap: files on disk, read by the same readers a build uses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from helploop.model.rules import loop, roadmap
from helploop.model.rules.rule import check_rules
from helploop.outputs.links import Links
from helploop.outputs.markdown import convert
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.roadmap import RoadmapView, render_roadmap
from helploop.outputs.pages.roadmap_item import plan_roadmap_pages, render_item
from helploop.outputs.pages.theme import Theme
from helploop.outputs.roadmap_words import item_words
from helploop.sources.settings import load_settings
from helploop.sources.site import load_site
from trees import write_tree

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.body import Body
    from helploop.model.entry import Entry
    from helploop.model.roadmap import Item
    from helploop.model.site import Site

TODAY = date(2026, 11, 23)
CONFIG = """\
site_name: Acme Help
site_url: https://help.example.com/
plugins:
  - helploop/articles:
      languages: [en, de, ar]
  - helploop/search
  - helploop/changelog:
      tag_authority: help.example.com
  - helploop/roadmap
"""
ROADMAP = """\
items:
  - id: csv-export
    title: Export as CSV
    stage: building
    summary: All of it, in a table.
    body: |
      Every **row**, see [the article](articles/export.md).
    tags: [data, api]
    target: 2027-Q1
    confidence: low
    articles: [export]
    requests: {zendesk: 31, form: 9}
    links: [acme/app#12]
    reviewed: 2026-11-01
  - id: sso
    title: Single sign-on
    stage: exploring
    tags: [security]
    requests: 2
  - id: fax
    title: Fax
    stage: declined
    reason: Nobody has one.
"""
TRANSLATION = """\
stages:
  building: Im Bau
items:
  csv-export:
    title: Als CSV exportieren
    summary: Alles in einer Tabelle.
    body: |
      Jede Zeile.
"""
ENTRY = """\
---
title: CSV export is here
date: 2026-11-20
type: new
ships: [csv-export]
articles: [export]
---
Download **everything** as [a table](../articles/export.md).
"""
ARTICLE = "---\ntitle: Export your data\nsummary: As CSV.\n---\nChoose Export.\n"


def write_site(root: Path, files: dict[str, str] | None = None) -> Path:
    """A good site, with some files more or other ones."""
    good = {
        "mkdocs.yml": CONFIG,
        "roadmap.yaml": ROADMAP,
        "articles/export.md": ARTICLE,
        "docs/index.md": "# Home\n",
    }
    write_tree(root, {**good, **(files or {})})
    (root / "changelog").mkdir(exist_ok=True)
    return root


def load(root: Path, today: date = TODAY) -> Site:
    settings, problems = load_settings(root / "mkdocs.yml")
    assert settings is not None, problems
    return load_site(root, settings, today)[0]


def problems_of(site: Site) -> list[str]:
    """What the rules of the loop and the roadmap say, in full."""
    rules = (*loop.RULES, *roadmap.RULES)
    return [str(problem) for problem in check_rules(site, rules, dict(site.settings.rules))]


def entry_body(site: Site):
    def body(entry: Entry) -> Body:
        return convert(entry.body, entry.body_line, entry.path, site.settings)[0]

    return body


def item_body(site: Site):
    def body(item: Item, language: str) -> Body:
        words = item_words(item, language, site.settings.default_language, "roadmap.yaml")
        return convert(words.body, words.body_line, words.path, site.settings)[0]

    return body


def views(site: Site, language: str = "en"):
    """Every page of the roadmap by its address."""
    return dict(plan_roadmap_pages(outline_of(site, language), item_body(site), Links(site)))


def render(site: Site, language: str = "en") -> dict[str, str]:
    theme = Theme()
    return {
        address: (render_roadmap if isinstance(view, RoadmapView) else render_item)(view, theme)
        for address, view in views(site, language).items()
    }
