"""Pages of another Markdown site to articles of ours: where each goes, what its head becomes, and what is left out.

Files come in as texts by their path below the old folder, and go out as planned files below `articles/`. Links lead to
the same pages as before, and every old address leads on to the new one.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.imports.entries import Act
from helploop.imports.old_categories import Category, parse_categories
from helploop.imports.old_front_matter import OldHead, plan_head, quoted
from helploop.imports.old_links import OldLinks, without_ending
from helploop.imports.old_mdx import plain_mdx
from helploop.imports.old_nav import NavPage
from helploop.imports.old_text import without_icons
from helploop.model.language import canonical_tag, split_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from helploop.imports.old_nav import Nav

_POSTS = "blog/posts/"


@dataclass(frozen=True, slots=True, kw_only=True)
class OldSite:
    """The other site: its pages by path, its other files, the order of its navigation, and how it makes addresses."""

    pages: Mapping[str, str]
    files: Sequence[str]
    nav: Nav
    categories: Mapping[str, str] = field(default_factory=dict)
    """The texts of Docusaurus' files `_category_.json` by path."""
    has_folders: bool = True
    """Whether `guides/install.md` is at `guides/install/`, and not at `guides/install.html`."""
    has_slugs: bool = True
    """Whether pages could choose their address with `slug:`, which MkDocs does not read."""
    base: str = ""
    """What stands before every address: `/docs`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page goes: its path below `articles/` without language and ending; its language, if it is no original."""

    key: str
    language: str = ""

    @property
    def plain(self) -> str:
        """The path that links name."""
        return f"{self.key}.md"

    @property
    def path(self) -> str:
        """The path of the file."""
        return f"{self.key}.{self.language}.md" if self.language else self.plain


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One file below `articles/`: its text, what will happen to it, and the old page it comes from."""

    path: str
    text: str
    act: Act
    old: str


@dataclass(slots=True)
class Plan:
    """Pages to write, files to copy by their old and new paths, and in words what could not be kept."""

    pages: list[PlannedPage] = field(default_factory=list)
    copies: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def plan_pages(old: OldSite, tags: Sequence[str], existing: Mapping[str, str]) -> Plan:
    """What becomes of a site. `tags` are the languages of ours, `existing` the texts below `articles/` by path."""
    plan = Plan()
    places = {path: place_of(path, tags) for path in old.pages if not path.startswith(_POSTS)}
    plan.left_out += [
        f"{path}: a post of a blog; see `helploop new entry`" for path in sorted({*old.pages} - {*places})
    ]
    links = OldLinks(old, {path: (place.plain, place.path) for path, place in places.items()})
    for path, first in _second_ones(places):
        plan.left_out.append(f"{path}: {first} becomes `{places.pop(path).path}`, too; rename one of the two")
    categories, left_out = parse_categories(old.categories)
    plan.left_out += left_out
    for path, place in sorted(places.items()):
        text, left = _text(old, path, place, links, categories)
        plan.left_out += [f"{path}: {what}" for what in left]
        plan.pages.append(_planned(place.path, text, path, existing))
    for path, text, source in _missing_indexes(old, places, _by_place(categories, tags)):
        plan.pages.append(_planned(path, text, source, existing))
    plan.copies = [(path, path) for path in old.files]
    return plan


def _second_ones(places: Mapping[str, Place]) -> list[tuple[str, str]]:
    """Pages for which another one has taken the place, each with that one: an `index.md` goes before a `README.md`."""
    first: dict[str, str] = {}
    for path in sorted(places, key=lambda path: (path.lower().endswith("readme.md"), path)):
        first.setdefault(places[path].path, path)
    return [(path, first[place.path]) for path, place in sorted(places.items()) if first[place.path] != path]


def place_of(path: str, tags: Sequence[str]) -> Place:
    """Where a page goes: folders of a language (`de/export.md`) and suffixes (`export.de.md`) both name its language.

    >>> place_of("de/guides/README.md", ("en", "de")).path
    'guides/index.de.md'
    """
    *folders, name = path.split("/")
    stem, language = split_suffix(without_ending(name), tags)
    if folders and canonical_tag(folders[0]) in tags:
        language = language or canonical_tag(folders.pop(0))
    stem = "index" if stem.lower() == "readme" else stem
    return Place("/".join((*folders, stem)), "" if language in {None, tags[0]} else str(language))


def _text(
    old: OldSite, path: str, place: Place, links: OldLinks, categories: Mapping[str, Category]
) -> tuple[str, list[str]]:
    """A page's new text, and what it loses."""
    address = links.address(path)
    redirect = address if not place.language and address.strip("/") and address != "/index.html" else ""
    is_index = place.key.rpartition("/")[2] == "index"
    nav = old.nav.of(path) if not place.language else None
    if is_index and nav is None and (folder := categories.get(posixpath.dirname(path))):
        nav = NavPage(folder.order, folder.title)
    head, body, left = plan_head(old.pages[path], OldHead(path=path, is_index=is_index, redirect=redirect), nav)
    if path.endswith(".mdx"):
        body, components = plain_mdx(body)
        body = body.lstrip("\n")
        shown = ", ".join(f"`<{name}>`" for name in components)
        left += [f"{shown} of MDX, which stays in the text; write it as Markdown"] if components else []
    body, icons = without_icons(links.rewritten(body, path))
    if icons:
        left.append(f"{len(icons)} icon{'s' * (len(icons) != 1)} such as `{icons[0]}`")
    return f"{head}{body}", left


def _planned(path: str, text: str, old: str, existing: Mapping[str, str]) -> PlannedPage:
    known = existing.get(path)
    act = Act.WRITE if known is None else Act.SAME if known == text else Act.EDITED
    return PlannedPage(path, text, act, old)


def _by_place(categories: Mapping[str, Category], tags: Sequence[str]) -> dict[Place, Category]:
    """Each category by the place of the page that would describe its folder."""
    return {place_of(f"{folder}/index.md", tags): category for folder, category in categories.items() if folder}


def _missing_indexes(
    old: OldSite, places: Mapping[str, Place], categories: Mapping[Place, Category]
) -> Iterator[tuple[str, str, str]]:
    """Title pages, with where they come from, for folders that had a name in the navigation or a category only."""
    written = {place.path for place in places.values()}
    keys = {place.key for place in places.values()}
    for folder, (title, order) in sorted(old.nav.folders.items()):
        if f"{folder}/index.md" not in written and _has_pages(folder, keys):
            written.add(f"{folder}/index.md")
            yield f"{folder}/index.md", f"---\ntitle: {title}\norder: {order}\n---\n", "nav"
    for place, category in sorted(categories.items(), key=lambda each: each[0].path):
        folder = place.key.rpartition("/")[0]
        if category.title and place.path not in written and _has_pages(folder, keys):
            yield place.path, _described(category, old, is_original=not place.language), "category"


def _has_pages(folder: str, keys: set[str]) -> bool:
    return any(key.startswith(f"{folder}/") for key in keys)


def _described(category: Category, old: OldSite, *, is_original: bool) -> str:
    """The title page of a category. Only the generated page of one had an address of its own, and a slug with it."""
    lines = [f"title: {quoted(category.title)}"]
    lines += [f"summary: {quoted(category.summary)}"] if category.summary else []
    lines += [f"order: {category.order}"] if category.order is not None and is_original else []
    if category.slug and is_original:
        address = f"{old.base}/{category.slug.strip('/')}/"
        lines += [f"redirect_from: {quoted([address])}"]
    front = "\n".join(lines)
    return f"---\n{front}\n---\n"
