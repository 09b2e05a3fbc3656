"""The sample's addresses: no word of them at first, a kind one while the site is written, a no before it goes live."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helploop.cli.main import run
from test_bad_inputs import call, host_here

WARNINGS = """\
mkdocs.yml:2: warning[sample-address]: `site_url` is `https://help.example.com/`, an address from the sample that is nobody's
  fix: write the address where people will find the site: feeds and messages lead there
mkdocs.yml:8: warning[sample-address]: `contact_email` is `support@example.com`, an address from the sample that is nobody's
  fix: write yours, or remove it
mkdocs.yml:12: warning[sample-address]: `tag_authority` is `help.example.com`, a domain from the sample that is nobody's
  fix: write a domain of yours before the first entry is published: it never changes after that
"""
NOTE = (
    "note: mkdocs.yml still has the sample's `site_url` (line 2), `contact_email` (line 8), `tag_authority` (line 12):"
    " write your own before the site goes live\n"
)
UNPUBLISHED = "nothing was published: the site is as it was\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert run(["new", "site", "made"]) == 0
    finally:
        os.chdir(here)
    return tmp_path / "made"


def said(root: Path, *arguments: str) -> tuple[int, str]:
    with host_here():
        code, printed = call(root, arguments)
    lines = printed.splitlines(keepends=True)
    return code, "".join(line for line in lines if not line.startswith(("built ", "note: this is no git repository")))


def test_a_new_site_is_not_bothered(root: Path) -> None:
    for arguments in (("check",), ("check", "--strict"), ("build",), ("build", "--strict")):
        _, printed = said(root, *arguments)
        assert "sample" not in printed, arguments


def test_a_site_with_texts_of_its_own_is_reminded(root: Path) -> None:
    (root / "articles/own.md").write_text("# Own\n\nText.\n", "utf-8")
    assert said(root, "build") == (0, NOTE)
    assert said(root, "build", "--quiet") == (0, "")
    assert NOTE in said(root, "check")[1]
    assert said(root, "check")[0] == 0


def test_a_publication_without_warnings_is_stopped(root: Path) -> None:
    (root / "articles/own.md").write_text("# Own\n\nText.\n", "utf-8")
    code, printed = said(root, "check", "--strict")
    assert WARNINGS in printed
    assert NOTE not in printed
    assert code == 1
    assert said(root, "build", "--strict") == (1, WARNINGS + UNPUBLISHED)
    assert not (root / "site").exists()
    assert "title=sample-address::`site_url` is" in said(root, "check", "--strict", "--format", "github")[1]


def test_nobody_is_told_to_change_the_ids_of_a_site_that_may_be_live(root: Path) -> None:
    (root / "articles/own.md").write_text("# Own\n\nText.\n", "utf-8")
    config = root / "mkdocs.yml"
    mine = config.read_text("utf-8").replace("https://help.example.com/", "https://help.acme.example/")
    config.write_text(mine.replace("support@example.com", "help@acme.example"), "utf-8")
    assert said(root, "build", "--strict") == (0, "")
