"""Who is measured: the same articles, laid out as each generator wants them, and the command that builds them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpus import LANGUAGES
from benchmarks.environment import packages

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.build.cases import Case

HUGO = Path(__file__).parent / "hugo"
#: The same with the parts our article page has: structured data, languages, neighbours, related articles, the collection.
HUGO_SAME = Path(__file__).parent / "hugo_same"
NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "it": "Italiano"}
ONE_WORKER = "helploop, one core"


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator. `articles` is where it reads pages; `caches` are removed before a cold build; `most` is the largest
    number of pages it is asked for; `keeps` is false where each build is a full one; `once` where one run must do."""

    name: str
    lay_out: Callable[[Path, Path, Case], None]
    command: tuple[str, ...]
    articles: str
    caches: tuple[str, ...] = ()
    most: int = 100_000
    keeps: bool = True
    once: bool = False
    languages: tuple[int, ...] = (1, 5)

    def takes_part(self, case: Case) -> bool:
        return case.pages <= self.most and case.languages in self.languages


def _articles(source: Path, folder: Path, case: Case) -> None:
    shutil.copytree(source, folder / "articles")
    languages = ", ".join(LANGUAGES[: case.languages])
    _write(
        folder / "mkdocs.yml",
        "site_name: Help\nsite_url: https://help.example.com/\ntheme: {name: helploop}\n"
        f"plugins:\n  - helploop/articles: {{languages: [{languages}]}}\n  - helploop/search\n",
    )


def _docs(source: Path, folder: Path, case: Case, features: str = "") -> None:
    shutil.copytree(source, folder / "docs")
    _write(folder / "docs/index.md", "# Help\n\nWelcome.\n")
    locales = "".join(
        f"        - {{locale: {tag}, name: {NAMES[tag]}, build: true{', default: true' if tag == 'en' else ''}}}\n"
        for tag in LANGUAGES[: case.languages]
    )
    i18n = f"  - i18n:\n      docs_structure: suffix\n      languages:\n{locales}" if case.languages > 1 else ""
    _write(
        folder / "mkdocs.yml",
        f"site_name: Help\nsite_url: https://help.example.com/\ntheme:\n  name: material\n  features: [{features}]\n"
        f"plugins:\n  - search\n{i18n}"
        "markdown_extensions: [admonition, tables, attr_list, pymdownx.superfences, pymdownx.highlight]\n",
    )


def _pruned(source: Path, folder: Path, case: Case) -> None:
    _docs(source, folder, case, "navigation.prune")


def _hugo(source: Path, folder: Path, case: Case) -> None:
    shutil.copytree(HUGO, folder, dirs_exist_ok=True)
    shutil.copytree(source, folder / "content/articles")
    for index in list((folder / "content").rglob("index*.md")):
        index.rename(index.with_name(f"_{index.name}"))
    tags = LANGUAGES[: case.languages]
    for tag in tags:
        _write(folder / f"content/articles/_index.{tag}.md", "---\ntitle: Articles\n---\n")
    languages = "".join(f"[languages.{tag}]\nweight = {n}\n" for n, tag in enumerate(tags, 1))
    config = folder / "hugo.toml"
    _write(config, config.read_text("utf-8") + (languages if len(tags) > 1 else ""))


def _hugo_same(source: Path, folder: Path, case: Case) -> None:
    _hugo(source, folder, case)
    shutil.copytree(HUGO_SAME, folder, dirs_exist_ok=True)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def peers(environment: Path) -> list[Peer]:
    """Everyone; ours first."""
    mkdocs, zensical = (str(environment / "bin" / name) for name in ("mkdocs", "zensical"))
    # The program itself: the script of the package starts Python first.
    hugo = str(next((packages(environment) / "hugo" / "binaries").glob("hugo*")))
    go = (hugo, "--quiet", "--destination", "site")
    ours = (str(Path(sys.executable).parent / "helploop"), "build")
    return [
        Peer("helploop", _articles, ours, "articles", (".cache",)),
        Peer(
            ONE_WORKER, _articles, ("taskset", "-c", "0", *ours), "articles", (".cache",), keeps=False, languages=(1,)
        ),
        Peer("Hugo", _hugo, go, "content/articles", ("resources",)),
        Peer("Hugo, our page's parts", _hugo_same, go, "content/articles", ("resources",), once=True),
        Peer("Zensical, pruned", _pruned, (zensical, "build"), "docs", (".cache",), languages=(1,)),
        Peer("Material, pruned", _pruned, (mkdocs, "build", "-q"), "docs", keeps=False, once=True),
        Peer("Material", _docs, (mkdocs, "build", "-q"), "docs", most=3_000, keeps=False, once=True, languages=(1,)),
    ]
