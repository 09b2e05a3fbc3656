"""A warm build is a cold build, byte for byte, whatever happened in between; and so is a build by any number of workers."""

from __future__ import annotations

import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from benchmarks.corpus import write_corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from built import render_site, take_over
from helploop.pipeline import workers as workers_module
from helploop.pipeline.ahead import Ahead
from helploop.pipeline.cache import Cache
from helploop.pipeline.check import check_site
from helploop.pipeline.checked import Tools
from helploop.pipeline.output import NOTHING, Last
from helploop.pipeline.workers import Workers
from helploop.sources.settings import load_settings

TODAY = date(2026, 11, 23)
CONFIG = """\
site_name: Example
site_url: https://help.example.com/
theme: {name: helploop}
plugins:
  - helploop/articles: {languages: [en, de]}
  - helploop/search
  - helploop/changelog
  - helploop/roadmap
"""
ARTICLES = ("billing/export", "billing/invoices", "team/roles", "team/invite", "start")
TEXTS = (
    "Export the table as a file. See [roles](../team/roles.md).\n\n## Where\n\nIn `settings`.",
    "Invite people by mail.\n\n```python\nx = 1\n```\n\n## Who\n\nEveryone may export the table.",
    "| a | b |\n|---|---|\n| table | export |\n\n<script>x</script> [gone](nowhere.md)",
)
name, words, text = st.sampled_from(ARTICLES), st.text("abc é語<&", max_size=8), st.sampled_from(TEXTS)
edits = st.lists(
    st.one_of(
        st.tuples(st.just("write"), name, words, text),
        st.tuples(st.just("translate"), name, words, text),
        st.tuples(st.just("rename"), name, st.sampled_from(["billing/moved", "new/place"])),
        st.tuples(st.just("delete"), name),
        st.tuples(st.just("collection"), st.sampled_from(["billing", "team"]), words),
        st.tuples(st.just("announce"), st.integers(1, 3), words, name),
        st.tuples(st.just("plan"), st.sampled_from(["planned", "building"]), words),
        st.tuples(
            st.just("configure"),
            st.sampled_from(["Example", "Other name"]),
            st.sampled_from(["en, de", "en", "de, en"]),
        ),
        st.tuples(st.just("mark down"), st.sampled_from(["", "markdown_extensions: [pymdownx.caret]\n"])),
        st.tuples(
            st.just("template"),
            st.sampled_from(["article.html", "parts/own.html"]),
            st.sampled_from(["<i>1</i>", "<b>2</b>"]),
        ),
    ),
    min_size=1,
    max_size=3,
)


def put(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")


def article(title: str, body: str) -> str:
    return f"---\ntitle: 'A {title}'\nsummary: '{title} in short'\n---\n\n{body}\n"


def start(root: Path) -> None:
    put(root / "mkdocs.yml", CONFIG)
    for number, key in enumerate(ARTICLES):
        put(root / f"articles/{key}.md", article(f"title {number}", TEXTS[number % 2]))
    edit(root, "plan", "planned", "first")
    edit(root, "announce", 1, "first", ARTICLES[0])


def edit(root: Path, what: str, *how: object) -> None:
    articles = root / "articles"
    match what, how:
        case "write", (key, title, body):
            put(articles / f"{key}.md", article(str(title), str(body)))
        case "translate", (key, title, body):
            put(articles / f"{key}.de.md", article(str(title), str(body)))
        case "rename", (old, new):
            if (articles / f"{old}.md").exists():
                (articles / str(new)).parent.mkdir(exist_ok=True)
                (articles / f"{old}.md").rename(articles / f"{new}.md")
        case "delete", (key,):
            (articles / f"{key}.md").unlink(missing_ok=True)
        case "collection", (key, title):
            put(articles / f"{key}/index.md", article(str(title), "Intro, see [start](../start.md)."))
        case "announce", (day, title, key):
            head = f"---\ntitle: 'New {title}'\ndate: 2026-11-0{day}\ntype: new\narticles: [{key}]\n---\n\n"
            put(root / f"changelog/2026-11-0{day}-news.md", f"{head}It works. See [it](../articles/{key}.md).\n")
        case "plan", (stage, title):
            put(root / "roadmap.yaml", f"items:\n  - id: faster\n    title: 'Faster {title}'\n    stage: {stage}\n")
        case "configure", (site, languages):
            config = CONFIG.replace("Example", str(site), 1).replace("en, de", str(languages))
            put(root / "mkdocs.yml", config)
        case "mark down", (lines,):
            put(root / "mkdocs.yml", CONFIG + str(lines))
        case "template", (file, mark):
            original = "{% extends 'base.html' %}{% block main %}" if file == "article.html" else ""
            put(root / f"overrides/{file}", f"{original}{mark}" + ("{% endblock %}" if original else ""))
        case _:
            raise AssertionError(what)


def build(
    root: Path, cache: Path | None = None, workers: Workers | None = None
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    config, _ = load_settings(root / "mkdocs.yml")
    assert config is not None
    tools = Tools(Cache(cache), workers or Workers(1))
    checked = check_site(root, config, TODAY, tools, for_search=True)
    files, problems = render_site(root, checked, tools)
    tools.cache.close()
    return files, tuple(map(str, (*checked.problems, *problems)))


@settings(max_examples=8, deadline=None)
@given(st.lists(edits, min_size=1, max_size=3))
def test_a_warm_build_is_a_cold_build(rounds: list[list[tuple[object, ...]]]) -> None:
    with TemporaryDirectory() as folder:
        root, cache = Path(folder) / "project", Path(folder) / "cache.sqlite"
        start(root)
        _, last = warm(root, cache, Path(folder) / "first", NOTHING)
        for number, changes in enumerate(rounds):
            for what, *how in changes:
                edit(root, str(what), *how)
            made, last = warm(root, cache, Path(folder) / str(number), last)
            assert made == build(root)


def warm(root: Path, cache: Path, folder: Path, last: Last) -> tuple[tuple[dict[str, bytes], tuple[str, ...]], Last]:
    """A build that knows the last one and takes over what it can from its site."""
    config, _ = load_settings(root / "mkdocs.yml")
    assert config is not None
    tools = Tools(Cache(cache), Workers(1))
    checked = check_site(root, config, TODAY, tools, for_search=True)
    files, problems, last = take_over(root, checked, tools, folder, last)
    tools.cache.close()
    return (files, tuple(map(str, (*checked.problems, *problems)))), last


def test_a_built_file_that_somebody_changed_is_made_again(tmp_path: Path) -> None:
    root, cache = tmp_path / "project", tmp_path / "cache.sqlite"
    start(root)
    first, last = warm(root, cache, tmp_path / "first", NOTHING)
    for path in ("articles/start/index.html", "robots.txt"):
        (tmp_path / "first" / path).write_text("minified", "utf-8")
    assert warm(root, cache, tmp_path / "second", last)[0] == first


def test_what_did_not_change_is_the_same_file(tmp_path: Path) -> None:
    root, cache = tmp_path / "project", tmp_path / "cache.sqlite"
    start(root)
    _, last = warm(root, cache, tmp_path / "first", NOTHING)
    edit(root, "write", "team/roles", "New", TEXTS[0])
    _, now = warm(root, cache, tmp_path / "second", last)
    again = {path for path, written in now.record.items() if last.record.get(path) != written}
    assert "articles/team/roles/index.html" in again
    assert "articles/billing/invoices/index.html" not in again


def test_undoing_an_edit_brings_back_every_byte(tmp_path: Path) -> None:
    root, cache = tmp_path / "project", tmp_path / "cache.sqlite"
    start(root)
    first = build(root, cache)
    shutil.copytree(root, tmp_path / "kept")
    edit(root, "rename", "billing/export", "new/place")
    edit(root, "configure", "Other name", "en")
    assert build(root, cache) != first
    shutil.rmtree(root)
    (tmp_path / "kept").rename(root)
    assert build(root, cache) == first


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_cache_costs_time_and_nothing_else(tmp_path: Path, damage: bytes) -> None:
    root, cache = tmp_path / "project", tmp_path / "cache.sqlite"
    start(root)
    cache.write_bytes(damage)
    assert build(root, cache) == build(root)
    assert build(root, cache) == build(root)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_the_number_and_kind_of_workers_changes_nothing(
    tmp_path: Path, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_module, "WORTH_IT", 2)
    start(tmp_path)
    write_corpus(tmp_path / "articles", 12)
    with Workers(3, method=method) as many:
        assert build(tmp_path, workers=many) == build(tmp_path, workers=Workers(1))


@pytest.mark.parametrize("dies", [False, True])
def test_an_index_is_the_same_whichever_process_counted_it(
    tmp_path: Path, dies: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_module, "WORTH_IT", 2)
    counted: list[str] = []
    take = Ahead.take

    def taken(self: Ahead, name: str) -> object:
        found = take(self, name)
        counted.extend([name] if found else [])
        return found

    monkeypatch.setattr(Ahead, "take", taken)
    if dies:
        monkeypatch.setattr("helploop.pipeline.search.count_index", _die)
    root = tmp_path / "project"
    start(root)
    write_corpus(root / "articles", 12)
    with Workers(2, method="fork") as both:
        assert build(root, tmp_path / "cache.sqlite", both) == build(root)
    assert counted == ([] if dies else ["en", "de"])


def _die(*_: object) -> None:
    os._exit(1)


def test_any_executor_will_do(tmp_path: Path) -> None:
    start(tmp_path)
    with ThreadPoolExecutor(1) as executor:
        assert build(tmp_path, workers=Workers(2, executor)) == build(tmp_path, workers=Workers(1))


def test_values_of_other_code_or_packages_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(tmp_path)
    cache = tmp_path / "cache.sqlite"
    build(tmp_path, cache)
    with closing(sqlite3.connect(cache)) as db:
        before = set(db.execute("SELECT name, key FROM kept"))
    for module in ("bodies", "changelog", "jobs", "machines", "parsed", "search", "search_documents"):
        monkeypatch.setattr(f"helploop.pipeline.{module}.engine_stamp", lambda: "updated")
    asked: set[str] = set()
    found: set[tuple[str, str]] = set()
    known = Cache.get_many

    def get_many(self: Cache, kind: str, keys: list[str]) -> dict[str, bytes]:
        values = known(self, kind, keys)
        asked.add(kind)
        found.update((kind, key) for key in values)
        return values

    monkeypatch.setattr(Cache, "get_many", get_many)
    build(tmp_path, cache)
    assert asked >= {"facts", "search", "feed"}
    assert before
    assert found.isdisjoint(before)
