"""Pages of another Markdown site to articles of ours: where each goes, what its head becomes, and what is left out.

Files come in as texts by their path below the old folder, and go out as planned files below `articles/`. Links lead to
the same pages as before, and every old address leads on to the new one.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from helploop.imports.docusaurus import has_numbers, is_index, numbered
from helploop.imports.entries import Act
from helploop.imports.old_categories import parse_categories
from helploop.imports.old_front_matter import OldHead, head_of, order_of, plain_head, plan_head, scale_of
from helploop.imports.old_indexes import missing_indexes
from helploop.imports.old_languages import foreign_in_words, foreign_pages
from helploop.imports.old_left_out import lost_in_words, unused_in_words
from helploop.imports.old_links import STATIC, OldLinks
from helploop.imports.old_lists import plain_lists
from helploop.imports.old_mdx import plain_docusaurus, plain_mdx, with_parts
from helploop.imports.old_nav import NavPage, without_ending
from helploop.imports.old_redirects import own_addresses, plan_redirects, unwritten_in_words
from helploop.imports.old_text import without_icons
from helploop.model.language import canonical_tag, split_suffix

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from helploop.imports.docusaurus import Docusaurus
    from helploop.imports.old_categories import Category
    from helploop.imports.old_nav import Nav
    from helploop.imports.old_redirects import OldRedirect

_POSTS, _POST = "blog/posts/", "a post of a blog; see `helploop new entry`"
_UNUSED = "a part of other pages that none of them asks for in a way that could be read"


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
    docusaurus: Docusaurus | None = None
    """The settings of a site of Docusaurus, whose rules hold then."""
    translations: Mapping[str, str] = field(default_factory=dict)
    """The language of each folder of translations, by the path that its pages begin with."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What categories are called in other languages: for each language a text by its name in the sidebars' files."""

    redirects: Sequence[OldRedirect] = ()
    taken: frozenset[str] = frozenset()
    """Addresses that the new site has itself, without the slashes around them: `changelog`, `robots.txt`."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Texts that are no pages but stand in some, by path."""
    generated: Mapping[str, str] = field(default_factory=dict)
    """The addresses of pages that Docusaurus makes for categories of its sidebars, by what these are called."""

    @property
    def bases(self) -> tuple[str, ...]:
        """What stands before the addresses of pages: `/docs`, and `/docs/next` where both lead to them."""
        current = self.docusaurus.current if self.docusaurus else ""
        return (self.base, f"{self.base}/{current}") if current else (self.base,)

    def within(self, path: str) -> tuple[str, str]:
        """The folder of translations a file stands in (empty for an original), and its path in there."""
        for folder in self.translations:
            if path.startswith(f"{folder}/"):
                return folder, path[len(folder) + 1 :]
        return "", path

    def place(self, path: str, head: Mapping[str, Any], tags: Sequence[str]) -> Place:
        """Where a page goes."""
        if not self.docusaurus:
            return place_of(path, tags)
        folder, inner = self.within(path)
        above, _, name = self.docusaurus.plain_folders(inner).rpartition("/")
        stem = without_ending(name)
        plain = numbered(stem).name if has_numbers(head, self.docusaurus) else stem
        found = place_of(posixpath.join(above, "index.md" if is_index(inner) else f"{plain}.md"), tags)
        return Place(found.key, self.translations[folder]) if folder else found

    def number(self, path: str) -> int | None:
        """The number before the name of a file or folder, which gives its place."""
        return numbered(posixpath.basename(path)).number if self.docusaurus and self.docusaurus.has_numbers else None

    def file_place(self, path: str) -> str:
        """Where a file that is no page goes: beside its pages, one of a translation with its language."""
        if path.startswith(STATIC):
            plain = path.removeprefix(STATIC)
            return f"static/{plain}" if plain in self.files else plain
        if not self.docusaurus:
            return path
        folder, inner = self.within(path)
        stem, ending = posixpath.splitext(self.docusaurus.plain_folders(inner))
        return f"{stem}.{self.translations[folder]}{ending}" if folder else f"{stem}{ending}"


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
    heads = {path: head_of(text, path) for path, text in old.pages.items()}
    foreign = foreign_pages(old.pages, tags)
    posts = sorted(path for path in old.pages if path.startswith(_POSTS))
    places = {path: old.place(path, heads[path], tags) for path in old.pages if path not in {*posts, *foreign}}
    plan = Plan(left_out=[f"{path}: {_POST}" for path in posts] + foreign_in_words(foreign))
    links = OldLinks(old, {path: (place.plain, place.path) for path, place in places.items()}, heads)
    for path, first in _second_ones(places):
        plan.left_out.append(f"{path}: {first} becomes `{places.pop(path).path}`, too; rename one of the two")
    categories, left_out = parse_categories(old.categories, old.number)
    plan.left_out += left_out
    orders = [*map(order_of, heads.values()), *(category.order for category in categories.values())]
    originals = {place.key: path for path, place in places.items() if not place.language}
    moved, lost_redirects = plan_redirects(old, places, links, heads, tags)
    known = _Known(old, originals, links, categories, scale_of(orders), moved)
    lost: dict[str, list[str]] = {}
    for path, place in sorted(places.items()):
        text, left = _text(known, path, place)
        for what in left:
            lost.setdefault(what, []).append(path)
        plan.pages.append(_planned(place.path, text, path, existing))
    plan.left_out += lost_redirects + unwritten_in_words(plan.pages, moved, existing)
    plan.left_out += lost_in_words(lost) + [f"{path}: {_UNUSED}" for path in sorted({*old.parts} - known.used)]
    described = {index: its for folder, its in categories.items() if (index := _index_of(old, folder, tags))}
    for path, text, source in missing_indexes(old, places, described, known.scale):
        plan.pages.append(_planned(path, text, source, existing))
    unused = {path for path in old.files if path.startswith(STATIC)} - links.used
    plan.copies = [(path, old.file_place(path)) for path in old.files if path not in unused]
    plan.left_out += unused_in_words(unused)
    return plan


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the whole site when one page is turned into an article. `originals` are paths by keys."""

    old: OldSite
    originals: Mapping[str, str]
    links: OldLinks
    categories: Mapping[str, Category]
    scale: int
    moved: Mapping[str, Sequence[str]]
    """The addresses that redirects gave to pages, by path."""
    used: set[str] = field(default_factory=set)
    """The parts that were put into pages."""


def _index_of(old: OldSite, folder: str, tags: Sequence[str]) -> Place | None:
    """The place of the page that would describe a folder."""
    return old.place(f"{folder}/index.md", {}, tags) if old.within(f"{folder}/index.md")[1] != "index.md" else None


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


def _text(known: _Known, path: str, place: Place) -> tuple[str, list[str]]:
    """A page's new text, and what it loses."""
    old, links = known.old, known.links
    is_index = place.key.rpartition("/")[2] == "index"
    nav = old.nav.of(path) if not place.language else None
    number: float | None = None
    if is_index and (found := _of_folder(known, posixpath.dirname(path), is_original=not place.language)):
        number, nav = found
    elif old.docusaurus and not is_index and not place.language:
        number = old.number(path)
    page = OldHead(
        path=path,
        redirects=(*own_addresses(old, links, path, place, known.originals.get(place.key)), *known.moved.get(path, ())),
        number=number,
        scale=known.scale,
        is_docusaurus=old.docusaurus is not None,
        taken=old.taken,
    )
    head, body, left = plan_head(old.pages[path], page, nav)
    if old.has_slugs and not old.docusaurus:  # no settings of MkDocs: all other tools read CommonMark
        body = plain_lists(body)
    if old.docusaurus or path.endswith(".mdx"):
        read = partial(_part, known, path)
        body, components = plain_docusaurus(with_parts(body, read)) if old.docusaurus else plain_mdx(body)
        shown = ", ".join(f"`<{name}>`" for name in components)
        left += [f"{shown} of MDX, which stays in the text; write it as Markdown"] if components else []
    body, icons = without_icons(links.rewritten(body, path))
    left += [f"{len(icons)} icon{'s' * (len(icons) != 1)} such as `{icons[0]}`"] if icons else []
    return f"{head}{body}", left


def _part(known: _Known, page: str, path: str) -> str | None:
    """The text of a part that a page imports."""
    old = known.old
    folder, inner = old.within(page)
    plain = path.removeprefix(f"@site/{old.docusaurus.path}/") if old.docusaurus else path
    way = plain if plain != path else posixpath.normpath(posixpath.join(posixpath.dirname(inner), path))
    for one in (f"{folder}/{way}", way) if folder else (way,):
        text = old.parts.get(one, old.pages.get(one))
        if text is not None:
            known.used.add(one)
            return plain_head(text, one)
    return None


def _of_folder(known: _Known, folder: str, *, is_original: bool) -> tuple[float | None, NavPage] | None:
    """Place and name of the folder that a page stands for."""
    old = known.old
    category = known.categories.get(folder)
    if category and (category.order is not None or category.title):
        return category.order if is_original else None, NavPage(None, category.title)
    if not is_original or not old.within(f"{folder}/x")[1].rpartition("/")[0]:
        return None
    number = old.number(folder)
    section = old.nav.folders.get(folder)
    return (number, section or NavPage(None, "")) if section or number is not None else None


def _planned(path: str, text: str, old: str, existing: Mapping[str, str]) -> PlannedPage:
    known = existing.get(path)
    act = Act.WRITE if known is None else Act.SAME if known == text else Act.EDITED
    return PlannedPage(path, text, act, old)
