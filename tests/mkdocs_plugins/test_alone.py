"""A project that has nothing for the host is built without it: the same bytes, the same words, the same exit code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helploop.cli.main import run
from helploop.mkdocs_plugins import alone
from helploop.mkdocs_plugins.build import HostBuild
from trees import read_tree

MISTAKE = "---\ntitle: Bad\n---\n\n[nowhere](nowhere.md)\n"

BARE = "site_name: A\ntheme: helploop\nplugins:\n  - helploop/articles: {languages: [en, de]}\n  - helploop/search\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    run(["new", "site", str(tmp_path / "project")])
    shutil.rmtree(tmp_path / "project/docs")
    for file in (tmp_path / "project/articles/account").glob("export-data*.md"):
        file.write_text(
            file.read_text("utf-8").replace("../../docs/privacy.md", "../getting-started/sign-in.md"), "utf-8"
        )
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def by_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "_is_alone", lambda *_: False)


@pytest.mark.parametrize("address", [True, False], ids=["with an address", "without"])
def test_a_site_is_the_same_with_and_without_the_host(
    root: Path, address: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = root / "mkdocs.yml"
    if not address:
        config.write_text(BARE, "utf-8")
    assert alone._is_alone(config, "docs")
    assert run(["build"]) == 0
    without = read_tree(root / "site")
    by_the_host(monkeypatch)
    assert run(["build", "--no-cache"]) == 0
    assert read_tree(root / "site") == without


@pytest.mark.parametrize("flag", [[], ["--strict"], ["--keep-going"]])
@pytest.mark.parametrize("text", ["---\ntitle: Fix: broken\n---\n", MISTAKE])
def test_a_mistake_is_told_the_same_way(
    root: Path, text: str, flag: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (root / "articles/bad.md").write_text(text, "utf-8")
    code, said = run(["build", *flag]), capfd.readouterr().err
    by_the_host(monkeypatch)
    assert (run(["build", *flag]), capfd.readouterr().err) == (code, said)
    assert "articles/bad.md" in said


def test_what_fails_inside_is_begun_anew_by_the_host(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["build", "--no-cache"]) == 0
    first = read_tree(root / "site")
    monkeypatch.setattr(HostBuild, "finish", lambda *_: 1 / 0)
    assert run(["build"]) == 0
    assert read_tree(root / "site") == first


@pytest.mark.parametrize("more", ["nav: []", "markdown_extensions: [toc]", "hooks: [hook.py]", "extra_css: [a.css]"])
def test_whatever_the_host_may_have_an_opinion_on_is_left_to_it(root: Path, more: str) -> None:
    config = root / "mkdocs.yml"
    assert alone._is_alone(config, "docs")
    config.write_text(f"{config.read_text('utf-8')}\n{more}\n", "utf-8")
    assert not alone._is_alone(config, "docs")


def test_a_page_in_docs_is_for_the_host(root: Path) -> None:
    (root / "docs").mkdir()
    assert not alone._is_alone(root / "mkdocs.yml", "docs")
