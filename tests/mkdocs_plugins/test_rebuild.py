"""After a save in `helploop serve` the site is what a full build would make; the host rebuilds only when it has to."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from benchmarks.corpus import write_corpus

from helploop.mkdocs_plugins.build import HostBuild
from helploop.mkdocs_plugins.rebuild import Rebuild
from helploop.sources.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = "site_name: Example\nplugins:\n  - helploop/articles: {languages: [en]}\n  - helploop/search\ntheme: {name: helploop}\n"


def built(root: Path, site: Path) -> HostBuild:
    settings, _ = load_settings(root / "mkdocs.yml")
    assert settings is not None
    build = HostBuild(root, settings)
    build.check()
    build.finish(site)
    return build


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture
def live(tmp_path: Path) -> tuple[Path, Rebuild, list[str]]:
    root = tmp_path / "project"
    write_corpus(root / "articles", 6)
    (root / "mkdocs.yml").write_text(CONFIG, "utf-8")
    calls: list[str] = []
    plugin = SimpleNamespace(build=built(root, tmp_path / "site"))
    return root, Rebuild(plugin, lambda: calls.append("everything"), tmp_path / "site"), calls


def edit(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("old", "new"), [("## ", "## New "), ("title: ", "title: New "), ("summary: ", "keywords: [new]\nsummary: ")]
)
def test_an_edit_gives_what_a_full_build_gives(
    live: tuple[Path, Rebuild, list[str]], old: str, new: str, tmp_path: Path
) -> None:
    root, rebuild, calls = live
    if new.startswith("keywords"):
        edit(root / "articles/c000/a00000.md", "keywords: ", "contexts: ")
    edit(root / "articles/c000/a00000.md", old, new)
    rebuild()
    assert calls == []
    readable = {path: data for path, data in contents(tmp_path / "site").items() if path.endswith(".html")}
    assert rebuild.timer is not None
    rebuild.timer.join()
    built(root, tmp_path / "other")
    made, wanted = contents(tmp_path / "site"), contents(tmp_path / "other")
    assert readable == {path: data for path, data in wanted.items() if path.endswith(".html")}
    # Parts of the search index are named by their content: those of the last index may still lie there.
    assert {path: made[path] for path in wanted} == wanted


def test_pages_that_come_or_go_and_settings_are_the_hosts_business(live: tuple[Path, Rebuild, list[str]]) -> None:
    root, rebuild, calls = live
    (root / "articles/c000/a00000.md").rename(root / "articles/c000/moved.md")
    rebuild()
    edit(root / "articles/c000/a00002.md", "title: ", "draft: true\ntitle: ")
    rebuild()
    edit(root / "mkdocs.yml", "Example", "Other")
    rebuild()
    assert calls == ["everything"] * 3
