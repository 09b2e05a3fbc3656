from __future__ import annotations

import json

from helploop.imports.entries import plan_files
from helploop.imports.github_releases import parse_github_releases

RELEASES = [
    {
        "tag_name": "v2.0.0",
        "name": 'Two "point" oh',
        "body": "### Breaking Changes\r\n\r\n* Gone.\r\n",
        "published_at": "2026-03-04T05:06:07Z",
        "draft": False,
        "prerelease": True,
        "assets": [{"name": "app.zip"}],
    },
    {"tag_name": "v1.0.0", "name": None, "body": None, "published_at": "2025-01-01T00:00:00Z"},
]


def test_a_release_becomes_an_entry_at_its_original_moment() -> None:
    found = parse_github_releases(json.dumps(RELEASES), "releases.json")
    files = plan_files(found.releases, {})
    assert files[0].name == "2026-03-04-v2-0-0.md"
    assert files[0].text == (
        '---\ntitle: "Two \\"point\\" oh"\ndate: 2026-03-04T05:06:07+00:00\ntype: changed\nversion: "v2.0.0"\n'
        'id: "release-v2.0.0"\nnotify: false\nbreaking: true\n---\n\n### Breaking Changes\n\n* Gone.\n'
    )
    assert files[1].text.endswith("notify: false\n---\n")
    assert found.left_out == ["v2.0.0: 1 file to download (app.zip)", "v2.0.0: that it is a pre-release"]


def test_notes_are_read_as_github_shows_them() -> None:
    notes = (
        "## What's Changed\r\n* Fix a crash by @cat in https://github.com/a/b/pull/13\r\n* Speed, see #12 and `#11`:\r\n  - more\r\n\r\n"
        "## New Contributors\r\n* @cat\r\n\r\n**Full Changelog**: https://github.com/a/b/compare/v1...v2\r\n"
        '[x](https://x.example/#1) <https://y.example> <img src="https://z.example/a.png"> a&#39;b C#7\r\n'
    )
    row = {**RELEASES[1], "body": notes, "html_url": "https://github.com/a/b/releases/tag/v2"}
    text = plan_files(parse_github_releases(json.dumps([row]), "r.json").releases, {})[0].text
    assert "type: fixed\n" in text
    assert text.partition("notify: false\n---\n\n")[2] == (
        "## What's Changed\n* Fix a crash by @cat in <https://github.com/a/b/pull/13>\n"
        "* Speed, see [#12](https://github.com/a/b/issues/12) and `#11`:\n    - more\n\n"
        "## New Contributors\n* @cat\n\n**Full Changelog**: <https://github.com/a/b/compare/v1...v2>\n"
        '[x](https://x.example/#1) <https://y.example> <img src="https://z.example/a.png"> a&#39;b C#7\n'
    )


def test_pages_of_releases_are_one_list() -> None:
    found = parse_github_releases(json.dumps([[RELEASES[0]], [RELEASES[1]]]), "r.json")
    assert [release.version for release in found.releases] == ["v2.0.0", "v1.0.0"]


def test_what_is_no_release_is_named() -> None:
    rows = [{"name": "x"}, {"tag_name": "v1", "published_at": "soon"}, RELEASES[1], RELEASES[1]]
    found = parse_github_releases(json.dumps(rows), "r.json")
    assert [problem.code for problem in found.problems] == ["release", "date", "dup-version"]
    assert [p.code for p in parse_github_releases("[", "r.json").problems] == ["json"]


def test_lists_in_lists_without_end_are_a_mistake_of_the_file() -> None:
    found = parse_github_releases("[" * 100_000, "releases.json")
    assert [problem.code for problem in found.problems] == ["json"]
