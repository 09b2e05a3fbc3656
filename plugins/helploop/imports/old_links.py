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

from helploop.imports.docusaurus import slug
from helploop.imports.old_nav import ENDINGS, without_ending
from helploop.imports.old_text import changed_outside_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from helploop.imports.old_pages import OldSite

_TARGET = re.compile(
    r"""(?P<start>\]\(\s*|^\s{0,3}\[[^\]\n]+\]:\s*|\b(?:src|href)=["'])(?P<target><[^>\n]*>|[^\s)"'>]+)""", re.MULTILINE
)
_ELSEWHERE = re.compile(r"^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|\{)")
#: Before the paths of Docusaurus' files that stand at the start of the site: `@site/static/img/a.png` is `/img/a.png`.
STATIC = "@site/static/"
_INDEX = re.compile(r"(?:^|/)(?:index|readme)$", re.IGNORECASE)


class OldLinks:
    """Where links lead. `places` holds for each page the path that links name, and the path of its file."""

    def __init__(
        self, old: OldSite, places: Mapping[str, tuple[str, str]], heads: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self._old = old
        self._places = places
        self._heads = heads
        self._files = {path: old.file_place(path) for path in old.files}
        self._by_address: dict[str, str] = {}
        for path in sorted(
            places, key=lambda path: bool(old.within(path)[0])
        ):  # an original goes before its translation
            for address in self.addresses(path):
                self._by_address.setdefault(address.rstrip("/"), path)
        self.used: set[str] = set()

    def address(self, path: str) -> str:
        """Where a page was, from the start of the old site and of its language: `/guides/install/`."""
        _, inner = self._old.within(path)
        base = self._old.base
        if self._old.docusaurus:
            return f"{base}{slug(inner, self._heads[path], self._old.docusaurus)}"
        stem = without_ending(inner)
        own = self._heads[path].get("slug") if self._old.has_slugs else ""
        if isinstance(own, str) and own.strip():
            plain = posixpath.normpath(posixpath.join("/", posixpath.dirname(inner), own.strip())).strip("/")
            return f"{base}/{plain}/" if plain else f"{base}/"
        if _INDEX.search(stem):
            folder = stem.rpartition("/")[0]
            return f"{base}/{folder}/" if folder else f"{base}/"
        return f"{base}/{stem}/" if self._old.has_folders else f"{base}/{stem}.html"

    def addresses(self, path: str) -> list[str]:
        """All addresses of a page: of a version of Docusaurus the one it has as a version, too (`/docs/next/a/`)."""
        base = self._old.base
        below = self.address(path).removeprefix(base)
        return [f"{each}{below}" for each in self._old.bases]

    def page_at(self, address: str) -> str | None:
        """The path of the page that has an address; None if none has."""
        return self._by_address.get(f"/{address.strip('/')}".rstrip("/"))

    def rewritten(self, body: str, path: str) -> str:
        """A page's text with its links as they have to be in its new place."""
        return changed_outside_code(body, partial(_TARGET.sub, partial(self._link, path)))

    def _link(self, path: str, found: re.Match[str]) -> str:
        target = found["target"].strip("<>").removeprefix("pathname://")
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
        folder, _ = self._old.within(path)
        for way in self._ways(place, path):
            plain = way.rstrip("/")
            stems = [plain, f"{plain}/index", f"{plain}/README"]
            for each in (way, *(f"{stem}{ending}" for stem in stems for ending in ENDINGS)):
                for one in (f"{folder}/{each}", each) if folder else (each,):
                    if one in self._places:
                        return self._places[one][0]
                    if one in self._files:
                        self.used.add(one)
                        return self._files[one]
            page = self.page_at(way)
            if page is not None:
                return self._places[page][0]
        return None

    def _ways(self, place: str, path: str) -> Iterator[str]:
        """The paths a link can mean, from the start of the old pages, and the addresses."""
        _, inner = self._old.within(path)
        if place.startswith("/"):
            yield place.lstrip("/")
            yield f"{STATIC}{place.lstrip('/')}"
        elif place.startswith("@site/"):
            yield place
            if self._old.docusaurus:
                yield place.removeprefix(f"@site/{self._old.docusaurus.path}/")
        else:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(inner), place))
            address = self.address(path).strip("/") or "."
            if self._old.docusaurus:  # whose addresses end without a slash
                yield posixpath.normpath(posixpath.join(posixpath.dirname(address), place))
            yield posixpath.normpath(posixpath.join(address, place))
