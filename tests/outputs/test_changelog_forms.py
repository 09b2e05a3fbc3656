from __future__ import annotations

import datetime as dt

from helploop.model.body import Body, Section
from helploop.model.entry import Entry, EntryType
from helploop.outputs.changelog_forms import render_github_release, render_keep_a_changelog, render_text
from helploop.outputs.changelog_words import entry_summary
from helploop.outputs.strings import strings_for

BODY = """You can **export** [everything](../articles/export.md "how").

```sh
curl [not](a-link)
```

<!-- CANARY -->![A menu](menu.png) and `[code](x)`.
"""


def entry(key: str, kind: EntryType = EntryType.NEW, **values: object) -> Entry:
    given = {"title": key.title(), "body": f"About {key}.\n", "date": dt.datetime(2026, 11, 20, tzinfo=dt.UTC)}
    return Entry(key=key, language="en", path=f"changelog/{key}.md", type=kind, **(given | values))  # type: ignore[arg-type]


def absolute(entry: Entry, written: str) -> str | None:
    if not written:
        return f"https://example.com/changelog/{entry.key}/"
    return written if "://" in written else f"https://example.com/{written.removeprefix('../').removesuffix('.md')}"


def test_entries_of_a_version_stand_under_the_six_headings() -> None:
    entries = [
        entry("export", version="2.0.0", body=BODY, breaking=True),
        entry("crash", EntryType.FIXED, version="2.0.0", body=""),
        entry("faster", EntryType.IMPROVED, date=dt.datetime(2026, 1, 2, tzinfo=dt.UTC)),
    ]
    assert render_keep_a_changelog(entries, absolute) == (
        "# Changelog\n\nThe format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).\n\n"
        "## [2.0.0] - 2026-11-20\n\n### Added\n\n- **Breaking:** Export\n\n"
        '  You can **export** [everything](https://example.com/articles/export "how").\n\n'
        "  ```sh\n  curl [not](a-link)\n  ```\n\n  ![A menu](https://example.com/menu.png) and `[code](x)`.\n\n\n"
        "### Fixed\n\n- Crash\n\n"
        "## 2026-01-02\n\n### Changed\n\n- Faster\n\n  About faster.\n\n"
    )


def test_an_imported_release_is_written_as_it_was() -> None:
    text = render_keep_a_changelog([entry("a", version="1.0", body="\n### Fixed\n\n- x\n")], absolute)
    assert text.endswith("## [1.0] - 2026-11-20\n\n### Fixed\n\n- x\n")


def test_the_body_of_a_release_begins_with_what_breaks() -> None:
    entries = [entry("export"), entry("login", EntryType.CHANGED, breaking=True)]
    assert render_github_release(entries, absolute, strings_for("en")) == (
        "## Login\n\n*Changed · Breaking*\n\nAbout login.\n\n[Learn more](https://example.com/changelog/login/)\n\n"
        "## Export\n\n*New*\n\nAbout export.\n\n[Learn more](https://example.com/changelog/export/)\n"
    )


def test_a_clipped_summary_does_not_end_with_two_signs() -> None:
    body = Body(html="", sections=(Section("", "", "It opens the page. Then it closes it."),))
    assert entry_summary(entry("a"), body, 20) == "It opens the page…"
    bracket = Body(html="", sections=(Section("", "", "10分（これまでは1時間）以上たってからパネルを使うと"),))
    assert entry_summary(entry("a"), bracket, 6) == "10分…"


def test_the_text_of_a_mail_has_no_markup_and_no_long_line() -> None:
    words = "A sentence of words that goes on until a line of a mail has to be broken somewhere. " * 3
    text = render_text([entry("export", body=f"{BODY}\n{words}")], absolute, strings_for("en"))
    assert text.startswith(
        "Export\n======\nNovember 20, 2026 · New\n\nYou can export everything (https://example.com/articles/export).\n"
    )
    assert "    curl [not](a-link)" in text
    assert "CANARY" not in text
    assert all(len(line) <= 76 for line in text.split("\n"))
    assert text.endswith("\nhttps://example.com/changelog/export/\n")


BOXED = 'Export it.\n\n!!! tip "Try it"\n\n    Open [it](../a.md).\n\n    ```\n    [not](a-link)\n    ```\n'


def test_boxes_are_quotes_in_every_form() -> None:
    quote = "> **Try it**\n>\n> Open [it](https://example.com/a).\n>\n> ```\n> [not](a-link)\n> ```"
    entries = [entry("export", body=BOXED)]
    keep = render_keep_a_changelog(entries, absolute)
    assert "\n".join(f"  {line}".rstrip() for line in quote.split("\n")) in keep
    assert quote in render_github_release(entries, absolute, strings_for("en"))
    text = render_text(
        [entry("export", body=BOXED + "\n" + "!!! note\n    " + "word " * 40)], absolute, strings_for("en")
    )
    assert "> Try it\n>\n> Open it (https://example.com/a).\n" in text
    assert "\n> word word" in text
    assert "!!!" not in keep + text
