"""A project that is served from a folder, saved to by its author, and held against a build that knows nothing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from benchmarks.corpus import write_corpus

from helploop.mkdocs_plugins.build import HostBuild
from helploop.mkdocs_plugins.rebuild import Rebuild
from helploop.sources.settings import load_settings
from trees import read_tree

CONFIG = """\
site_name: Example
site_url: https://help.example.com/
theme: {name: helploop}
plugins:
  - helploop/articles: {languages: [en, de]}
  - helploop/search
  - helploop/changelog
"""
FIRST, SECOND = "articles/c000/a00000.md", "articles/c000/a00002.md"
PAGE = "articles/c000/a00000/index.html"


class Saves:
    """The live server as far as a rebuild knows it: which files were saved, and what it was told."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.told: list[str] = []

    def saved(self) -> set[str]:
        paths, self.paths = self.paths, set()
        return paths

    def hear(self, paths: object) -> None:
        self.told.append(f"rebuild {paths}")

    def reload(self, *, is_all_new: bool = False) -> None:
        self.told.append("load all again" if is_all_new else "reload")

    def all_is_new(self) -> None:
        self.told.append("all is new")


class Served:
    """A project that is served from a folder."""

    def __init__(self, folder: Path, *, hears: bool = True, hosted: bool = False) -> None:
        self.folder, self.root, self.site = folder, folder / "project", folder / "site"
        write_corpus(self.root / "articles", 6)
        (self.root / "mkdocs.yml").write_text(CONFIG, "utf-8")
        self.put(
            "changelog/2026-01-02-new.md",
            "---\ntitle: New\ndate: 2026-01-02\ntype: new\narticles: [c000/a00000]\n---\n\nIt is here.\n",
        )
        self.calls: list[str] = []
        self.live = Saves()
        build = built(self.root, self.site)
        if hosted:
            build.hosted = {"more/index.html": "docs/more.md"}
        plugin = SimpleNamespace(build=build)
        self.rebuild = Rebuild(plugin, lambda: self.calls.append("all"), self.site, self.live if hears else None)  # type: ignore[arg-type]

    def put(self, name: str, text: str | None) -> None:
        """Save a file, or remove it."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(text, "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        self.save(name, (self.root / name).read_text("utf-8").replace(old, new, 1))

    def save(self, name: str, text: str | None) -> None:
        self.put(name, text)
        self.live.paths.add(str(self.root / name))
        self.rebuild()

    def page(self, path: str = PAGE) -> str:
        return (self.site / path).read_text("utf-8")

    def cold(self) -> dict[str, bytes]:
        with TemporaryDirectory() as folder:
            built(self.root, Path(folder))
            return read_tree(Path(folder))


def built(root: Path, site: Path) -> HostBuild:
    found, _ = load_settings(root / "mkdocs.yml")
    assert found is not None
    build = HostBuild(root, found)
    build.check()
    build.finish(site)
    return build
