"""`helploop search` answers as the search box does, similar words included."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from helploop.cli.search import search

if TYPE_CHECKING:
    from pathlib import Path

SITE = {
    "mkdocs.yml": "site_name: S\nsite_url: https://s.example/\nplugins:\n  - helploop/articles:\n      languages: [en]\n  - helploop/search\n",
    "articles/index.md": "---\ntitle: Welcome\n---\nWe are a bakery for spreadsheets.\n",
    "articles/billing/index.md": "---\ntitle: Billing\n---\n## Invoices\n\nEvery invoice shows the surcharge.\n",
    "articles/billing/tax.md": "---\ntitle: Tax number\n---\nWrite it down.\n",
    "articles/quiet/index.md": "---\ntitle: Quiet folder\n---\n",
    "articles/quiet/mice.md": "---\ntitle: Mice\n---\nThey live in folders.\n",
    "articles/team/index.md": "---\ntitle: People\nkeywords: [colleague seats]\n---\n",
    "articles/team/invite.md": "---\ntitle: Invitations\n---\nEach has a seat.\n",
    "articles/export.md": "---\ntitle: Export your data\n---\nSave the table as a file and open it elsewhere.\n",
}


@pytest.fixture(autouse=True)
def root(project, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = project(SITE)
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(search, arguments, standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout


def test_a_misspelt_word_is_named() -> None:
    code, out = run("exprot data")
    assert code == 0
    assert out.startswith("did you mean `export data`?\n1. Export your data")
    assert json.loads(run("exprot data", "--json")[1])["similar"] == ["export data"]


def test_where_nothing_is_found_words_that_look_alike_are_offered() -> None:
    text = "exposition martian weather zebra"  # of a short query, one that begins alike is found
    assert run(text) == (1, f"nothing found for `{text}`\ndid you mean `export martian weather zebra`?\n")


def test_nothing_is_offered_where_all_is_known() -> None:
    assert "did you mean" not in run("export")[1]


def test_words_need_no_quotes_and_options_may_stand_anywhere() -> None:
    quoted = run("export your data", "--json", "--limit", "1")
    assert quoted[0] == 0
    assert run("export", "your", "data", "--json", "--limit", "1") == quoted
    assert run("--json", "export your", "--limit", "1", "data") == quoted
    assert run("--json", "--limit", "1", "--", "export", "your", "data") == quoted


def test_a_search_without_words_says_what_is_missing() -> None:
    with pytest.raises(click.MissingParameter, match=r"Missing parameter: words"):
        run("--json")


def test_the_text_of_a_collection_is_found_at_its_heading() -> None:
    (found,) = json.loads(run("surcharge", "--json")[1])["results"]
    assert (found["kind"], found["title"], found["section"]) == ("collection", "Billing", "Invoices")
    assert found["url"].startswith("articles/billing/")


def test_the_text_of_the_home_page_is_found_there() -> None:
    (found,) = json.loads(run("bakery", "--json")[1])["results"]
    assert (found["title"], found["url"]) == ("Welcome", "")


def test_a_collection_is_found_by_its_keywords() -> None:
    first = json.loads(run("colleague seats", "--json")[1])["results"][0]
    assert (first["kind"], first["title"], first["section"]) == ("collection", "People", "")
    assert first["url"] == "articles/team/"


def test_a_collection_that_says_nothing_is_left_to_its_articles() -> None:
    found = json.loads(run("quiet folder", "--json")[1])["results"]
    assert [hit["title"] for hit in found] == ["Mice"]
