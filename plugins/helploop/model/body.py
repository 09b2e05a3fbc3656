"""A converted Markdown body: clean HTML, its headings, and its text cut at headings.

Made once per text by `outputs.markdown`; read by pages, feeds, search and the checks of links.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body: level 1 to 6, its id in the page, its plain text, its line in the file."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """The plain text between two headings; the part before the first heading has an empty anchor and heading."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image as written: its address, and the place of that in the file. `is_image` tells which of the two.

    A frame is an image too: it shows what stands there. Only a site that allows frames has any.
    """

    target: str
    line: int
    is_image: bool = False
    column: int = 0
    is_frame: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A body after conversion. `html` is sanitised; addresses in it are still as written (see `outputs.links`)."""

    html: str
    headings: tuple[Heading, ...] = ()
    sections: tuple[Section, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
