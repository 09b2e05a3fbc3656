"""A translation holds words; what the team decides, and whether it is public, stands in the original."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from helploop.model.language import Language
from helploop.model.settings import Settings
from helploop.sources.site import load_site

SETTINGS = Settings(site_name="A", languages=(Language("en", "English"), Language("de", "Deutsch")))
TODAY = dt.date(2026, 11, 22)


def load(project, files: dict[str, str]):
    root: Path = project(files)
    site, _ = load_site(root, SETTINGS, TODAY)
    return site


def test_order_icon_and_kind_come_from_the_original(project) -> None:
    site = load(
        project,
        {
            "articles/a/index.md": "---\ntitle: A\nicon: rocket\norder: 3\n---\n",
            "articles/a/index.de.md": "---\ntitle: Ah\n---\n",
            "articles/a/one.md": "---\ntitle: One\nid: uno\norder: 7\npromoted: true\nkind: how-to\n---\nText.\n",
            "articles/a/one.de.md": "---\ntitle: Eins\n---\nText.\n",
        },
    )
    collection, article = site.collections["a", "de"], site.articles["a/one", "de"]
    assert (collection.title, collection.icon, collection.order) == ("Ah", "rocket", 3)
    assert (article.title, article.id, article.order, article.promoted, article.kind) == (
        "Eins",
        "uno",
        7,
        True,
        "how-to",
    )


@pytest.mark.parametrize(
    "state",
    ["draft: true", "publish: 2027-01-01", "unpublish: 2026-11-22", "darft: true", "draft: yes"],
    ids=["draft", "future", "past", "typo", "doubt"],
)
def test_the_translation_of_something_that_is_not_public_is_not_public(project, state: str) -> None:
    site = load(
        project,
        {
            "articles/one.md": f"---\ntitle: One\n{state}\n---\nText.\n",
            "articles/one.de.md": "---\ntitle: Eins\n---\nText.\n",
        },
    )
    assert site.articles == {}


def test_a_draft_collection_hides_everything_below_it_in_every_language(project) -> None:
    site = load(
        project,
        {
            "articles/a/index.md": "---\ntitle: A\ndraft: true\n---\n",
            "articles/a/index.de.md": "---\ntitle: Ah\n---\n",
            "articles/a/b/one.md": "---\ntitle: One\n---\nText.\n",
            "articles/a/b/one.de.md": "---\ntitle: Eins\n---\nText.\n",
        },
    )
    assert site.articles == {}
    assert [key for key, _ in site.collections if key.startswith("a")] == []


def test_a_translation_may_start_later_and_end_earlier_than_its_original(project) -> None:
    files = {
        "articles/one.md": "---\ntitle: One\npublish: 2026-01-01\nunpublish: 2027-01-01\n---\nText.\n",
        "articles/one.de.md": "---\ntitle: Eins\npublish: 2026-12-01\n---\nText.\n",
    }
    assert set(load(project, files).articles) == {("one", "en")}
