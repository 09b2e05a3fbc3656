"""An article that comes back from the cache is the article that was read; one that changed is read again."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest

from helploop.pipeline import workers as workers_module
from helploop.pipeline.cache import Cache
from helploop.pipeline.memory import Memory
from helploop.pipeline.parsed import ParsedPages, dump_page, read_page
from helploop.pipeline.workers import Workers
from helploop.sources.article import Place
from helploop.sources.site import Page, load_page

if TYPE_CHECKING:
    from pathlib import Path

FULL = """\
---
title: "Export \\U0001F4BE é"
summary: All of it
id: export
keywords: [csv, "a, b"]
related: [roles]
contexts: [/billing]
kind: known-issue
owner: team@example.com
review_by: 2027-01-02
publish: 2026-01-02
unpublish: 2028-01-02
redirect_from: [old/export]
order: 0
promoted: true
source: 0123456789ab
---

# Export

Text with \u2028 and `code`.
"""


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("billing/export", FULL),
        ("a", "# Only a heading\n\nText.\n"),
        ("b", "---\ntitle: Empty\n---\n"),
        (
            "billing/index",
            "---\ntitle: Billing\nicon: card\norder: 3\ndraft: true\nredirect_from: [x]\n---\n\nIntro.\n",
        ),
    ],
)
def test_what_comes_back_is_what_was_read(tmp_path: Path, key: str, text: str) -> None:
    page = load(tmp_path, key, text)
    assert page.article or page.collection
    assert read_page(dump_page(page)) == page


def load(root: Path, key: str, text: str) -> Page:
    place = Place(f"{key}.md", key, "en")
    file = root / place.path
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return load_page(root, place)


def ask(root: Path, cache: Cache, reads: list[str]) -> Page:
    """In a new process: nothing is remembered but what the cache holds."""
    place = Place("a.md", "a", "en")

    def make() -> Page:
        reads.append(place.path)
        return load_page(root, place)

    pages = ParsedPages(Memory(), cache)
    page = pages.value(root / "a.md", repr(place), make)
    pages.close()
    return page


def test_a_file_is_parsed_again_only_when_its_content_is_new(tmp_path: Path) -> None:
    cache, reads = Cache(None), []
    first = load(tmp_path, "a", "# A\n\nText.\n")
    assert ask(tmp_path, cache, reads) == first
    assert ask(tmp_path, cache, reads) == first
    assert len(reads) == 1
    second = load(tmp_path, "a", "# B\n\nText.\n")
    assert ask(tmp_path, cache, reads) == second != first
    assert len(reads) == 2


def test_a_file_that_cannot_be_published_is_never_kept(tmp_path: Path) -> None:
    cache, reads = Cache(None), []
    bad = load(tmp_path, "a", "---\ntitle: A: b\n---\n")
    assert [ask(tmp_path, cache, reads) for _ in range(2)] == [bad, bad]
    assert len(reads) == 2


def test_what_is_saved_while_it_is_read_is_not_kept_under_the_old_text(tmp_path: Path) -> None:
    cache, place = Cache(None), Place("a.md", "a", "en")
    load(tmp_path, "a", "# A\n\nText.\n")
    pages = ParsedPages(Memory(), cache)
    pages.value(tmp_path / "a.md", repr(place), lambda: load(tmp_path, "a", "# B\n\nText.\n"))
    pages.close()
    assert ask(tmp_path, cache, []) == load(tmp_path, "a", "# B\n\nText.\n")
    load(tmp_path, "a", "# A\n\nText.\n")
    found = ask(tmp_path, cache, [])
    assert found.article is not None
    assert found.article.title == "A"


@pytest.mark.parametrize("age", [0, 60])
def test_files_read_ahead_by_others_are_those_that_are_there_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: int
) -> None:
    monkeypatch.setattr(workers_module, "WORTH_IT", 2)
    for name in "abcde":
        load(tmp_path, name, f"# {name}\n\nText.\n" if name != "c" else "---\ntitle: C: c\n---\n")
    places = [Place(f"{name}.md", name, "en") for name in "abcde"]
    wanted = [(tmp_path / place.path, repr(place), partial(load_page, tmp_path, place)) for place in places]
    for file, *_ in wanted:
        os.utime(file, (os.stat(file).st_mtime - age,) * 2)
    cache = Cache(None)
    with Workers(2) as workers:
        pages = ParsedPages(Memory(), cache, workers)
        pages.prepare(wanted)
    load(tmp_path, "b", "# Changed\n\nText.\n")
    found = [pages.value(*each) for each in wanted]
    assert found == [load_page(tmp_path, place) for place in places]
    pages.close()
    again = ParsedPages(Memory(), cache)
    assert [again.value(*each) for each in wanted] == found


def test_a_page_read_ahead_is_made_of_the_bytes_it_is_known_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is saved between two looks would else be kept with the text of one and the key of the other."""
    monkeypatch.setattr(workers_module, "WORTH_IT", 2)
    places = [Place(f"{name}.md", name, "en") for name in "ab"]
    first = [load(tmp_path, place.key, f"# First {place.key}\n\nText.\n") for place in places]
    cache = Cache(None)
    with Workers(2) as workers:
        pages = ParsedPages(Memory(), cache, workers)
        pages.prepare(
            [(tmp_path / each.path, repr(each), partial(_saved_meanwhile, tmp_path, each)) for each in places]
        )
    for place in places:
        load(tmp_path, place.key, f"# First {place.key}\n\nText.\n")
    again = ParsedPages(Memory(), cache)
    assert [again.value(tmp_path / each.path, repr(each), _never) for each in places] == first


def _saved_meanwhile(root: Path, place: Place, data: bytes | None = None) -> Page:
    load(root, place.key, "# Another\n\nText.\n")
    return load_page(root, place, data)


def _never() -> Page:
    raise AssertionError("it was not kept")
