"""Links of another site's pages, so that each leads to the same page from the new place of both.

Tools differ in how they are written: as files (`../install.md`), without the ending (`../install`), or as addresses
(`../install/`, `/guides/install/`). All become files; what leads nowhere known stays, and `helploop check` names it.
"""

from __future__ import annotations

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from helploop.imports.old_front_matter import slug_of
from helploop.imports.old_nav import ENDINGS
from helploop.imports.old_text import changed_outside_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.imports.old_pages import OldSite

_TARGET = re.compile(
    r"""(?P<start>\]\(\s*|^\s{0,3}\[[^\]\n]+\]:\s*|\b(?:src|href)=["'])(?P<target><[^>\n]*>|[^\s)"'>]+)""", re.MULTILINE
)
_ELSEWHERE = re.compile(r"^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|\{)")
_INDEX = re.compile(r"(?:^|/)(?:index|readme)$", re.IGNORECASE)


def without_ending(path: str) -> str:
    """A page's path without `.md` or `.mdx`."""
    return path.removesuffix(".mdx").removesuffix(".md")


class OldLinks:
    """Where links lead. `places` holds for each page the path that links name, and the path of its file."""

    def __init__(self, old: OldSite, places: Mapping[str, tuple[str, str]]) -> None:
        self._old = old
        self._places = places
        self._files = frozenset(old.files)
        self._slugs = {path: slug for path in places if old.has_slugs and (slug := slug_of(old.pages[path], path))}
        self._by_address = {self.address(path).rstrip("/"): path for path in places}

    def address(self, path: str) -> str:
        """Where a page was, from the start of the old site: `/guides/install/`."""
        stem = without_ending(path)
        base = self._old.base
        if path in self._slugs:
            plain = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), self._slugs[path])).strip("/")
            return f"{base}/{plain}/" if plain else f"{base}/"
        if _INDEX.search(stem):
            folder = stem.rpartition("/")[0]
            return f"{base}/{folder}/" if folder else f"{base}/"
        return f"{base}/{stem}/" if self._old.has_folders else f"{base}/{stem}.html"

    def rewritten(self, body: str, path: str) -> str:
        """A page's text with its links as they have to be in its new place."""
        return changed_outside_code(body, partial(_TARGET.sub, partial(self._link, path)))

    def _link(self, path: str, found: re.Match[str]) -> str:
        target = found["target"].strip("<>")
        if _ELSEWHERE.match(target):
            return found[0]
        place, mark, rest = re.match(r"([^#?]*)([#?]?)(.*)", target, re.DOTALL).groups()  # type: ignore[union-attr]
        leads = self._leads(unquote(place), path) if place else None
        if leads is None:
            return found[0]
        here = posixpath.dirname(self._places[path][1])
        new = quote(posixpath.relpath(leads, here or "."), safe="/@:+~()!,;=&'")
        new = f"<{new}>" if "(" in new or ")" in new else new
        return f"{found['start']}{new}{mark}{rest}"

    def _leads(self, place: str, path: str) -> str | None:
        """The new path of what a link of a page leads to."""
        if place.startswith("/"):
            ways = [place.lstrip("/")]
        else:
            ways = [posixpath.normpath(posixpath.join(posixpath.dirname(path), place))]
            ways.append(posixpath.normpath(posixpath.join(self.address(path).strip("/") or ".", place)))
        for way in ways:
            plain = way.rstrip("/")
            stems = [plain, f"{plain}/index", f"{plain}/README"]
            known = [way, *(f"{stem}{ending}" for stem in stems for ending in ENDINGS)]
            for each in known:
                if each in self._places:
                    return self._places[each][0]
                if each in self._files:
                    return each
            page = self._by_address.get(f"/{way.strip('/')}".rstrip("/"))
            if page is not None:
                return self._places[page][0]
        return None
