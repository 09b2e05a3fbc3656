"""Pages of another Markdown site to articles of ours: where each goes, what its head becomes, and what is left out.

Files come in as texts by their path below the old folder, and go out as planned files below `articles/`. Links lead to
the same pages as before, and every old address leads on to the new one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.imports.entries import Act
from helploop.imports.old_front_matter import OldHead, plan_head
from helploop.imports.old_links import OldLinks
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
    has_folders: bool = True
    """Whether `guides/install.md` is at `guides/install/`, and not at `guides/install.html`."""


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
    for path, place in sorted(places.items()):
        text, left = _text(old, path, place, links)
        plan.left_out += [f"{path}: {what}" for what in left]
        plan.pages.append(_planned(place.path, text, path, existing))
    for folder, text in _missing_indexes(old, places):
        plan.pages.append(_planned(f"{folder}/index.md", text, "nav", existing))
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
    stem, language = split_suffix(name.removesuffix(".md"), tags)
    if folders and canonical_tag(folders[0]) in tags:
        language = language or canonical_tag(folders.pop(0))
    stem = "index" if stem.lower() == "readme" else stem
    return Place("/".join((*folders, stem)), "" if language in {None, tags[0]} else str(language))


def _text(old: OldSite, path: str, place: Place, links: OldLinks) -> tuple[str, list[str]]:
    """A page's new text, and what it loses."""
    address = links.address(path)
    redirect = address if not place.language and address.strip("/") and address != "/index.html" else ""
    head, body, left = plan_head(
        old.pages[path],
        OldHead(path=path, is_index=place.key.rpartition("/")[2] == "index", redirect=redirect),
        old.nav.of(path) if not place.language else None,
    )
    body, icons = without_icons(links.rewritten(body, path))
    if icons:
        left.append(f"{len(icons)} icon{'s' * (len(icons) != 1)} such as `{icons[0]}`")
    return f"{head}{body}", left


def _planned(path: str, text: str, old: str, existing: Mapping[str, str]) -> PlannedPage:
    known = existing.get(path)
    act = Act.WRITE if known is None else Act.SAME if known == text else Act.EDITED
    return PlannedPage(path, text, act, old)


def _missing_indexes(old: OldSite, places: Mapping[str, Place]) -> Iterator[tuple[str, str]]:
    """Title pages for folders that had a name in the navigation only."""
    written = {place.key for place in places.values()}
    for folder, (title, order) in sorted(old.nav.folders.items()):
        if f"{folder}/index" not in written and any(key.startswith(f"{folder}/") for key in written):
            yield folder, f"---\ntitle: {title}\norder: {order}\n---\n"
