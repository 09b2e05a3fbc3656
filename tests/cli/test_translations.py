"""`helploop translations` counts what is missing and outdated, and records a review."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from helploop.cli.main import run

CONFIG = "site_name: A\nsite_url: https://a.example/\nplugins:\n  - helploop/articles:\n      languages: [en, de, ja]\n"


@pytest.fixture
def root(project, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = project(
        {
            "mkdocs.yml": CONFIG,
            "articles/one.md": "---\ntitle: One\n---\nFirst.\n",
            "articles/two.md": "---\ntitle: Two\n---\nSecond.\n",
            "articles/one.de.md": "---\ntitle: Eins\nsource: 000000000000\n---\nErstens.\n",
        }
    )
    monkeypatch.chdir(root)
    return root


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    run(["translations", "--json", *arguments])
    return {row["language"]: row for row in json.loads(capsys.readouterr().out)["languages"]}


def test_missing_and_outdated_translations_are_listed_with_percentages(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["translations"]) == 0
    assert capsys.readouterr().out == (
        "de: 1 of 2 translated (50%), 1 outdated (100%)\n"
        "  missing   two\n"
        "  outdated  articles/one.de.md\n"
        "ja: 0 of 2 translated (0%), 0 outdated (0%)\n"
        "  missing   one\n"
        "  missing   two\n"
    )


def test_too_many_outdated_translations_fail(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["translations", "--max-outdated", "10%"]) == 1
    assert "more than 10% outdated: de" in capsys.readouterr().err
    assert run(["translations", "--max-outdated", "100%"]) == 0


def test_mark_records_the_original_and_changes_nothing_else(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["translations", "mark", "articles/one.de.md"]) == 0
    capsys.readouterr()
    assert report(capsys)["de"]["outdated"] == []
    lines = (root / "articles/one.de.md").read_text().splitlines()
    assert [line for line in lines if not line.startswith("source:")] == ["---", "title: Eins", "---", "Erstens."]


def test_a_listed_path_can_be_marked_from_anywhere(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root.parent)
    assert run(["translations", "mark", "-f", str(root / "mkdocs.yml"), "articles/one.de.md"]) == 0
    capsys.readouterr()
    assert report(capsys, "-f", str(root))["de"]["outdated"] == []


def test_an_edit_of_the_original_makes_its_translation_outdated_again(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["translations", "mark", "articles/one.de.md"])
    (root / "articles/one.md").write_text("---\ntitle: One\n---\nFirst, and more.\n")
    capsys.readouterr()
    assert report(capsys)["de"]["outdated"] == ["articles/one.de.md"]


def test_trailing_blanks_do_not_make_a_translation_outdated(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["translations", "mark", "articles/one.de.md"])
    (root / "articles/one.md").write_text("---\ntitle: One\n---\n\nFirst.   \n\n\n")
    capsys.readouterr()
    assert report(capsys)["de"]["outdated"] == []


def test_mark_of_an_original_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["translations", "mark", "articles/one.md"]) == 1
    assert "`articles/one.md` is no translation" in capsys.readouterr().err


def test_an_unknown_language_is_named_with_the_nearest(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["translations", "--language", "d"]) == 2
    assert "there is no language `d`" in capsys.readouterr().err


ROADMAP = "items:\n  - {id: sso, title: Single sign-on, stage: planned}\n  - {id: csv, title: CSV, stage: planned}\n"
OVERLAY = """items:
  # a remark
  sso:
    title: Einmal anmelden
    source: "000000000000"  # of old
  csv:
    title: CSV
"""


@pytest.fixture
def with_roadmap(root: Path) -> Path:
    (root / "mkdocs.yml").write_text(f"{CONFIG}  - helploop/roadmap\n")
    (root / "roadmap.yaml").write_text(ROADMAP)
    (root / "roadmap.de.yaml").write_text(OVERLAY)
    return root


def test_roadmap_items_are_counted_like_articles(with_roadmap: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["translations"]) == 0
    assert capsys.readouterr().out == (
        "de: 3 of 4 translated (75%), 2 outdated (67%)\n"
        "  missing   two\n"
        "  outdated  articles/one.de.md\n"
        "  outdated  roadmap.de.yaml#sso\n"
        "  unmarked  roadmap.de.yaml#csv\n"
        "ja: 0 of 4 translated (0%), 0 outdated (0%)\n"
        "  missing   one\n"
        "  missing   two\n"
        "  missing   roadmap.yaml#sso\n"
        "  missing   roadmap.yaml#csv\n"
    )


def test_a_roadmap_item_is_marked_and_nothing_else_changes(
    with_roadmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["translations", "mark", "roadmap.de.yaml#sso", "roadmap.de.yaml#csv"]) == 0
    capsys.readouterr()
    found = report(capsys)["de"]
    assert (found["outdated"], found["unmarked"]) == (["articles/one.de.md"], [])
    lines = (with_roadmap / "roadmap.de.yaml").read_text().splitlines()
    kept = [line for line in OVERLAY.splitlines() if "source" not in line]
    assert [line for line in lines if "source" not in line] == kept
    assert run(["translations", "mark", "roadmap.de.yaml#ssso"]) == 1
    assert capsys.readouterr().err == (
        "helploop: `roadmap.de.yaml#ssso` is no translation of a roadmap item\n"
        "  fix: did you mean `roadmap.de.yaml#sso`?\n"
    )


@pytest.mark.parametrize("is_current", [False, True])
def test_readers_are_told_of_outdated_translations_and_of_no_others(root: Path, *, is_current: bool) -> None:
    """A build that ends lets go of the texts before it makes pages; what they said of each other stays known."""
    (root / "mkdocs.yml").write_text(f"{CONFIG}  - helploop/search\ntheme: {{name: helploop}}\n", "utf-8")
    if is_current:
        run(["translations", "mark", "articles/one.de.md"])
    assert run(["build"]) == 0
    page = (root / "site/de/articles/one/index.html").read_text("utf-8")
    document = json.loads((root / "site/api/v1/de/articles/one.json").read_text("utf-8"))
    assert document["outdated"] is not is_current
    assert ("hl-notice" in page) is not is_current


def test_what_else_readers_see_untranslated_is_named_and_counts_nowhere(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "mkdocs.yml").write_text(f"{CONFIG}  - helploop/changelog\n")
    note = "---\ntitle: One\ndate: 2026-11-{day}\ntype: new\n---\nText.\n"
    files = {"articles/a/index.md": "---\ntitle: A\n---\n", "articles/a/three.md": "---\ntitle: Three\n---\nThird.\n"}
    files |= {f"changelog/2026-11-{day}-one.md": note.format(day=day) for day in range(10, 21)}
    files |= {"changelog/2026-11-10-one.de.md": "---\ntitle: Eins\n---\nText.\n"}
    for path, text in files.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text)
    notes = [f"changelog/2026-11-{day}-one.md" for day in range(20, 10, -1)]
    missing = ["articles/a/index.md", *notes]
    found = report(capsys)["de"]
    assert (found["also_missing"], found["total"], found["complete"]) == (missing, 3, 33.3)
    assert run(["translations", "--language", "de"]) == 0
    printed = capsys.readouterr().out
    assert [line.split()[1] for line in printed.splitlines() if line.startswith("  also")] == [*missing[:10], "…"]
    assert "  also      … and 1 more (--json lists them)" in printed


OTHERS = {
    "mkdocs.yml": CONFIG + "  - helploop/changelog:\n      tag_authority: a.example\n",
    "articles/index.md": "---\ntitle: Help\n---\n",
    "articles/index.de.md": "---\ntitle: Hilfe\n---\n",
    "articles/team/index.md": "---\ntitle: Team\n---\n",
    "articles/team/index.de.md": "---\ntitle: Das Team\n---\n",
    "articles/team/a.md": "# A\n\nText.\n",
    "changelog/new.md": "---\ntitle: New\ndate: 2026-01-01\ntype: new\n---\nText.\n",
    "changelog/new.de.md": "---\ntitle: Neu\n---\nText.\n",
    "changelog/later.md": "---\ntitle: Later\ndate: 2099-01-01\ntype: new\n---\nText.\n",
    "changelog/later.de.md": "---\ntitle: Dann\n---\nText.\n",
    "changelog/alone.de.md": "---\ntitle: Allein\n---\nText.\n",
}


@pytest.fixture
def others(project, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = project(OTHERS)
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize(
    ("path", "original"),
    [
        ("articles/index.de.md", "articles/index.md"),
        ("articles/team/index.de.md", "articles/team/index.md"),
        ("changelog/new.de.md", "changelog/new.md"),
        ("changelog/later.de.md", "changelog/later.md"),
    ],
)
def test_collections_and_release_notes_can_be_marked_and_grow_old(
    others: Path, capsys: pytest.CaptureFixture[str], path: str, original: str
) -> None:
    assert run(["translations", "mark", path]) == 0
    digest = re.fullmatch(rf"marked {path}: source: ([0-9a-f]{{12}})\n", capsys.readouterr().out)[1]
    assert f"source: {digest}\n" in (others / path).read_text().replace('"', "")
    run(["check"])
    assert "stale-translation" not in capsys.readouterr().out
    file = others / original
    file.write_text(file.read_text().replace("title: ", "title: Much more of "))
    run(["check"])
    line = (others / path).read_text().splitlines().index(f"source: {digest}") + 1
    assert (
        f"{path}:{line}: warning[stale-translation]: the translation was made from an older text of {original}\n"
        f"  fix: review it, then run `helploop translations mark {path}`\n"
    ) in capsys.readouterr().out


def test_what_can_not_be_marked_is_said_with_what_can(others: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["translations", "mark", "changelog/new.md"]) == 1
    assert capsys.readouterr().err == (
        "helploop: `changelog/new.md` is no translation that can be read\n  fix: did you mean `changelog/new.de.md`?\n"
    )
    (others / "roadmap.yaml").write_text(ROADMAP)
    (others / "roadmap.de.yaml").write_text(OVERLAY)
    (others / "mkdocs.yml").write_text(OTHERS["mkdocs.yml"] + "  - helploop/roadmap\n")
    assert run(["translations", "mark", "roadmap.de.yaml"]) == 1
    assert capsys.readouterr().err == (
        "helploop: `roadmap.de.yaml` is no translation that can be read\n"
        "  fix: name one of its items: `roadmap.de.yaml#sso`\n"
    )
