"""An edited article is published without a whole build, and what is published is what a whole build would publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helploop.sources.moment import build_date

if TYPE_CHECKING:
    from collections.abc import Callable

from cli.edit.edited_site import Site, more, put

QUICK: dict[str, tuple[str, Callable[[str], str]]] = {
    "a sentence": ("articles/team/invite.md", more),
    "frequent words": ("articles/team/leave.md", lambda text: text + "\nInvoice table column. " * 9),
    "a title": ("articles/team/roles.md", lambda text: text.replace("Title 3", "All about roles")),
    "a title that others show": ("articles/billing/export.md", lambda text: text.replace("Title 0", "Zebra")),
    "a summary": ("articles/billing/export.md", lambda text: text.replace("Get a table", "Take it home")),
    "keywords": ("articles/billing/export.md", lambda text: text.replace("[download]", "[save, copy]")),
    "a translation": ("articles/team/roles.de.md", more),
    "a translated title": ("articles/billing/export.de.md", lambda text: text.replace("Titel 0", "Ausgabe")),
    "a link": ("articles/start.md", lambda text: f"{text}\n[Export](billing/export.md#where)\n"),
    "a heading nobody links to": ("articles/team/leave.md", lambda text: text.replace("## Where", "## There")),
    "an order": ("articles/billing/refunds.md", lambda text: text.replace("order: 1", "order: -9")),
    "an order that a translation has": (
        "articles/team/roles.md",
        lambda text: text.replace("---\n", "---\norder: -3\n", 1),
    ),
    "a context": ("articles/team/roles.md", lambda text: text.replace("/settings/roles", "/team")),
    "a place on the home page": (
        "articles/team/leave.md",
        lambda text: text.replace("---\n", "---\npromoted: true\n", 1),
    ),
    "a kind": ("articles/team/leave.md", lambda text: text.replace("---\n", "---\nkind: known-issue\n", 1)),
    "a day of review": (
        "articles/team/leave.md",
        lambda text: text.replace("---\n", "---\nreview_by: 2999-01-01\n", 1),
    ),
    "a long text": ("articles/team/leave.md", lambda text: text + "\n\n## More\n\n" + "Word of mouth. " * 900),
    "a short text": ("articles/start.md", lambda _: "# Start\n\nHere."),
}


@pytest.mark.parametrize("name", QUICK)
def test_new_words_need_no_whole_build(site: Site, name: str) -> None:
    path, change = QUICK[name]
    site.edit(path, change)
    assert site.build("--strict") == 0
    assert site.whole == 0
    assert site.others() == []


def test_edits_in_a_row_need_no_whole_build(site: Site) -> None:
    for path, change in QUICK.values():
        site.edit(path, change)
        assert site.build() == 0
    assert site.whole == 0
    assert site.others() == []
    assert site.build() == 0
    assert site.whole == 0


def test_an_edit_that_is_taken_back_brings_back_every_byte(site: Site) -> None:
    before, text = site.contents(), (site.root / "articles/team/leave.md").read_text("utf-8")
    for name in ("frequent words", "a long text"):
        site.edit("articles/team/leave.md", QUICK[name][1])
        assert site.build() == 0
    assert site.contents() != before
    site.edit("articles/team/leave.md", lambda _: text)
    assert site.build() == 0
    assert site.whole == 0
    assert site.contents() == before


REAL: dict[str, Callable[[Path, pytest.MonkeyPatch], object]] = {
    "an environment that says CI": lambda _, patch: patch.setenv("CI", "true"),
    "a text that names the day of the build": lambda root, _: put(
        root / "articles/today.md", f"# Today\n\nWritten on {build_date()}.\n"
    ),
    "a linked folder": lambda root, _: (root / "articles/linked").symlink_to(root / "articles/team"),
    "a linked file": lambda root, _: (root / "articles/other.md").symlink_to(root / "articles/start.md"),
    "a linked folder elsewhere": lambda root, _: (root / "notes").symlink_to("/usr/share/doc/bash"),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_project_needs_no_whole_build_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv("CI", raising=False)
    site = Site(tmp_path, monkeypatch)
    REAL[name](tmp_path, monkeypatch)
    assert site.build() == 0
    site.whole = 0
    for _ in range(2):
        site.edit("articles/billing/export.md", lambda text: more(text).replace("Title 0", "Zebra"))
        assert site.build() == 0
        assert site.whole == 0
        assert site.others() == []
