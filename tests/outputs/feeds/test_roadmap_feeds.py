from __future__ import annotations

import importlib.util
from pathlib import Path

import feedparser
import pytest

from helploop.model.feed import FeedFormat
from helploop.outputs.feeds.documents import render_feed
from helploop.outputs.feeds.roadmap import plan_roadmap_feeds
from helploop.outputs.links import Links
from outputs.feeds.whole_feed import render_documents
from repositories import Repository
from roadmap_sites import ENTRY, ROADMAP, TRANSLATION, entry_body, load, write_site

_SPEC = importlib.util.spec_from_file_location("feed_check", Path(__file__).parent / "feed_check.py")
feed_check = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(feed_check)


def feeds_of(site):
    return {feed.folder: feed for feed in plan_roadmap_feeds(site, entry_body(site), Links(site))}


def told(feed):
    """Titles and days, the oldest first."""
    return [(item.title, item.published.date().isoformat()) for item in reversed(feed.items)]


@pytest.fixture
def repository(tmp_path):
    """A roadmap with a life: added, moved, postponed, shipped."""
    repository = Repository.create(write_site(tmp_path))
    repository.commit("2026-01-02", {"roadmap.yaml": ROADMAP.replace("stage: building", "stage: planned")})
    repository.commit("2026-03-04", {"roadmap.yaml": ROADMAP})
    repository.commit("2026-05-06", {"roadmap.yaml": ROADMAP.replace("2027-Q1", "2027-Q2")})
    shipped = ROADMAP.replace("2027-Q1", "2027-Q2").replace("stage: building", "stage: shipped")
    repository.commit("2026-11-20", {"roadmap.yaml": shipped, "changelog/2026-11-20-csv.md": ENTRY})
    return repository


def test_an_items_feed_tells_its_life_and_ends_with_the_entry(repository):
    feed = feeds_of(load(repository.root))["roadmap/csv-export/"]
    assert told(feed) == [
        ("Export as CSV: Added to the roadmap: Planned", "2026-01-02"),
        ("Export as CSV: Moved from Planned to Building", "2026-03-04"),
        ("Export as CSV: Target moved from Q1 2027 to Q2 2027", "2026-05-06"),
        ("Export as CSV: Shipped", "2026-11-20"),
    ]
    last = feed.items[0]
    assert "<strong>everything</strong>" in last.html
    assert "https://help.example.com/articles/export/" in last.html
    assert last.url == "https://help.example.com/changelog/2026-11-20-csv/"


def test_there_is_a_feed_for_all_for_each_tag_and_for_each_item_in_every_language(repository):
    folders = set(feeds_of(load(repository.root)))
    parts = ["", "tag/api/", "tag/data/", "tag/security/", "csv-export/", "sso/", "fax/"]
    assert folders == {f"{prefix}roadmap/{part}" for prefix in ("", "de/", "ar/") for part in parts}


def test_every_feed_in_every_format_keeps_the_validators_rules(repository):
    repository.write("roadmap.de.yaml", TRANSLATION)
    site = load(repository.root)
    for feed in feeds_of(site).values():
        for file, document in render_documents(feed, 50):
            assert feed_check.check_feed(document, f"https://help.example.com/{file}") == [], file


def test_feeds_read_back_as_what_happened(repository):
    feed = feeds_of(load(repository.root))["roadmap/"]
    for form in (FeedFormat.RSS, FeedFormat.ATOM):
        parsed = feedparser.parse(render_feed(feed, form))
        assert not parsed.bozo
        assert [entry.id for entry in parsed.entries] == [item.id for item in feed.items]
        assert [entry.title for entry in parsed.entries] == [item.title for item in feed.items]


def test_an_id_survives_a_new_title_a_move_a_renamed_file_and_a_rebase(tmp_path):
    site_root = write_site(tmp_path / "one")
    repository = Repository.create(site_root)
    repository.commit("2026-01-02")
    before = {item.id for item in feeds_of(load(site_root))["roadmap/csv-export/"].items}
    other = Repository.create(write_site(tmp_path / "two", {"extra.txt": "another history, other commits"}))
    other.commit("2026-01-02")
    lines = ROADMAP.replace("Export as CSV", "CSV export").splitlines(keepends=True)
    other.move("roadmap.yaml", "plan.yaml")
    config = (
        (other.root / "mkdocs.yml")
        .read_text()
        .replace("- helploop/roadmap", "- helploop/roadmap:\n      file: plan.yaml")
    )
    other.commit("2026-02-03", {"plan.yaml": "# moved\n" + "".join(lines), "mkdocs.yml": config})
    after = {item.id for item in feeds_of(load(other.root))["roadmap/csv-export/"].items}
    assert before < after
    assert len(after) == 2


def test_a_merged_item_keeps_its_feed_and_hears_how_it_goes_on(tmp_path):
    repository = Repository.create(write_site(tmp_path))
    repository.commit("2026-01-02")
    old = {item.id for item in feeds_of(load(tmp_path))["roadmap/fax/"].items}
    merged = ROADMAP[: ROADMAP.index("  - id: fax")].replace(
        "    title: Single sign-on\n", "    title: Single sign-on\n    merged: [fax]\n"
    )
    repository.commit("2026-03-04", {"roadmap.yaml": merged})
    repository.commit("2026-05-06", {"roadmap.yaml": merged.replace("stage: exploring", "stage: building")})
    feed = feeds_of(load(tmp_path))["roadmap/fax/"]
    assert [title for title, _ in told(feed)] == [
        "Fax: Added to the roadmap: Declined",
        "Fax: Merged into “Single sign-on”",
        "Single sign-on: Moved from Exploring to Building",
    ]
    assert old < {item.id for item in feed.items}
    assert feed.page == "https://help.example.com/roadmap/sso/"


def test_a_feed_without_git_is_empty_and_right(tmp_path):
    for feed in feeds_of(load(write_site(tmp_path))).values():
        assert feed.items == ()
        for file, document in render_documents(feed):
            assert feed_check.check_feed(document, f"https://help.example.com/{file}") == [], file


def test_two_renderings_are_the_same_bytes(repository):
    first, second = (feeds_of(load(repository.root)) for _ in range(2))
    for folder, feed in first.items():
        assert dict(render_documents(feed)) == dict(render_documents(second[folder]))


def test_nasty_words_leave_every_feed_well_formed(tmp_path):
    nasty = '"C# & .NET ]]> <script>x</script> \\u202e \\U0001F600 &amp;"'
    text = f"items:\n- id: a\n  title: {nasty}\n  stage: planned\n  summary: {nasty}\n  tags: [{nasty}]\n"
    Repository.create(write_site(tmp_path, {"roadmap.yaml": text})).commit("2026-01-02")
    for feed in feeds_of(load(tmp_path)).values():
        for file, document in render_documents(feed):
            assert feed_check.check_feed(document, f"https://help.example.com/{file}") == [], file
