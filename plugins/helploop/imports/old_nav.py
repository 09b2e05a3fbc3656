"""The navigation of another site to the order of its pages, and to names and order of its folders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

STEP = 10

#: The endings of a page's file.
ENDINGS = (".md", ".mdx")


def without_ending(path: str) -> str:
    """A page's path without `.md` or `.mdx`."""
    return path.removesuffix(".mdx").removesuffix(".md")


class NavPage(NamedTuple):
    """A page in the navigation: its place among its neighbours, and the title it has there."""

    order: int | None
    title: str


@dataclass(frozen=True, slots=True)
class Nav:
    """Pages by path, and folders with the title and place of the section that holds their pages."""

    pages: dict[str, NavPage] = field(default_factory=dict)
    folders: dict[str, NavPage] = field(default_factory=dict)

    def of(self, path: str) -> NavPage | None:
        """A page's place; None where the navigation does not name it."""
        return self.pages.get(path)


def parse_nav(value: object) -> Nav:
    """The `nav:` of an `mkdocs.yml`, as plain values; what is no page of the site has no place in it."""
    nav = Nav()
    for place, (title, entry) in enumerate(_entries(value), 1):
        _add(nav, title, entry, place * STEP)
    return nav


def _add(nav: Nav, title: str, entry: object, order: int) -> None:
    if isinstance(entry, str):
        if entry.endswith(ENDINGS):
            nav.pages.setdefault(entry.removeprefix("./"), NavPage(order, title))
        return
    inside = list(_entries(entry))
    folders = {each.rpartition("/")[0] for _, each in inside if isinstance(each, str) and each.endswith(ENDINGS)}
    if title and len(folders) == 1 and (folder := folders.pop()):
        nav.folders.setdefault(folder, NavPage(order, title))
    for place, (name, each) in enumerate(inside, 1):
        _add(nav, name, each, place * STEP)


def _entries(value: object) -> Iterator[tuple[str, object]]:
    """Each entry of a list with its title, which may be missing."""
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict):
            for title, inside in entry.items():
                yield str(title), inside
        else:
            yield "", entry
