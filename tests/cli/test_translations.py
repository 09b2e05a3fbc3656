"""`helploop translations` counts what is missing and outdated, and records a review."""

from __future__ import annotations

import json
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
