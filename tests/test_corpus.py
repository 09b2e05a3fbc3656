"""A real help center by many hands, 1,624 files in 13 languages: every file is a page or a named problem."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from built import BuiltSite, build
from helploop.cli.check import check

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = "en de es fr hi ja ko pt ru tr uk zh-Hans zh-Hant".split()

pytestmark = pytest.mark.slow


def test_every_source_file_is_a_page_or_a_named_problem(corpus: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(corpus, root / "articles")
    config = f"site_name: Corpus\nsite_url: https://c.example/\nplugins:\n  - helploop/articles:\n      languages: [{', '.join(LANGUAGES)}]\n"
    (root / "mkdocs.yml").write_text(config + "theme:\n  name: helploop\n")
    _, printed = build(root, tmp_path / "site")
    assert "Traceback" not in printed
    site = BuiltSite(tmp_path / "site")
    here = os.getcwd()
    os.chdir(root)
    try:
        reported = json.loads(CliRunner().invoke(check, ["--format", "json"]).output)
    finally:
        os.chdir(here)
    named = {problem["path"] for problem in reported["problems"] if problem["severity"] == "error"}
    lost = [
        path
        for path in sorted((root / "articles").rglob("*.md"))
        if not _is_published(path.relative_to(root).as_posix(), site, named)
    ]
    assert lost == []


def _is_published(path: str, site: BuiltSite, named: set[str]) -> bool:
    """Whether a source file has a page in its language, or is named in an error."""
    stem = path.removesuffix(".md")
    plain, _, suffix = stem.rpartition(".")
    language, key = (suffix, plain) if suffix in LANGUAGES else ("en", stem)
    prefix = "" if language == "en" else f"{language}/"
    page = f"{prefix}{key.removesuffix('/index')}/index.html"
    if path in named and page not in site.files:
        return True
    return page in site.files and site.page(page).all("html")[0]["lang"] == language
