"""A label is written once and read in every language: whole small sites, their pages and their feeds."""

from __future__ import annotations

import html
import json

import feedparser
import pytest

from built import BuiltSite, build
from trees import write_tree

CONFIG = """\
site_name: Acme
site_url: https://help.example.com/
theme:
  name: helploop
plugins:
  - helploop/articles:
      languages: [en, de]
      label_names:
        Help Center: {de: Hilfe <Mitte>}
        api: {en: "  The   API "}
  - helploop/changelog:
      tag_authority: example.com
  - helploop/roadmap
"""
FILES = {
    "mkdocs.yml": CONFIG,
    "articles/a.md": "---\ntitle: A\n---\nText.\n",
    "changelog/2026-11-01-one.md": "---\ntitle: One\ndate: 2026-11-01\ntype: new\nlabels: [help center, api, other]\n---\nText.\n",
    "roadmap.yaml": "items:\n  - id: csv\n    title: CSV\n    stage: planned\n    reviewed: 2026-11-20\n    tags: [help center, other]\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> BuiltSite:
    root = tmp_path_factory.mktemp("labels")
    write_tree(root, FILES)
    code, printed = build(root, root / "site")
    assert code == 0, printed
    return BuiltSite(root / "site")


@pytest.mark.parametrize(
    ("language", "shown", "hidden"),
    [("", ["help center", "The API", "other"], "Hilfe"), ("de/", ["Hilfe <Mitte>", "api", "other"], "help center")],
)
def test_pages_show_the_name_of_the_language_at_the_same_address(site, language, shown, hidden) -> None:
    for address in ("changelog/", "changelog/2026-11-01-one/", "changelog/label/help-center/"):
        page = site.page(f"{language}{address}")
        assert [name for name in shown if name not in page.text] == []
        assert hidden not in page.text
    assert shown[0] in site.page(f"{language}roadmap/").text
    assert f"Roadmap: {shown[0]}" in site.page(f"{language}roadmap/tag/help-center/").text


@pytest.mark.parametrize(("language", "name"), [("", "help center"), ("de/", "Hilfe <Mitte>")])
def test_feeds_name_it_alike_and_their_terms_stay(site, language: str, name: str) -> None:
    for part in ("changelog/label", "roadmap/tag"):
        feed = feedparser.parse(site.files[f"{language}{part}/help-center/atom.xml"])
        assert html.unescape(feed.feed.title).endswith(f"({name})")
    entry = feedparser.parse(site.files[f"{language}changelog/atom.xml"]).entries[0]
    assert {each.term: each.label for each in entry.tags}["help-center"] == name


@pytest.mark.parametrize(("language", "name"), [("", "help center"), ("de/", "Hilfe <Mitte>")])
def test_the_api_keeps_the_word_and_tells_its_name(site, language: str, name: str) -> None:
    entry = json.loads(site.files[f"api/v1/{language or 'en/'}changelog.json"])["items"][0]
    item = json.loads(site.files[f"api/v1/{language or 'en/'}roadmap.json"])["items"][0]
    assert (entry["labels"], entry["label_names"][::2]) == (["help center", "api", "other"], [name, "other"])
    assert (item["tags"], item["tag_names"]) == (["help center", "other"], [name, "other"])
