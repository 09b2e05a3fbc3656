"""`helploop import mkdocs` brings a folder or a project over once, and names what it can't read or leaves out."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from helploop.cli.main import run
from own_addresses import give_addresses


def test_a_project_of_docusaurus_is_brought_over_with_its_addresses(
    projects: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old = projects[0].parent / "docusaurus"
    (old / "docs/guides").mkdir(parents=True)
    (old / "docs/guides/_category_.json").write_text('{"label": "Guides", "position": 2}')
    (old / "docs/guides/a.mdx").write_text("import A from './a';\n\n# A\n\nText.\n")
    (old / "docusaurus.config.js").write_text("export default {presets: [['classic', {docs: {sidebarPath: 'x'}}]]}")
    assert run(["import", "mkdocs", str(old / "docs")]) == 0
    articles = projects[1] / "articles/guides"
    assert (articles / "a.md").read_text() == '---\nredirect_from: ["/docs/guides/a/"]\n---\n\n# A\n\nText.\n'
    assert (articles / "index.md").read_text() == '---\ntitle: "Guides"\norder: 2\n---\n'
    assert "left out" not in capsys.readouterr().out
    assert run(["check", "--strict"]) == 0
    (old / "docusaurus.config.js").write_text("export default {presets: [['classic', {docs: {routeBasePath: '/'}}]]}")
    (articles / "a.md").unlink()
    assert run(["import", "mkdocs", str(old / "docs")]) == 0
    assert 'redirect_from: ["/guides/a/"]' in (articles / "a.md").read_text()


@pytest.fixture
def projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    old, new = tmp_path / "old", tmp_path / "new"
    (old / "docs/guides").mkdir(parents=True)
    (old / "docs/img").mkdir()
    (old / "mkdocs.yml").write_text(
        "site_name: Old\ntheme: {name: material}\nnav: [{Guides: [guides/a.md]}]\n"
        "markdown_extensions:\n  - admonition\n  - pymdownx.keys\n"
        "  - pymdownx.emoji:\n      emoji_index: !!python/name:x.y\n"
    )
    (old / "docs/guides/a.md").write_text("# A\n\n![the logo](../img/logo.svg)\n")
    (old / "docs/img/logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    (old / "docs/extra.css").write_text("a {}")
    assert run(["new", "site", str(new)]) == 0
    give_addresses(new)
    monkeypatch.chdir(new)
    return old, new


def test_a_site_is_brought_over_once_and_checks_without_a_problem(
    projects: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = projects
    capsys.readouterr()
    assert run(["import", "mkdocs", str(old), "--dry-run", "--json"]) == 0
    planned = json.loads(capsys.readouterr().out)
    assert [page["path"] for page in planned["pages"]] == ["guides/a.md", "guides/index.md"]
    assert planned["copied"] == ["img/logo.svg"]
    assert planned["left_out"] == [
        "extra.css: no page, and no file that a site can show",
        "extensions of its Markdown, which you can add to mkdocs.yml: pymdownx.keys, pymdownx.emoji",
    ]
    assert not (new / "articles/guides").exists()
    assert run(["import", "mkdocs", str(old / "mkdocs.yml")]) == 0
    assert (new / "articles/img/logo.svg").exists()
    assert run(["check", "--strict"]) == 0
    capsys.readouterr()
    assert run(["import", "mkdocs", str(old)]) == 0
    assert "2 pages: 0 written, 2 there already, 0 left alone; 0 other files copied" in capsys.readouterr().out


def test_however_a_folder_is_named_its_pages_go_to_the_same_places(
    projects: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    found = []
    for named in (str(projects[0]), "../old", "../new/../old/", "../old/mkdocs.yml"):
        assert run(["import", "mkdocs", named, "--dry-run", "--json"]) == 0
        found.append(json.loads(capsys.readouterr().out))
    assert [page["path"] for page in found[0]["pages"]] == ["guides/a.md", "guides/index.md"]
    assert found[1:] == found[:1] * 3


def test_settings_that_cannot_be_read_are_named(
    projects: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with (projects[0] / "mkdocs.yml").open("a") as settings:
        settings.write("extra: {a: !!python/name:x.y}}\n")
    assert run(["import", "mkdocs", str(projects[0]), "--dry-run"]) == 0
    assert "left out: mkdocs.yml:9: this is not valid YAML" in capsys.readouterr().out


def test_what_somebody_has_edited_stays(projects: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = projects
    (new / "articles/guides").mkdir()
    (new / "articles/guides/a.md").write_text("# Mine\n")
    assert run(["import", "mkdocs", str(old)]) == 0
    assert "left alone articles/guides/a.md (it is there already, with another text)" in capsys.readouterr().out
    assert (new / "articles/guides/a.md").read_text() == "# Mine\n"


@pytest.mark.parametrize(("name", "said"), [("nowhere", "is no folder"), ("../new/articles", "are in one folder")])
def test_a_folder_that_cannot_be_meant_is_refused(
    projects: tuple[Path, Path], capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    assert run(["import", "mkdocs", str(projects[0] / name)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("projects")
@pytest.mark.parametrize("tool", ["mkdocs", "docusaurus"])
@pytest.mark.parametrize("name", ["/", ".."])
def test_a_folder_that_holds_this_site_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tool: str, name: str
) -> None:
    capsys.readouterr()
    monkeypatch.setattr(os, "walk", lambda top, **_: pytest.fail(f"{top} is read"))
    assert run(["import", tool, name]) == 2
    said = f"helploop: `{name}` and the articles of this site are in one folder\n  fix: name the other project\n"
    assert capsys.readouterr().err == said


def test_files_nobody_can_read_are_named_with_line_and_remedy(
    projects: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    docs = projects[0] / "docs"
    (docs / "latin.md").write_bytes(b"# Caf\xc3\xa9\n\nna\xefve\n")
    (docs / "nul.md").write_bytes(b"# T\n\na\0b\n")
    (docs / "loop").symlink_to(docs, target_is_directory=True)
    (docs / b"\xff\xfe.md".decode("utf-8", "surrogateescape")).write_text("# A\n")
    capsys.readouterr()
    assert run(["import", "mkdocs", str(projects[0])]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if "md:" in line or "loop:" in line] == [
        "left out: latin.md:3: byte 0xef at offset 11 is not UTF-8 (save as UTF-8)",
        "left out: loop: a link to somewhere else, or no file",
        "left out: nul.md:3: a NUL character; text was expected (remove the NUL character)",
        "left out: \ufffd\ufffd.md: its name is not UTF-8 (give it another name, then run this again)",
    ]


def test_settings_of_the_other_site_are_named_by_their_whole_path(
    projects: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    config = projects[0] / "mkdocs.yml"
    config.write_text("- a\n")
    capsys.readouterr()
    assert run(["import", "mkdocs", str(projects[0])]) == 2
    assert capsys.readouterr().err == (
        f"helploop: {config}:1:1: error[config-yaml]: keys with values were expected\n  fix: write `site_name: …`\n"
    )
    page = projects[0] / "docs/guides/a.md"
    assert run(["import", "mkdocs", str(page)]) == 2
    assert capsys.readouterr().err == (
        f"helploop: `{page}` is no folder\n  fix: name a folder with a mkdocs.yml, or one of Markdown files\n"
    )


def test_a_navigation_that_is_no_list_is_named(projects: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, _ = projects
    (old / "mkdocs.yml").write_text("site_name: Old\nnav: 5\n")
    capsys.readouterr()
    assert run(["import", "mkdocs", str(old), "--dry-run", "--json"]) == 0
    planned = json.loads(capsys.readouterr().out)
    assert planned["left_out"] == [
        "extra.css: no page, and no file that a site can show",
        "mkdocs.yml: `nav` is `5`, a list of pages was expected (the pages keep the order of their names)",
    ]
