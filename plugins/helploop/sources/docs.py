"""The site pages in `docs/`: which of them can be published, at which address, and what is wrong with the others.

The host converts them; what it would choke on, or publish where something of ours stands, is found here first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.model.address import docs_address
from helploop.model.language import split_suffix
from helploop.model.problem import Problem
from helploop.sources.front_matter import SourceText, parse_front_matter
from helploop.sources.images import check_files
from helploop.sources.suffix import check_suffix
from helploop.sources.text import load_text
from helploop.sources.tree import COPIED, load_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from helploop.model.settings import Settings

#: The first part of addresses that are ours, in every language's tree; `index` is the home page.
RESERVED = ("404", "api", "articles", "assets", "changelog", "index", "roadmap", "search")
#: Files of ours at the top of the site: no folder can stand there.
_ROOT_FILES = ("404.html", "feeds.opml", "llms-full.txt", "llms.txt", "robots.txt", "sitemap.xml", "sitemap.xml.gz")
#: Files of ours that every site has, and those that need its address.
_OURS = frozenset({"404.html", "index.html", "robots.txt"})
_OURS_WITH_ADDRESS = frozenset({"llms-full.txt", "llms.txt", "sitemap.xml", "widget.js", "widget/panel.js"})
#: A team's own pages may bring their own look.
COPIED_BY_HOST = COPIED | frozenset(
    [".css", ".js", ".mjs", ".map", ".html", ".xml", ".webmanifest", ".ttf", ".woff", ".otf", ".wasm", ".py", ".sh"]
)


@dataclass(slots=True)
class Docs:
    """Pages by key and language, files the host may copy, and the problems of all others."""

    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    broken: dict[tuple[str, str], str] = field(default_factory=dict)
    """Pages that can't be published for a mistake in them: a link to one is no second mistake."""


def load_docs(root: Path, settings: Settings) -> Docs:
    """Everything in `docs/`, as far as it can be published."""
    if settings.docs_dir in {settings.articles_dir, settings.changelog.dir if settings.changelog else ""}:
        return Docs()
    tree = load_tree(root, settings.docs_dir, COPIED_BY_HOST)
    files, problems = check_files(root, tree.files)
    docs = Docs(files=files, problems=[*tree.problems, *problems, *_overwritten(tree.files, settings)])
    taken: dict[str, str] = {}
    for path in tree.pages:
        place, problem = _place(path, settings)
        if problem is None:
            address = docs_address(settings, *place)
            problem = _reserved(path, place, settings) or _twice(path, taken.setdefault(address, path))
        if problem is not None:
            docs.problems.append(problem)
        elif _is_readable(root, path, docs):
            docs.pages[place] = path
        else:
            docs.broken[place] = path
    return docs


def overwritten(path: str, source: str) -> Problem:
    """A file of `docs/` where the site has one of its own."""
    message = f"the file would stand at `/{path}`, where the site has a file of its own"
    return Problem(source, 0, "reserved-slug", message, "rename or remove it")


def _overwritten(files: Iterable[str], settings: Settings) -> Iterator[Problem]:
    """The same of what is known before anything is built."""
    ours = _OURS | _OURS_WITH_ADDRESS if settings.site_url else _OURS
    for source in files:
        path = source.removeprefix(f"{settings.docs_dir}/")
        if path in ours:
            yield overwritten(path, source)


def _place(path: str, settings: Settings) -> tuple[tuple[str, str], Problem | None]:
    folder, _, stem = path.removeprefix(f"{settings.docs_dir}/").removesuffix(".md").rpartition("/")
    plain, tag = split_suffix(stem, settings.tags)
    plain = "index" if plain == "README" else plain
    problem = check_suffix(path, stem, settings) if tag is None else None
    return (f"{folder}/{plain}" if folder else plain, tag or settings.default_language), problem


def _reserved(path: str, place: tuple[str, str], settings: Settings) -> Problem | None:
    key, language = place
    first, _, rest = key.partition("/")
    others = settings.tags[1:]
    if first in _ROOT_FILES and rest:
        message = f"the page would stand below `/{first}`, which is a file of the site itself"
        return Problem(path, 1, "reserved-slug", message, f"rename the folder `{first}`")
    if first not in RESERVED and first not in others:
        return None
    hint = f"rename it; reserved are {', '.join(RESERVED)}"
    if others:
        hint += f" and the languages ({', '.join(others)})"
    if first in others and rest:
        hint = f"rename it to `{settings.docs_dir}/{rest}.{first}.md`"
    address = docs_address(settings, key, language)
    message = f"the page would stand at `/{address}`, which is an address of the site itself"
    return Problem(path, 1, "reserved-slug", message, hint)


def _twice(path: str, first: str) -> Problem | None:
    if first == path:
        return None
    return Problem(path, 1, "dup-slug", f"the page has the address of {first}:1", "remove or rename one of the two")


def _is_readable(root: Path, path: str, docs: Docs) -> bool:
    """Whether the host can read a page; its front matter may hold keys we don't know."""
    text, problems = load_text(root / path, path)
    docs.problems.extend(problems)
    if text is None:
        return False
    source, problems = parse_front_matter(text, path)
    docs.problems.extend(problems)
    if source is None:
        return False
    hidden = _hidden(source, path)
    docs.problems.extend(hidden)
    return not hidden


def _hidden(source: SourceText, path: str) -> list[Problem]:
    """Keys that keep an article from being public: the host does not know them, and would publish the page."""
    values = source.document.value if source.document else {}
    problems = []
    for key in ("draft", "publish", "unpublish"):
        if key in values and not (key == "draft" and values[key] is False):
            line, column = source.document.place((key,)) if source.document else (1, 0)
            message = f"`{key}` is not read here: the page would be published"
            hint = "move the file out of this folder until it is public, or make it an article"
            problems.append(Problem(path, line, "page-hidden", message, hint, column))
    return problems
