"""`helploop new` makes things that are right at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from built import BuiltSite, build
from helploop.cli.main import run


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert run(["new", "site", str(tmp_path / "my-help"), "--name", "My Help"]) == 0
    return tmp_path / "my-help"


def test_a_new_site_builds_without_a_single_warning(site: Path, tmp_path: Path) -> None:
    code, printed = build(site, tmp_path / "built")
    assert (code, printed) == (0, "")
    pages = BuiltSite(tmp_path / "built")
    assert "My Help" in pages.page("").text
    assert pages.page("de/").all("html") == [{"lang": "de", "dir": "ltr"}]
    assert "articles/account/export-data/index.html" in pages.files
    assert "de/articles/account/export-data/index.html" in pages.files


def test_a_new_site_checks_without_a_problem(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    assert run(["check", "--strict"]) == 0
    assert capsys.readouterr().out == "0 errors, 0 warnings\n"


def test_the_translations_of_a_new_site_are_current(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["translations", "-f", str(site / "mkdocs.yml")]) == 0
    assert capsys.readouterr().out == "de: 4 of 4 translated (100%), 0 outdated (0%)\n"


def test_a_second_new_site_in_the_same_folder_is_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "mkdocs.yml").write_text("site_name: Mine\n")
    assert run(["new", "site", str(site)]) == 1
    assert "already holds" in capsys.readouterr().err
    assert (site / "mkdocs.yml").read_text() == "site_name: Mine\n"


def test_a_file_where_a_folder_was_expected_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine\n")
    assert run(["new", "site", str(tmp_path / "notes.txt")]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "can't be written: Not a directory" in printed.err


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert run(["new", "site", str(tmp_path / "dry"), "--dry-run"]) == 0
    assert not (tmp_path / "dry").exists()


def test_a_new_article_is_valid_and_where_it_was_asked_for(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    assert run(["new", "article", "billing/refund a payment", "--title", "Refund a payment"]) == 0
    file = site / "articles" / "billing" / "refund-a-payment.md"
    assert 'title: "Refund a payment"' in file.read_text()
    assert run(["check"]) == 0


def test_a_new_article_never_replaces_one(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    before = (site / "articles/account/export-data.md").read_bytes()
    assert run(["new", "article", "account/export-data"]) == 1
    assert "exists already" in capsys.readouterr().err
    assert (site / "articles/account/export-data.md").read_bytes() == before


def test_a_translation_needs_a_language_of_the_site(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    assert run(["new", "article", "account/export-data", "--language", "fr"]) == 1
    assert "`fr` is no other language of the site" in capsys.readouterr().err
