"""A small site with what was built of it: edited, built again, and held against a build that knows nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from helploop.cli import build as command
from helploop.cli.main import run
from trees import read_tree

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
        return read_tree(self.root / name)

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


def more(text: str) -> str:
    return f"{text}\nMore about the invoice, more words, more invoice.\n"


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
