"""Addresses as people write them (paths of source files) to addresses of the built site, and the check that they exist.

A link names the source file, so that it works in the repository too: `../billing/export.md#csv`. A plain name leads to
the reader's own language; a name with a language suffix leads to that language.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize
from urllib.parse import unquote, urljoin, urlsplit

from helploop.model.address import (
    article_address,
    ascii_url,
    changelog_address,
    docs_address,
    quoted,
    relative,
    roadmap_address,
)
from helploop.model.language import split_suffix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.model.site import Site

SCHEMES = ("http:", "https:", "mailto:", "tel:")
_ROOTS = ("articles", "changelog", "roadmap", "search", "api", "assets")
#: Pages of the changelog and the roadmap that are no entries and no items.
_OWN_PAGES = frozenset(
    {"type", "label", "breaking", "digest", "subscribe", "archive", "feeds", "page", "tag", "list", "feed", "atom"}
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a written address leads to.

    `kind` is `article`, `collection`, `entry`, `item`, `page`, `file`, `outside` (another site), `here` (this page),
    `hidden` (it exists and is not public) or `missing`. `language` is set when the address names one.
    """

    kind: str
    key: str = ""
    language: str = ""
    anchor: str = ""


def _decomposed(*names: Iterable[str]) -> dict[str, str]:
    """Names in another Unicode form than the usual one, by the usual one."""
    return {normalize("NFC", name): name for name in chain(*names) if not is_normalized("NFC", name)}


class Links:
    """All that can be linked to in a site. Made once a build; answers from dictionaries, in any process."""

    def __init__(self, site: Site) -> None:
        settings = site.settings
        self.settings = settings
        self.files = site.files
        self.docs_files = site.docs_files
        self.image_sizes = site.image_sizes
        # A translation without its original has a page in its own language only: nobody else can be led there.
        self.articles = {key for key, language in site.articles if language == settings.default_language}
        self.hidden = {key for key, _ in site.hidden_articles} - self.articles
        self.collections = set(site.collection_keys)
        self.entries = {key for key, _ in site.entries}
        self.hidden_entries = {key for key, _ in site.hidden_entries} - self.entries
        self.items = {item.id for item in site.roadmap.items} if site.roadmap else set()
        self.places = frozenset(site.pages)
        self.pages = {key for key, _ in site.pages}
        self.changelog_dir = settings.changelog.dir if settings.changelog else None
        self.roadmap_file = settings.roadmap.file if settings.roadmap else None
        self.host = urlsplit(settings.site_url).netloc.casefold()
        self.base_path = settings.base_path
        self._seen: dict[tuple[str, str], Target] = {}
        self._decomposed = _decomposed(
            *(self.articles, self.hidden, self.collections, self.entries, self.hidden_entries, self.pages),
            *(self.files, self.docs_files),
        )

    def like(self, other: Links | None) -> Links:
        """The other one, with all it has found already, if it knows the same."""
        return other if other is not None and other.__getstate__() == self.__getstate__() else self

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_seen": {}}

    def target(self, written: str, path: str) -> Target:
        """What an address written in the file `path` leads to."""
        folder = posixpath.dirname(path)
        known = self._seen.get((written, folder))
        if known is None:
            known = self._seen[written, folder] = self._find(written, folder)
        return known

    def _find(self, written: str, folder: str) -> Target:
        if written.startswith("#"):
            return Target("here", anchor=unquote(written[1:]))
        try:
            parts = urlsplit(written)
        except ValueError:
            return Target("missing")
        anchor = unquote(parts.fragment)
        name = unquote(parts.path)
        if parts.netloc and self._is_ours(parts.netloc) and parts.scheme in {"", "http", "https"}:
            is_ours = f"{name}/".startswith(self.base_path)
            return self._from_root(name.strip("/"), anchor) if is_ours else Target("outside")
        if parts.scheme in {"http", "https"} and not parts.netloc:
            return Target("missing")
        if parts.scheme or parts.netloc or not parts.path:
            return Target("outside")
        if name.startswith("/"):
            return self._from_root(name.strip("/"), anchor)
        return self._from_source(posixpath.normpath(posixpath.join(folder, name)), anchor)

    def _is_ours(self, host: str) -> bool:
        """Whether the host of an address is the site's own, however it is written."""
        if host.isascii():
            return host.casefold() == self.host
        return urlsplit(ascii_url(f"https://{host}/")).netloc == self.host

    def _from_source(self, path: str, anchor: str) -> Target:
        """A path relative to the project: a source file, a folder, or a file to copy."""
        settings = self.settings
        if (named := self._named(path)) in self.files:
            return Target("file", named)
        if path.startswith(f"{settings.docs_dir}/"):
            name = self._named(path[len(settings.docs_dir) + 1 :])
            if name in self.docs_files:
                return Target("file", name)
        if self.roadmap_file and path == self.roadmap_file:
            return Target("item", anchor) if not anchor or anchor in self.items else Target("missing", path)
        for top, finder in ((settings.articles_dir, self._article), (settings.docs_dir, self._page)):
            if path == top or path.startswith(f"{top}/"):
                return finder(path[len(top) + 1 :], anchor)
        if self.changelog_dir and (path == self.changelog_dir or path.startswith(f"{self.changelog_dir}/")):
            return self._entry(path[len(self.changelog_dir) + 1 :], anchor)
        return Target("missing", path)

    def _named(self, name: str) -> str:
        """The name as the disk has it: a file from a Mac may have its accents apart, and no keyboard writes them so."""
        return self._decomposed.get(normalize("NFC", name), name) if self._decomposed else name

    def _split(self, inner: str) -> tuple[str, str]:
        """Key and language of a path below a content folder; without `.md` it is a key already."""
        if not inner.endswith(".md"):
            return inner, ""
        folder, _, stem = inner.removesuffix(".md").rpartition("/")
        plain, tag = split_suffix(stem, self.settings.tags)
        return (f"{folder}/{plain}" if folder else plain), tag or ""

    def _article(self, inner: str, anchor: str) -> Target:
        key, tag = self._split(inner)
        key, folder = self._named(key), "" if key == "index" else self._named(key.removesuffix("/index"))
        if key in self.articles:
            return Target("article", key, tag, anchor)
        if folder in self.collections:
            return Target("collection", folder, tag, anchor)
        return Target("hidden" if key in self.hidden else "missing", key)

    def _page(self, inner: str, anchor: str) -> Target:
        key, tag = self._split(inner)
        for name in map(self._named, (key, f"{key}/index".strip("/"))):
            if name in self.pages:
                return Target("page", name, tag, anchor)
        return Target("missing", key)

    def _entry(self, inner: str, anchor: str) -> Target:
        key, tag = self._split(inner)
        key = self._named(key)
        if not key or key in self.entries:
            return Target("entry", key, tag, anchor)
        return Target("hidden" if key in self.hidden_entries else "missing", key)

    def _from_root(self, path: str, anchor: str) -> Target:
        """An address of the built site, as in `/articles/billing/export/` or `/de/changelog/`."""
        base = self.base_path.strip("/")
        if base and (path == base or path.startswith(f"{base}/")):
            path = path[len(base) + 1 :]
        if (named := self._named(path)) in self.files:
            return Target("file", named)
        first, _, rest = path.partition("/")
        language = next((tag for tag in self.settings.tags[1:] if first == tag), "")
        if language:
            first, _, rest = rest.partition("/")
        if first == "articles":
            found = self._article(rest, anchor)
            return Target(found.kind, found.key, language, anchor)
        if first == "changelog" and self.changelog_dir:
            found = self._of_ours(self._entry(rest, anchor), rest)
        elif first == "roadmap" and self.roadmap_file:
            found = Target("item", rest) if rest in self.items else self._of_ours(Target("missing", rest), rest)
        elif first in _ROOTS or not first or path in self.docs_files:
            return Target("outside", path)
        else:
            found = self._page(f"{first}/{rest}".strip("/"), anchor)
            if base and found.kind == "missing":  # the host's other pages stand outside the site's folder
                return Target("outside", path)
        return Target(found.kind, found.key, language, anchor)

    @staticmethod
    def _of_ours(found: Target, rest: str) -> Target:
        """What is no entry and no item may be one of our own pages: a feed, a year, a label."""
        first, slash, _ = rest.partition("/")
        is_own = not rest or slash or "." in rest or first.isdigit() or first in _OWN_PAGES
        return Target("outside", rest) if found.kind == "missing" and is_own else found

    def address(self, target: Target, language: str) -> str | None:
        """Where a target stands for a reader of this language; None when it leads nowhere public."""
        settings, tag = self.settings, target.language or language
        match target.kind:
            case "article" | "collection":
                return article_address(settings, target.key, tag)
            case "entry":
                return changelog_address(settings, tag, target.key)
            case "item":
                return roadmap_address(settings, tag, target.key)
            case "page":
                known = tag if (target.key, tag) in self.places else settings.default_language
                return docs_address(settings, target.key, known)
            case "file":
                return target.key
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """From where a body is read: the file it was written in, the page it stands on, and the tree's language.

    With a `site_url`, addresses become absolute: the body is read away from its page.
    """

    path: str
    page: str
    language: str
    site_url: str = ""

    def way(self, address: str) -> str:
        """An address of the site as it stands in a link there."""
        return self.site_url + quoted(address) if self.site_url else relative(address, self.page)

    def url(self, written: str, links: Links) -> str | None:
        """What someone wrote as an address, absolute; None when it leads nowhere public."""
        target = links.target(written, self.path)
        if target.kind in {"here", "outside"}:
            if written.startswith(SCHEMES):
                return written
            return urljoin(self.site_url + quoted(self.page), written)
        address = links.address(target, self.language)
        if address is None:
            return None
        anchor = f"#{target.anchor}" if target.anchor and target.kind != "item" else ""
        return self.site_url + quoted(address + anchor)
