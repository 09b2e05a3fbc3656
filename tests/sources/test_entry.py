from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from helploop.model.entry import EntryType
from helploop.model.language import Language
from helploop.model.settings import ChangelogSettings, Settings
from helploop.sources.entry import EntryPlace, load_entries, parse_entry

if TYPE_CHECKING:
    from pathlib import Path

PLACE = EntryPlace("changelog/2026-11-20-a.md", "2026-11-20-a", "en")
SETTINGS = Settings(
    site_name="S", languages=(Language("en", "English"), Language("de", "Deutsch")), changelog=ChangelogSettings()
)


def text(*lines: str, body: str = "Text.") -> str:
    return "\n".join(["---", *lines, "---", body]) + "\n"


def test_an_entry_holds_what_its_author_wrote() -> None:
    written = text(
        "title: Export", "date: 2026-11-20T10:00+05:30", "type: new", "labels: [api]", "ships: csv", "wave: 2"
    )
    entry, problems = parse_entry(written, PLACE)
    assert problems == []
    assert entry is not None
    assert (entry.title, entry.type, entry.labels, entry.ships, entry.wave) == (
        "Export",
        EntryType.NEW,
        ("api",),
        ("csv",),
        2,
    )
    assert entry.date == dt.datetime(2026, 11, 20, 4, 30, tzinfo=dt.UTC)
    assert entry.has_time
    assert entry.body == "Text.\n"
    assert entry.body_line == 9


def test_a_day_is_published_at_midnight_in_utc() -> None:
    entry, _ = parse_entry(text("title: A", "date: 2026-11-20", "type: new"), PLACE)
    assert entry is not None
    assert entry.date == dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    assert not entry.has_time


def test_the_day_people_read_can_be_another_than_that_of_publication() -> None:
    entry, _ = parse_entry(text("title: A", "date: 2026-11-20", "display_date: 2026-11-18", "type: new"), PLACE)
    assert entry is not None
    assert entry.day == dt.date(2026, 11, 18)
    assert entry.publish == dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("title: A", "date: 2026-11-20", "type: fixd"),
            (
                "changelog/2026-11-20-a.md:4:1: error[choice]: `type` is `fixd`, one of new, improved, fixed, changed, "
                "deprecated, removed, security was expected\n  fix: did you mean `fixed`?"
            ),
        ),
        (
            ("title: A", "type: new"),
            (
                "changelog/2026-11-20-a.md:2:1: error[missing-key]: the key `date` is missing\n"
                "  fix: add `date: 2026-11-20`"
            ),
        ),
        (
            ("title: A", "date: 2026-02-30", "type: new"),
            (
                "changelog/2026-11-20-a.md:3:1: error[date]: `date` is `2026-02-30`, a date as YYYY-MM-DD, or "
                "YYYY-MM-DDTHH:MM with a zone, was expected\n  fix: write a time that exists, like 2026-11-22 or "
                "2026-11-22T09:00+01:00"
            ),
        ),
        (
            ("title: A", "date: 2026-11-20", "type: new", "darft: true"),
            (
                "changelog/2026-11-20-a.md:5:1: error[unknown-key]: the key `darft` is not known here\n"
                "  fix: did you mean `draft`?"
            ),
        ),
    ],
)
def test_a_mistake_keeps_the_entry_out_and_names_line_and_fix(lines: tuple[str, ...], expected: str) -> None:
    entry, problems = parse_entry(text(*lines), PLACE)
    assert entry is None
    assert [str(problem) for problem in problems] == [expected]


def test_a_file_without_front_matter_is_never_published() -> None:
    entry, problems = parse_entry("# Title\n\nText\n", PLACE)
    assert entry is None
    assert [problem.code for problem in problems] == ["front-matter-missing"]


def write(root: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (root / "changelog").mkdir(exist_ok=True)
        (root / "changelog" / name).write_text(content, "utf-8")
    return root


def test_a_translation_has_the_facts_of_its_original_and_its_own_words(tmp_path: Path) -> None:
    original = text("title: Export", "date: 2026-11-20", "type: security", "labels: [api]", "breaking: true")
    root = write(tmp_path, {"a.md": original, "a.de.md": text("title: Ausfuhr", body="Deutsch.")})
    entries, problems = load_entries(root, SETTINGS)
    assert problems == []
    german = entries[1]
    assert (german.language, german.title, german.body) == ("de", "Ausfuhr", "Deutsch.\n")
    assert (german.type, german.labels, german.breaking) == (EntryType.SECURITY, ("api",), True)
    assert german.date == entries[0].date


@pytest.mark.parametrize(("own", "shown"), [((), "Team A"), (("author: Team B",), "Team B")])
def test_a_translation_has_the_author_of_its_original_unless_it_names_one(
    tmp_path: Path, own: tuple[str, ...], shown: str
) -> None:
    original = text("title: Export", "date: 2026-11-20", "type: new", "author: Team A")
    files = {"a.md": original, "a.de.md": text("title: Ausfuhr", *own)}
    entries, problems = load_entries(write(tmp_path, files), SETTINGS)
    assert problems == []
    assert [entry.author for entry in entries] == ["Team A", shown]


def test_a_draft_has_no_published_translation(tmp_path: Path) -> None:
    original = text("title: A", "date: 2026-11-20", "type: new", "draft: true")
    entries, _ = load_entries(write(tmp_path, {"a.md": original, "a.de.md": text("title: B")}), SETTINGS)
    assert [entry.draft for entry in entries] == [True, True]


def test_a_translation_that_contradicts_its_original_is_kept_out(tmp_path: Path) -> None:
    original = text("title: A", "date: 2026-11-20", "type: new")
    root = write(tmp_path, {"a.md": original, "a.de.md": text("title: B", "type: fixed")})
    entries, problems = load_entries(root, SETTINGS)
    assert [entry.language for entry in entries] == ["en"]
    assert [str(problem) for problem in problems] == [
        (
            "changelog/a.de.md:3:1: error[dup-id]: `type` is not what changelog/a.md:4 says: a translation has the "
            "facts of its original\n  fix: remove `type:` from the translation"
        )
    ]


def test_an_unknown_language_and_an_orphan_are_named(tmp_path: Path) -> None:
    files = {"a.fr.md": text("title: A", "date: 2026-11-20", "type: new"), "b.de.md": text("title: B")}
    entries, problems = load_entries(write(tmp_path, files), SETTINGS)
    assert [problem.code for problem in problems] == ["language-unknown", "orphan-translation"]
    assert entries == ()


def test_a_readme_is_no_entry(tmp_path: Path) -> None:
    assert load_entries(write(tmp_path, {"README.md": "# How to write entries\n"}), SETTINGS) == ((), [])
