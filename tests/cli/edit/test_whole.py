"""What an edit of words can't follow is built as always: other files, other facts, records and sites somebody changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

from cli.edit.edited_site import Site, more, put

WHOLE: dict[str, tuple[str, Callable[[str], str]]] = {
    "a draft": ("articles/team/leave.md", lambda text: text.replace("---\n", "---\ndraft: true\n", 1)),
    "a draft that is published": ("articles/hidden.md", lambda text: text.replace("true", "false")),
    "what is related": ("articles/billing/invoices.md", lambda text: text.replace("billing/export]", "team/roles]")),
    "an owner": ("articles/team/roles.md", lambda text: text.replace("---\n", "---\nowner: Ann\n", 1)),
    "an id": ("articles/team/leave.md", lambda text: text.replace("---\n", "---\nid: gone\n", 1)),
    "an old address": ("articles/start.md", lambda text: text.replace("---\n", "---\nredirect_from: [begin]\n", 1)),
    "an entry": ("changelog/2026-01-15-tables.md", lambda text: text.replace("files", "a file")),
    "an item": ("roadmap.yaml", lambda text: text.replace("Faster", "Quick")),
    "a page of the host": ("docs/terms.md", lambda text: f"{text}\nMore.\n"),
    "the configuration": ("mkdocs.yml", lambda text: text.replace("Example", "Other")),
    "a hidden title": ("articles/start.md", lambda text: f"{text}\nNobody knows this.\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE)
def test_whatever_else_changes_is_built_as_always(site: Site, name: str) -> None:
    path, change = WHOLE[name]
    site.edit(path, change)
    assert site.build() == 0
    assert site.whole == 1
    assert site.others() == []
    site.edit("articles/team/invite.md", more)
    assert site.build() == 0
    assert site.others() == []


RECORDS = ("kept.json", "book.json", "inputs.json", "site.json", "twin.json", "build.sqlite", "search-en.sqlite")


@pytest.mark.slow
@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("damage", ["gone", "cut", "flipped"])
def test_a_damaged_record_costs_time_and_nothing_else(site: Site, name: str, damage: str) -> None:
    file = site.root / ".cache/helploop" / name
    data = bytearray(file.read_bytes())
    if damage == "gone":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(data[: len(data) // 2])
    else:
        for place in range(len(data) // 3, len(data), max(1, len(data) // 50)):
            data[place] ^= 4
        file.write_bytes(data)
    site.edit("articles/billing/export.md", lambda text: more(text).replace("Title 0", "Zebra"))
    assert site.build() == 0
    assert site.others() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda root: put(root / "site/robots.txt", "changed"),
        lambda root: (root / "site/robots.txt").unlink(),
        lambda root: put(root / "site/stranger.html", "stranger"),
        lambda root: put(root / ".cache/helploop/twin/stranger.html", "stranger"),
        lambda root: (root / ".cache/helploop/twin/robots.txt").unlink(),
        lambda root: put(root / ".cache/helploop/twin/articles/start/index.html", "changed"),
        lambda root: shutil.rmtree(root / ".cache/helploop/twin"),
        lambda root: shutil.rmtree(root / "site"),
    ],
)
def test_nothing_that_no_build_made_is_published(site: Site, change: Callable[[Path], object]) -> None:
    site.edit("articles/start.md", more)
    assert site.build() == 0
    change(site.root)
    site.edit("articles/team/invite.md", more)
    assert site.build() == 0
    assert site.others() == []
