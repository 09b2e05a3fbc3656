"""What readers rely on for years: ids, dates, archives."""

from __future__ import annotations

import datetime as dt
import subprocess
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.model.feed import Feed, FeedItem, tag_uri
from helploop.outputs.feeds.archives import MAX_BYTES, plan_documents
from helploop.outputs.feeds.moments import spread_moments
from helploop.sources.entry import load_entries
from helploop.sources.settings import load_settings
from outputs.feeds.sites import CONFIG, entry_text, feed_at, feeds_of, site_of, write_project
from outputs.feeds.whole_feed import render_documents

if TYPE_CHECKING:
    from pathlib import Path


def git(root: Path, *arguments: str) -> None:
    names = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *names, *arguments], cwd=root, check=True, capture_output=True)


def ids(site: object) -> list[str]:
    return [item.id for item in feed_at(site, "changelog/").items]  # type: ignore[arg-type]


def test_a_new_domain_changes_no_id(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"a.md": entry_text(), "b.md": entry_text(title="B", more="id: bee\n")})
    before = ids(site_of(root))
    write_project(root, {}, CONFIG.replace("help.example.com", "docs.example.org"))
    assert ids(site_of(root)) == before
    assert sorted(before) == ["tag:example.com,2026:changelog/a/en", "tag:example.com,2026:changelog/bee/en"]


def test_an_id_named_after_the_host_is_what_it_was_however_the_address_is_written(tmp_path: Path) -> None:
    config = CONFIG.replace("      tag_authority: example.com\n", "").replace("changelog:", "changelog")
    for host in ("hilfe.müller.example", "hilfe.xn--mller-kva.example", "Hilfe.Müller.example"):
        root = write_project(tmp_path, {"a.md": entry_text()}, config.replace("help.example.com", host))
        assert ids(site_of(root)) == ["tag:hilfe.xn--mller-kva.example,2026:changelog/a/en"]


def test_a_renamed_file_keeps_its_id_by_git_alone(tmp_path: Path) -> None:
    root = write_project(
        tmp_path, {"2026-11-20-csv.md": entry_text(body="A text long enough to be known again.\n" * 5)}
    )
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "One")
    before = ids(site_of(root))
    git(root, "mv", "changelog/2026-11-20-csv.md", "changelog/2026-11-20-export-all.md")
    git(root, "commit", "-qm", "Rename")
    site = site_of(root)
    assert site.entry_keys == ("2026-11-20-export-all",)
    assert ids(site) == before


def test_a_date_changed_after_publication_is_named_and_changes_no_id(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"a.md": entry_text(date="2025-11-20"), "b.md": entry_text(date="2099-01-01")})
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "One")
    before = ids(site_of(root))
    write_project(root, {"a.md": entry_text(date="2025-11-25"), "b.md": entry_text(date="2098-01-01")})
    git(root, "commit", "-qam", "Two")
    settings, _ = load_settings(root / "mkdocs.yml")
    assert settings is not None
    assert [str(problem) for problem in load_entries(root, settings)[1]] == [
        (
            "changelog/a.md:3:1: warning[published-date-changed]: `date` was 2025-11-20 when the entry was "
            "published; it keeps its id, and moves in every list\n"
            "  fix: write `date: 2025-11-20` again; for a change readers should see add `updated:`"
        )
    ]
    assert ids(site_of(root)) == before


def test_editing_the_text_moves_no_date_and_updated_moves_only_updated(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"a.md": entry_text()})
    first = feed_at(site_of(root), "changelog/").items[0]
    write_project(root, {"a.md": entry_text(body="Another text.")})
    edited = feed_at(site_of(root), "changelog/").items[0]
    write_project(root, {"a.md": entry_text(body="Another text.", more="updated: 2026-11-22T08:00Z\n")})
    moved = feed_at(site_of(root), "changelog/").items[0]
    assert (edited.id, edited.published, edited.updated) == (first.id, first.published, first.updated)
    assert (moved.id, moved.published) == (first.id, first.published)
    assert moved.updated == dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)


def test_a_translation_that_comes_later_is_no_new_item(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"a.md": entry_text(title="English")})
    before = feed_at(site_of(root), "de/changelog/").items[0]
    write_project(root, {"a.de.md": "---\ntitle: Deutsch\n---\nText.\n"})
    after = feed_at(site_of(root), "de/changelog/").items[0]
    assert (before.title, before.language, after.title, after.language) == ("English", "en", "Deutsch", "")
    assert (before.id, before.updated) == (after.id, after.updated)


def test_future_and_draft_entries_are_in_no_feed(tmp_path: Path) -> None:
    entries = {
        "a.md": entry_text(),
        "b.md": entry_text(title="CANARY", date="2027-01-01"),
        "c.md": entry_text(title="CANARY", more="draft: true\n"),
    }
    for feed in feeds_of(site_of(write_project(tmp_path, entries))):
        assert all(b"CANARY" not in document for _, document in render_documents(feed))


def test_a_quiet_entry_is_in_the_feeds(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"a.md": entry_text(more="notify: false\n")})
    assert len(feed_at(site_of(root), "changelog/").items) == 1


def test_every_kind_label_and_month_has_its_feed(tmp_path: Path) -> None:
    entries = {
        "a.md": entry_text(title="A", kind="new", more='labels: ["C# & .NET", api]\n'),
        "b.md": entry_text(title="B", kind="security", date="2026-10-05", more="breaking: true\nlabels: [api]\n"),
    }
    found = {f.folder: [i.title for i in f.items] for f in feeds_of(site_of(write_project(tmp_path, entries)))}
    assert {folder: titles for folder, titles in found.items() if not folder.startswith("de/")} == {
        "changelog/": ["A", "B"],
        "changelog/type/new/": ["A"],
        "changelog/type/security/": ["B"],
        "changelog/label/api/": ["A", "B"],
        "changelog/label/c-net/": ["A"],
        "changelog/breaking/": ["B"],
        "changelog/digest/": ["What’s new in November 2026", "What’s new in October 2026"],
    }


def test_a_month_is_told_of_when_it_is_over(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"a.md": entry_text(date="2026-11-20")})
    assert feed_at(site_of(root, dt.date(2026, 11, 30)), "changelog/digest/").items == ()
    digest = feed_at(site_of(root, dt.date(2026, 12, 1)), "changelog/digest/").items[0]
    assert digest.published == dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


def test_a_month_of_many_changes_is_cut_to_size(tmp_path: Path) -> None:
    words = "A change that takes some words to tell of. " * 8
    entries = {f"entry-{n:03}.md": entry_text(title=f"Change {n}", body=words) for n in range(300)}
    digest = feed_at(site_of(write_project(tmp_path, entries)), "changelog/digest/").items[0]
    assert len(digest.html.encode()) < 101_000
    assert ">Read the rest</a></p>" in digest.html


def make(count: int, size: int = 100) -> Feed:
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    items = tuple(
        FeedItem(
            id=tag_uri("example.com", 2026, f"changelog/{number}"),
            url=f"https://example.com/{number}/",
            title=f"Entry {number}",
            html=f"<p>{'x' * size}</p>",
            published=day + dt.timedelta(hours=number),
            updated=day + dt.timedelta(hours=number),
        )
        for number in reversed(range(count))
    )
    return Feed(
        id="tag:example.com,2026:feed", title="T", description="D", language="en", author="A", items=items,
        site_url="https://example.com/", folder="changelog/", page="https://example.com/changelog/",
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 200), st.integers(1, 40), st.integers(10, 60_000))
def test_every_item_is_reachable_and_no_document_is_too_large(count: int, per_page: int, size: int) -> None:
    feed = make(count, size)
    subscription, *archives = plan_documents(feed, per_page)
    reached = {item.id for document in (subscription, *archives) for item in document.items}
    assert reached == {item.id for item in feed.items}
    assert all(sum(len(item.html) for item in document.items) <= MAX_BYTES for document in archives)
    assert len(subscription.items) <= per_page
    assert subscription.is_complete == (not archives)
    # From the subscription back through `older`, every archive is met once.
    way, folder = [], subscription.older
    by_folder = {document.folder: document for document in archives}
    while folder:
        way.append(folder)
        folder = by_folder[folder].older
    assert way == [document.folder for document in reversed(archives)]


def test_a_new_item_changes_the_items_of_no_archive() -> None:
    before = plan_documents(make(95), 30)[1:]
    after = plan_documents(make(96), 30)[1:]
    assert [document.items for document in before] == [document.items for document in after[: len(before)]]


def test_no_document_is_larger_than_512_kb() -> None:
    for _, document in render_documents(make(70, 90_000)):
        assert len(document) <= 512 * 1024


MOMENTS = st.dictionaries(
    st.text("abc", min_size=1, max_size=3),
    st.sampled_from([dt.datetime(2026, 11, day, hour, tzinfo=dt.UTC) for day in (1, 2) for hour in (0, 9)]),
)


@given(MOMENTS)
def test_no_two_items_share_an_updated_and_each_stays_near_its_own(moments: dict[str, dt.datetime]) -> None:
    spread = spread_moments(moments.items())
    assert len(set(spread.values())) == len(moments)
    assert all(dt.timedelta(0) <= spread[name] - moments[name] < dt.timedelta(hours=1) for name in moments)


def test_an_entry_added_on_the_same_day_moves_no_other() -> None:
    day = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    before = spread_moments([("csv-export", day), ("search", day)])
    after = spread_moments([("csv-export", day), ("search", day), ("api", day)])
    assert {name: after[name] for name in before} == before
