"""An edited article is published without a whole build, and what is published is what a whole build would publish."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helploop.cli import build as command
from helploop.cli.main import run
from helploop.sources.moment import build_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from helploop.pipeline.said import Said

CONFIG = """\
site_name: Example
site_url: https://help.acme.example/
theme: {name: helploop}
plugins:
  - helploop/articles: {languages: [en, de]}
  - helploop/search
  - helploop/changelog: {tag_authority: example.com}
  - helploop/roadmap
"""
ENTRY = """\
---
title: Tables as files
date: 2026-01-15
type: new
articles: [billing/export]
---

See [how](../articles/billing/export.md#where).
"""
ITEMS = """\
items:
  - id: faster
    title: Faster tables
    stage: planned
    articles: [team/roles]
    links: ["https://help.acme.example/articles/team/roles/#where"]
"""
WORDS = "invoice table export member role settings file password browser column number account".split()
#: Articles of the site, each with the front matter that it has besides its title.
ARTICLES = {
    "billing/export": "summary: Get a table\nkeywords: [download]",
    "billing/invoices": "related: [billing/export]",
    "billing/refunds": "order: 1",
    "team/roles": "contexts: [/settings/roles]",
    "team/invite": "promoted: true",
    "team/leave": "",
    "start": "",
}


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def article(title: str, front: str, text: str) -> str:
    front = f"title: {title}\n{front}".rstrip()
    return f"---\n{front}\n---\n\n{text}\n\n## Where\n\nIn `settings`, see [start](/articles/start/).\n"


def text_of(number: int) -> str:
    words = [WORDS[(number * step) % len(WORDS)] for step in range(1, 9)]
    return f"The {' '.join(words)} of {' '.join(words[:4])}. See [roles](/articles/team/roles/#where)."


def make_project(root: Path) -> None:
    put(root / "mkdocs.yml", CONFIG)
    put(root / "changelog/2026-01-15-tables.md", ENTRY)
    put(root / "roadmap.yaml", ITEMS)
    put(root / "docs/terms.md", "# Terms\n\nSee [roles](/articles/team/roles/).\n")
    put(root / "articles/hidden.md", "---\ntitle: Nobody knows this\ndraft: true\n---\n\nText.\n")
    for number, (key, front) in enumerate(ARTICLES.items()):
        put(root / f"articles/{key}.md", article(f"Title {number}", front, text_of(number)))
    for number, key in enumerate(("billing/export", "team/roles")):
        put(root / f"articles/{key}.de.md", article(f"Titel {number}", "", f"Die Rolle der Tabelle {number}."))


class Site:
    """A project with what was built of it, and how often the whole of it was built."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.whole = 0
        build = command._build

        def counted(*given: object, **named: object) -> tuple[int, Said | None]:
            self.whole += 1
            return build(*given, **named)  # type: ignore[arg-type]

        patch.setattr(command, "_build", counted)
        make_project(root)

    def build(self, *more: str) -> int:
        return run(["build", "-f", str(self.root), *more])

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        file = self.root / path
        put(file, change(file.read_text("utf-8")))

    def contents(self, name: str = "site") -> dict[str, bytes]:
        folder = self.root / name
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def cold(self, *more: str) -> tuple[int, dict[str, bytes]]:
        """What a build makes that knows nothing."""
        with TemporaryDirectory() as folder:
            shutil.copytree(self.root, Path(folder) / "p", ignore=shutil.ignore_patterns("site", ".cache"))
            other = Site.__new__(Site)
            other.root = Path(folder) / "p"
            before = self.whole
            code = other.build("--no-cache", *more)
            self.whole = before
            return code, other.contents()

    def others(self) -> list[str]:
        """The files that a build which knows nothing would make otherwise."""
        code, cold = self.cold()
        assert code == 0
        found = self.contents()
        return sorted(path for path in cold.keys() | found.keys() if cold.get(path) != found.get(path))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.delenv("CI", raising=False)
    found = Site(tmp_path, monkeypatch)
    assert found.build() == 0
    found.whole = 0
    return found


def more(text: str) -> str:
    return f"{text}\nMore about the invoice, more words, more invoice.\n"


QUICK: dict[str, tuple[str, Callable[[str], str]]] = {
    "a sentence": ("articles/team/invite.md", more),
    "frequent words": ("articles/team/leave.md", lambda text: text + "\nInvoice table column. " * 9),
    "a title": ("articles/team/roles.md", lambda text: text.replace("Title 3", "All about roles")),
    "a title that others show": ("articles/billing/export.md", lambda text: text.replace("Title 0", "Zebra")),
    "a summary": ("articles/billing/export.md", lambda text: text.replace("Get a table", "Take it home")),
    "keywords": ("articles/billing/export.md", lambda text: text.replace("[download]", "[save, copy]")),
    "a translation": ("articles/team/roles.de.md", more),
    "a translated title": ("articles/billing/export.de.md", lambda text: text.replace("Titel 0", "Ausgabe")),
    "a link": ("articles/start.md", lambda text: f"{text}\n[Export](billing/export.md#where)\n"),
    "a heading nobody links to": ("articles/team/leave.md", lambda text: text.replace("## Where", "## There")),
    "an order": ("articles/billing/refunds.md", lambda text: text.replace("order: 1", "order: -9")),
    "an order that a translation has": (
        "articles/team/roles.md",
        lambda text: text.replace("---\n", "---\norder: -3\n", 1),
    ),
    "a context": ("articles/team/roles.md", lambda text: text.replace("/settings/roles", "/team")),
    "a place on the home page": (
        "articles/team/leave.md",
        lambda text: text.replace("---\n", "---\npromoted: true\n", 1),
    ),
    "a kind": ("articles/team/leave.md", lambda text: text.replace("---\n", "---\nkind: known-issue\n", 1)),
    "a day of review": (
        "articles/team/leave.md",
        lambda text: text.replace("---\n", "---\nreview_by: 2999-01-01\n", 1),
    ),
    "a long text": ("articles/team/leave.md", lambda text: text + "\n\n## More\n\n" + "Word of mouth. " * 900),
    "a short text": ("articles/start.md", lambda _: "# Start\n\nHere."),
}


@pytest.mark.parametrize("name", QUICK)
def test_new_words_need_no_whole_build(site: Site, name: str) -> None:
    path, change = QUICK[name]
    site.edit(path, change)
    assert site.build("--strict") == 0
    assert site.whole == 0
    assert site.others() == []


def test_edits_in_a_row_need_no_whole_build(site: Site) -> None:
    for path, change in QUICK.values():
        site.edit(path, change)
        assert site.build() == 0
    assert site.whole == 0
    assert site.others() == []
    assert site.build() == 0
    assert site.whole == 0


def test_an_edit_that_is_taken_back_brings_back_every_byte(site: Site) -> None:
    before, text = site.contents(), (site.root / "articles/team/leave.md").read_text("utf-8")
    for name in ("frequent words", "a long text"):
        site.edit("articles/team/leave.md", QUICK[name][1])
        assert site.build() == 0
    assert site.contents() != before
    site.edit("articles/team/leave.md", lambda _: text)
    assert site.build() == 0
    assert site.whole == 0
    assert site.contents() == before


WHOLE: dict[str, tuple[str, Callable[[str], str]]] = {
    "a draft": ("articles/team/leave.md", lambda text: text.replace("---\n", "---\ndraft: true\n", 1)),
    "a draft that is published": ("articles/hidden.md", lambda text: text.replace("true", "false")),
    "what is related": ("articles/billing/invoices.md", lambda text: text.replace("billing/export]", "team/roles]")),
    "an owner": ("articles/team/roles.md", lambda text: text.replace("---\n", "---\nowner: Ann\n", 1)),
    "an id": ("articles/team/leave.md", lambda text: text.replace("---\n", "---\nid: gone\n", 1)),
    "an old address": ("articles/start.md", lambda text: text.replace("---\n", "---\nredirect_from: [begin]\n", 1)),
    "an entry": ("changelog/2026-01-15-tables.md", lambda text: text.replace("files", "a file")),
    "an item": ("roadmap.yaml", lambda text: text.replace("Faster", "Quick")),
    "a page of the host": ("docs/terms.md", lambda text: f"{text}\nMore.\n"),
    "the configuration": ("mkdocs.yml", lambda text: text.replace("Example", "Other")),
    "a hidden title": ("articles/start.md", lambda text: f"{text}\nNobody knows this.\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE)
def test_whatever_else_changes_is_built_as_always(site: Site, name: str) -> None:
    path, change = WHOLE[name]
    site.edit(path, change)
    assert site.build() == 0
    assert site.whole == 1
    assert site.others() == []
    site.edit("articles/team/invite.md", more)
    assert site.build() == 0
    assert site.others() == []


WRONG: dict[str, tuple[str, Callable[[str], str]]] = {
    "a broken link": ("articles/start.md", lambda text: f"{text}\n[Gone](gone.md)\n"),
    "a heading that others link to": ("articles/team/roles.md", lambda text: text.replace("## Where", "## There")),
    "front matter": ("articles/start.md", lambda text: text.replace("title:", "title: [")),
    "an address": ("articles/start.md", lambda text: f"{text}\nWrite to ann@customer-mail.com.\n"),
    "a template's words": ("articles/start.md", lambda text: text.replace("title: Title 6", "titel: Title 6")),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_told_as_always(site: Site, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    path, change = WRONG[name]
    before = site.contents()
    site.edit(path, change)
    capfd.readouterr()
    code, said = site.build("--strict"), capfd.readouterr()
    assert site.contents() == before
    assert site.cold("--strict")[0] == code != 0
    assert capfd.readouterr().err == said.err
    assert "error[" in said.err or "warning[" in said.err


def heard(site: Site, capfd: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    """The exit code of a build, and what it complains of."""
    capfd.readouterr()
    code = site.build(*more)
    return code, capfd.readouterr().err


def heard_cold(site: Site, capfd: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    """The same of a build that knows nothing."""
    capfd.readouterr()
    return site.cold(*more)[0], capfd.readouterr().err


def problems_in(said: str) -> str:
    """What was said of the content: where nothing has changed, nothing is noted of the repository."""
    return said.partition("note:")[0]


@pytest.fixture
def warned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site in which many a thing is not as it should be, and nothing is an error."""
    monkeypatch.delenv("CI", raising=False)
    found = Site(tmp_path, monkeypatch)
    levels = "languages: [en, de], rules: {missing-image: warning, unknown-related: warning, redirect-twice: warning}"
    found.edit("mkdocs.yml", lambda text: text.replace("languages: [en, de]", levels))
    for key in ("billing/export", "team/roles"):
        path = f"articles/{key}.de.md"
        found.edit(path, lambda text: text.replace("---\n", "---\nsource: 0123456789ab\norder: 7\n", 1))
    front = "review_by: 2020-01-01\nrelated: [nowhere]\nredirect_from: [/old/]"
    found.edit("articles/team/leave.md", lambda text: text.replace("title: Title 5", f"title: Title 5\n{front}"))
    found.edit("articles/start.md", lambda text: text.replace("---\n", "---\nredirect_from: [/old/]\n", 1))
    picture = "![a](gone.png) <b onclick=x>c</b> ![d](https://other.example/e.png)"
    found.edit("articles/team/invite.md", lambda text: f"{text}\n{picture}\n")
    put(tmp_path / "articles/team/empty.md", "---\ntitle: Empty\n---\n")
    put(tmp_path / "articles/odd.exe", "")
    assert found.build() == 0
    found.whole = 0
    return found


WARNED: dict[str, tuple[str, Callable[[str], str]]] = {
    "a sentence elsewhere": ("articles/billing/invoices.md", more),
    "a title elsewhere": ("articles/billing/invoices.md", lambda text: text.replace("Title 1", "Zebra")),
    "a sentence above problems": (
        "articles/team/invite.md",
        lambda text: text.replace("See [roles]", "\n\nSee [roles]"),
    ),
    "a repaired picture": ("articles/team/invite.md", lambda text: text.replace("![a](gone.png)", "a")),
    "one more lost picture": ("articles/billing/refunds.md", lambda text: f"{text}\n![a](gone.png)\n"),
    "a sentence of an outdated original": ("articles/team/roles.md", more),
    "a sentence of an outdated translation": ("articles/team/roles.de.md", more),
    "the title of an outdated translation": (
        "articles/team/roles.de.md",
        lambda text: text.replace("Titel 1", "Ganz anders"),
    ),
    "a translation that was looked at": (
        "articles/team/roles.de.md",
        lambda text: text.replace("0123456789ab", "HASH"),
    ),
    "a sentence below problems": ("articles/team/leave.md", more),
    "facts that only a translation has": (
        "articles/team/roles.de.md",
        lambda text: text.replace("order: 7", "order: 7\npromoted: true"),
    ),
}


@pytest.mark.parametrize("name", WARNED)
def test_what_is_wrong_elsewhere_needs_no_whole_build(
    warned: Site, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path, change = WARNED[name]
    if "looked at" in name:
        run(["translations", "mark", "-f", str(warned.root), str(warned.root / path)])
    else:
        warned.edit(path, change)
    before, strict = warned.contents(), heard(warned, capfd, "--strict")
    assert (strict[0], warned.contents() == before) == (1, True)
    loose = heard(warned, capfd)
    assert warned.whole == 0
    assert "warning[" in loose[1]
    assert strict == heard_cold(warned, capfd, "--strict")
    assert loose == heard_cold(warned, capfd)
    assert warned.others() == []
    assert (heard(warned, capfd), warned.whole) == ((0, problems_in(loose[1])), 0)


MOVED: dict[str, tuple[str, Callable[[str], str]]] = {
    "front matter that others tell of": (
        "articles/start.md",
        lambda text: text.replace("---\n", "---\nsummary: In short\n", 1),
    ),
    "front matter with a problem": (
        "articles/team/leave.md",
        lambda text: text.replace("---\n", "---\nsummary: In short\n", 1),
    ),
    "an empty text": ("articles/team/empty.md", lambda text: f"{text}\nWords.\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MOVED)
def test_what_others_say_of_an_edited_text_is_said_as_always(
    warned: Site, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path, change = MOVED[name]
    warned.edit(path, change)
    assert heard(warned, capfd) == heard_cold(warned, capfd)
    assert warned.others() == []


REAL: dict[str, Callable[[Path, pytest.MonkeyPatch], object]] = {
    "an environment that says CI": lambda _, patch: patch.setenv("CI", "true"),
    "a text that names the day of the build": lambda root, _: put(
        root / "articles/today.md", f"# Today\n\nWritten on {build_date()}.\n"
    ),
    "a linked folder": lambda root, _: (root / "articles/linked").symlink_to(root / "articles/team"),
    "a linked file": lambda root, _: (root / "articles/other.md").symlink_to(root / "articles/start.md"),
    "a linked folder elsewhere": lambda root, _: (root / "notes").symlink_to("/usr/share/doc/bash"),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_project_needs_no_whole_build_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv("CI", raising=False)
    site = Site(tmp_path, monkeypatch)
    REAL[name](tmp_path, monkeypatch)
    assert site.build() == 0
    site.whole = 0
    for _ in range(2):
        site.edit("articles/billing/export.md", lambda text: more(text).replace("Title 0", "Zebra"))
        assert site.build() == 0
        assert site.whole == 0
        assert site.others() == []


def test_a_translation_that_is_outdated_by_an_edit_is_told_at_once(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["translations", "mark", "-f", str(site.root), str(site.root / "articles/team/roles.de.md")]) == 0
    assert site.build() == 0
    original = (site.root / "articles/team/roles.md").read_text("utf-8")
    for change in (more, more, lambda _: original):
        site.whole = 0
        site.edit("articles/team/roles.md", change)
        told = heard(site, capfd)
        assert site.whole == 0
        assert told == heard_cold(site, capfd)
        assert ("stale-translation" in told[1]) is (change is more)
        assert site.others() == []


RECORDS = ("kept.json", "book.json", "inputs.json", "site.json", "twin.json", "build.sqlite", "search-en.sqlite")


@pytest.mark.slow
@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("damage", ["gone", "cut", "flipped"])
def test_a_damaged_record_costs_time_and_nothing_else(site: Site, name: str, damage: str) -> None:
    file = site.root / ".cache/helploop" / name
    data = bytearray(file.read_bytes())
    if damage == "gone":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(data[: len(data) // 2])
    else:
        for place in range(len(data) // 3, len(data), max(1, len(data) // 50)):
            data[place] ^= 4
        file.write_bytes(data)
    site.edit("articles/billing/export.md", lambda text: more(text).replace("Title 0", "Zebra"))
    assert site.build() == 0
    assert site.others() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda root: put(root / "site/robots.txt", "changed"),
        lambda root: (root / "site/robots.txt").unlink(),
        lambda root: put(root / "site/stranger.html", "stranger"),
        lambda root: put(root / ".cache/helploop/twin/stranger.html", "stranger"),
        lambda root: (root / ".cache/helploop/twin/robots.txt").unlink(),
        lambda root: put(root / ".cache/helploop/twin/articles/start/index.html", "changed"),
        lambda root: shutil.rmtree(root / ".cache/helploop/twin"),
        lambda root: shutil.rmtree(root / "site"),
    ],
)
def test_nothing_that_no_build_made_is_published(site: Site, change: Callable[[Path], object]) -> None:
    site.edit("articles/start.md", more)
    assert site.build() == 0
    change(site.root)
    site.edit("articles/team/invite.md", more)
    assert site.build() == 0
    assert site.others() == []


keys = st.sampled_from(sorted(ARTICLES))
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
one = st.one_of(
    st.tuples(st.just("body"), keys, words),
    st.tuples(st.just("title"), keys, words),
    st.tuples(st.just("summary"), keys, words),
    st.tuples(st.just("translate"), keys, words),
    st.tuples(st.just("heading"), keys, words),
    st.tuples(st.just("link"), keys, keys),
    st.tuples(st.just("draft"), keys, st.just("")),
    st.tuples(st.just("collection"), st.sampled_from(["billing", "team"]), words),
    st.tuples(st.just("announce"), keys, words),
    st.tuples(st.just("rename"), keys, st.sampled_from(["moved", "team/new"])),
    st.tuples(st.just("mark"), keys, st.just("")),
    st.tuples(st.just("picture"), keys, words),
    st.tuples(st.just("order"), keys, st.sampled_from(["-1", "5"])),
    st.tuples(st.just("review"), keys, st.sampled_from(["2020-01-01", "2999-01-01"])),
    st.tuples(st.just("item"), keys, words),
)


def do(root: Path, what: str, key: str, how: str) -> None:
    file = root / f"articles/{key}.md"
    if what == "translate":
        put(root / f"articles/{key}.de.md", article(f"Auf Deutsch {how}", "", how))
    elif what == "mark":
        if (root / f"articles/{key}.de.md").exists():
            assert run(["translations", "mark", "-f", str(root), str(root / f"articles/{key}.de.md")]) == 0
    elif what == "item":
        put(root / "roadmap.yaml", ITEMS.replace("Faster tables", f"Faster {how}").replace("team/roles", key))
    elif what == "collection":
        put(root / f"articles/{key}/index.md", f"---\ntitle: About {how}\n---\n\n{how}\n")
    elif what == "announce":
        put(root / "changelog/2026-01-15-tables.md", ENTRY.replace("billing/export]", f"{key}]") + how)
    elif file.exists():
        text = file.read_text("utf-8")
        if what == "rename":
            (root / f"articles/{how}.md").parent.mkdir(exist_ok=True)
            file.rename(root / f"articles/{how}.md")
        else:
            title = text.partition("\n")[2].partition("\n")[0]
            made = {
                "body": f"{text}\n{how}\n",
                "title": text.replace(title, f"title: About {how}", 1),
                "summary": text.replace(title, f"{title}\nsummary: In short {how}", 1),
                "heading": f"{text}\n## {how}\n",
                "link": f"{text}\n[there](/articles/{how}/#where)\n",
                "picture": f"{text}\n![{how}](gone.png)\n",
                "order": text.replace(title, f"{title}\norder: {how}", 1) if "order:" not in text else text,
                "review": text.replace(title, f"{title}\nreview_by: {how}", 1) if "review_by" not in text else text,
                "draft": text.replace(title, f"{title}\ndraft: true", 1),
            }
            put(file, made[what])


@pytest.mark.slow
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(one, min_size=3, max_size=6))
def test_any_row_of_edits_publishes_and_says_what_a_build_without_cache_does(
    edits: list[tuple[str, str, str]], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.delenv("CI", raising=False)
        site = Site(Path(folder), patch)
        site.edit("mkdocs.yml", lambda text: text.replace("de]}", "de], rules: {missing-image: warning}}"))
        assert site.build() == 0
        for edit in edits:
            do(site.root, *edit)
            told = heard(site, capfd)
            code, cold = site.cold()
            assert (told[0], problems_in(told[1])) == (code, problems_in(capfd.readouterr().err))
            assert code != 0 or site.contents() == cold
        strict = heard(site, capfd, "--strict")
        assert strict[0] == (told[0] or int("warning[" in told[1]))
