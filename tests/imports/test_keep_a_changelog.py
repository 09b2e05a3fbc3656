from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helploop.imports.entries import Act, plan_files
from helploop.imports.keep_a_changelog import parse_keep_a_changelog
from helploop.sources.entry import EntryPlace, parse_entry

NOTES = Path(__file__).parents[3] / "shared" / "data" / "fastapi-docs" / "release-notes.md"

KEPT = """# Changelog

All notable changes.

## [Unreleased]

### Added

- Something to come.

## [1.1.0] - 2026-11-20

### Added

- Export, see [1.0.0] and [docs].

### Security

- A hole is closed.

## 1.0.0 (2025-01-02)

- First.

[docs]: https://docs.example.com/
[1.1.0]: https://example.com/compare/1.0.0...1.1.0
[1.0.0]: https://example.com/tag/1.0.0
"""


def test_a_version_becomes_an_entry_with_its_date_and_tells_nobody() -> None:
    found = parse_keep_a_changelog(KEPT, "CHANGELOG.md")
    assert found.problems == []
    files = plan_files(found.releases, {})
    assert [file.name for file in files] == [
        "2026-11-20-unreleased.md",
        "2026-11-20-1-1-0.md",
        "2025-01-02-1-0-0.md",
    ]
    assert files[1].text == (
        '---\ntitle: "1.1.0"\ndate: 2026-11-20\ntype: security\nversion: "1.1.0"\nid: "release-1.1.0"\nnotify: false\n'
        "---\n\n### Added\n\n- Export, see [1.0.0] and [docs].\n\n### Security\n\n- A hole is closed.\n\n"
        "[docs]: https://docs.example.com/\n[1.1.0]: https://example.com/compare/1.0.0...1.1.0\n"
        "[1.0.0]: https://example.com/tag/1.0.0\n"
    )
    assert "draft: true" in files[0].text
    assert found.left_out == ["line 3: the text above the first version"]


def test_a_heading_that_is_kept_is_not_called_left_out() -> None:
    text = "# Changelog\n\n## 1.1.0 - 2026-01-02\n\n- A\n\n## Highlights\n\n- B\n\n## Version 1.0\n\n- C\n"
    found = parse_keep_a_changelog(text, "CHANGELOG.md")
    assert found.left_out == []
    assert [release.body for release in found.releases] == ["- A\n\n## Highlights\n\n- B\n\n## Version 1.0\n\n- C"]
    assert [(problem.line, problem.is_error, problem.message) for problem in found.problems] == [
        (11, False, "`Version 1.0` is not read as a version; it stays a heading in 1.1.0")
    ]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (
            "## [1.2.0] - 2026-02-30",
            (
                "C.md:1:14: error[date]: `2026-02-30` is no day; a date as YYYY-MM-DD was expected\n"
                "  fix: write a day that exists, like 2026-11-22"
            ),
        ),
        (
            "## [1.2.0 - 2026-02-01",
            (
                "C.md:1:4: error[heading]: the heading `## [1.2.0 - 2026-02-01` opens a bracket only\n"
                "  fix: write it like `## [1.2.0] - 2026-11-20`"
            ),
        ),
        (
            "## 1.0.0 - 2026-01-01",
            (
                "C.md:4:4: error[dup-version]: the version `1.0.0` stands on line 1 too\n"
                "  fix: join the two, or rename one"
            ),
        ),
        (
            "## 1.2.0",
            (
                "C.md:1: warning[date]: the version `1.2.0` has no date; 2026-01-01 is taken\n"
                "  fix: add one to its heading, like `- 2026-11-20`"
            ),
        ),
    ],
)
def test_a_broken_heading_is_named_with_its_line(heading: str, expected: str) -> None:
    found = parse_keep_a_changelog(f"{heading}\n\n- x\n## 1.0.0 - 2026-01-01\n\n- y\n", "C.md")
    assert [str(problem) for problem in found.problems] == [expected]


def test_a_heading_in_a_code_block_is_no_version() -> None:
    found = parse_keep_a_changelog("## 1.0.0 - 2026-01-01\n\n```\n## 0.9.0 - 2025-01-01\n```\n", "C.md")
    assert [release.version for release in found.releases] == ["1.0.0"]


def test_a_second_import_changes_nothing_and_an_edited_or_renamed_file_is_left_alone() -> None:
    releases = parse_keep_a_changelog(KEPT, "C.md").releases
    written = {file.name: file.text for file in plan_files(releases, {})}
    assert {file.act for file in plan_files(releases, written)} == {Act.SAME}
    edited = dict(written)
    edited["renamed.md"] = edited.pop("2026-11-20-1-1-0.md") + "More.\n"
    again = plan_files(releases, edited)
    assert [(file.name, file.act) for file in again if file.act is not Act.SAME] == [("renamed.md", Act.EDITED)]


LINES = st.lists(
    st.sampled_from(["- a bullet", "", "### Fixed", "text", "> quote", "  indented", "* star", "1. one", "| a | b |"]),
    max_size=12,
)


@given(st.lists(LINES, min_size=1, max_size=5))
def test_every_line_of_every_version_is_in_its_entry(bodies: list[list[str]]) -> None:
    parts = [[f"## 1.{len(bodies) - n}.0 - 2026-01-{20 - n:02}", *body] for n, body in enumerate(bodies)]
    found = parse_keep_a_changelog("\n".join(line for part in parts for line in part) + "\n", "C.md")
    assert found.problems == []
    kept = [[line for line in release.body.split("\n") if line] for release in found.releases]
    assert kept == [[line for line in body if line] for body in bodies]


def test_real_release_notes_lose_no_version_and_no_line() -> None:
    if not NOTES.exists():
        pytest.skip("the real release notes are not here")
    text = NOTES.read_text("utf-8")
    found = parse_keep_a_changelog(text, "release-notes.md")
    versions = re.findall(r"^## (\d[\w.]*) \((\d{4}-\d{2}-\d{2})\)$", text, re.MULTILINE)
    assert [(r.version, r.date) for r in found.releases if not r.is_draft] == versions
    files = plan_files(found.releases, {})
    wanted = Counter(line for line in text.split("\n")[7:] if line.strip() and not re.match(r"## (\d|Latest)", line))
    have = Counter(line for file in files for line in file.text.split("\n"))
    assert wanted - have == Counter()
    assert {file.act for file in plan_files(found.releases, {f.name: f.text for f in files})} == {Act.SAME}


def test_an_imported_file_is_an_entry() -> None:
    for file in plan_files(parse_keep_a_changelog(KEPT, "C.md").releases, {}):
        entry, problems = parse_entry(file.text, EntryPlace(f"changelog/{file.name}", file.name[:-3], "en"))
        assert problems == []
        assert entry is not None
        assert not entry.notify
