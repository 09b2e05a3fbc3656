"""After a save in `helploop serve` the page is there at once, and soon the site is what a full build would make."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from benchmarks.corpus import write_corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.mkdocs_plugins import edits as edits_module
from helploop.mkdocs_plugins import rebuild as rebuild_module
from helploop.mkdocs_plugins.build import HostBuild
from helploop.mkdocs_plugins.rebuild import Rebuild
from helploop.pipeline.edit import Work
from helploop.sources.settings import load_settings
from repositories import Repository

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
            return contents(Path(folder))


def built(root: Path, site: Path) -> HostBuild:
    found, _ = load_settings(root / "mkdocs.yml")
    assert found is not None
    build = HostBuild(root, found)
    build.check()
    build.finish(site)
    return build


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def pages(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.endswith(".html")}


@pytest.fixture(autouse=True, scope="module")
def no_patience() -> object:
    """Nobody waits for a quiet second here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rebuild_module, "PAGES_AFTER", 0)
        patch.setattr(rebuild_module, "MACHINES_AFTER", 0)
        yield


@pytest.mark.parametrize("hears", [True, False])
@pytest.mark.parametrize(
    ("old", "new"), [("## ", "## New "), ("title: ", "title: New "), ("summary: ", "promoted: true\nsummary: ")]
)
def test_an_edit_gives_what_a_full_build_gives(old: str, new: str, hears: bool, tmp_path: Path) -> None:
    served = Served(tmp_path, hears=hears)
    before = contents(served.site)
    served.edit(FIRST, old, new)
    served.rebuild.settle()
    assert served.calls == []
    assert contents(served.site) == served.cold() != before


def test_the_page_of_a_saved_article_is_there_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = Served(tmp_path)
    monkeypatch.setattr(rebuild_module, "PAGES_AFTER", 60)
    served.edit(FIRST, "title: ", "title: Brandnew ")
    assert "Brandnew" in served.page()
    assert served.page() == served.cold()[PAGE].decode()
    assert "Brandnew" not in served.page("articles/c000/index.html")
    monkeypatch.setattr(rebuild_module, "PAGES_AFTER", 0)
    served.edit(SECOND, "title: ", "title: Second ")
    served.rebuild.settle()
    assert "Brandnew" in served.page("articles/c000/index.html")


def test_browsers_reload_again_only_when_other_pages_changed(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.edit(FIRST, "summary: ", "review_by: 2030-01-01\nsummary: ")
    served.rebuild.settle()
    assert served.live.told == []
    served.edit(FIRST, "title: ", "title: Brandnew ")
    served.rebuild.settle()
    assert served.live.told == ["reload"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## ", "## New "),
        ("title: ", "title: New "),
        ("summary: ", "promoted: true\nsummary: "),
        ("keywords: [", "keywords: [brandnew, "),
        ("\n## ", "\nSee [it](a00002.md) and [that](../c000/index.md).\n\n## "),
    ],
)
def test_of_a_few_words_only_what_follows_from_them_is_made(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = Served(tmp_path)
    served.rebuild.settle()
    monkeypatch.setattr(HostBuild, "check", lambda _: 1 / 0)
    before = contents(served.site)
    for first, second in ((old, new), (new, old), (old, new)):
        served.edit(FIRST, first, second)
        served.rebuild.settle()
    monkeypatch.undo()
    assert [line for line in served.live.told if line != "reload"] == []
    assert contents(served.site) == served.cold() != before


def test_a_commit_dates_the_pages_of_the_next_save(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.rebuild.settle()
    repository = Repository.create(served.root)
    repository.git("add", ".")
    repository.git("commit", "-qm", "Begin", date="2026-03-04T05:06:07+00:00")
    served.edit(SECOND, "## ", "## New ")
    served.rebuild.settle()
    assert contents(served.site) == served.cold()
    assert "2026-03-04" in served.page()


def test_a_picture_under_its_old_name_is_loaded_again(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.save("articles/c000/a.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'/>")
    served.save("articles/c000/a.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2' id='b'/>")
    served.rebuild.settle()
    assert served.live.told == ["all is new", "all is new"]


def test_a_save_ends_what_is_being_made_of_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(tmp_path)
    monkeypatch.setattr(rebuild_module, "MACHINES_AFTER", 60)
    served.edit(FIRST, "title: ", "title: Brandnew ")
    monkeypatch.setattr(rebuild_module, "MACHINES_AFTER", 0)
    served.edit(FIRST, "title: Brandnew ", "title: ")
    served.rebuild.settle()
    assert contents(served.site) == served.cold()


names = st.sampled_from(["c000/a00000", "c000/a00002", "c001/a00001", "c000/new", "new/place"])
words = st.text("abc é語<&", max_size=8)
edits = st.one_of(
    st.tuples(st.just("write"), names, words),
    st.tuples(st.just("translate"), names, words),
    st.tuples(st.just("hide"), names),
    st.tuples(st.just("delete"), names),
    st.tuples(st.just("collection"), st.sampled_from(["c000", "new"]), words),
    st.tuples(st.just("announce"), names, words),
    st.tuples(st.just("wait")),
)


def apply(served: Served, what: str, name: str = "", title: str = "") -> None:
    head = f"---\ntitle: 'A {title}'\nsummary: '{title} in short'\n"
    body = f"---\n\nText of {title}. See [it](../c000/a00002.md) and [that](nowhere.md).\n\n## More\n"
    match what:
        case "write":
            served.save(f"articles/{name}.md", head + body)
        case "translate":
            served.save(f"articles/{name}.de.md", head + body)
        case "hide":
            served.save(f"articles/{name}.md", f"{head}draft: true\n{body}")
        case "delete":
            served.save(f"articles/{name}.md", None)
        case "collection":
            served.save(f"articles/{name}/index.md", head + body)
        case "announce":
            served.save(
                "changelog/2026-01-02-new.md",
                f"{head}date: 2026-01-02\ntype: new\narticles: [{name}]\n---\n\nHere: {title}.\n",
            )
        case _:
            served.rebuild.settle()


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(st.lists(edits, min_size=1, max_size=6))
def test_whatever_is_saved_the_served_site_becomes_what_a_cold_build_makes(changes: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder:
        served = Served(Path(folder))
        for change in changes:
            apply(served, *change)
        served.rebuild.settle()
        assert served.calls == []
        assert contents(served.site) == served.cold()


def test_beside_pages_of_docs_pages_that_come_or_go_are_the_hosts_business(tmp_path: Path) -> None:
    served = Served(tmp_path, hosted=True)
    served.edit(FIRST, "## ", "## New ")
    served.rebuild.settle()
    assert served.calls == []
    (served.root / FIRST).rename(served.root / "articles/c000/moved.md")
    served.rebuild()
    served.edit(SECOND, "title: ", "draft: true\ntitle: ")
    assert served.calls == ["all", "all"]


def test_settings_are_the_hosts_business(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.edit("mkdocs.yml", "Example", "Other")
    assert served.calls == ["all"]


def test_what_is_saved_together_with_settings_is_the_hosts_business(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.put("mkdocs.yml", CONFIG.replace("Example", "Other"))
    served.edit(FIRST, "## ", "## New ")
    served.rebuild.settle()
    assert served.live.told == ["rebuild ()"]
    served.rebuild()
    assert served.calls == ["all"]
    assert served.live.told == ["rebuild ()", "all is new"]


def test_a_failure_in_the_background_is_left_to_the_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(tmp_path)
    monkeypatch.setattr(rebuild_module, "make_edited", lambda *_: None)
    monkeypatch.setattr(HostBuild, "check", lambda _: 1 / 0)
    served.edit(FIRST, "## ", "## New ")
    served.rebuild.settle()
    served.rebuild()
    assert served.calls == ["all"]


def test_what_can_t_be_remembered_starts_no_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits_module, "keep_site", lambda *_: 1 / 0)
    served = Served(tmp_path)
    served.rebuild.settle()
    assert served.live.told == []
    served.edit(FIRST, "## ", "## New ")
    served.rebuild.settle()
    assert contents(served.site) == served.cold()
    assert [line for line in served.live.told if line != "reload"] == served.calls == []


def test_where_an_edit_fails_halfway_everything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(tmp_path)
    served.rebuild.settle()
    monkeypatch.setattr(Work, "kept_again", lambda _: 1 / 0)
    served.edit(FIRST, "title: ", "title: New ")
    served.rebuild.settle()
    assert served.calls == []
    assert contents(served.site) == served.cold()


def test_a_save_that_changes_nothing_keeps_nothing_from_being_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = Served(tmp_path)
    monkeypatch.setattr(rebuild_module, "MACHINES_AFTER", 60)
    served.edit("articles/c000/index.md", "title: ", "title: New ")
    monkeypatch.setattr(rebuild_module, "MACHINES_AFTER", 0)
    served.save("articles/gone.md", None)
    served.rebuild.settle()
    assert contents(served.site) == served.cold()
