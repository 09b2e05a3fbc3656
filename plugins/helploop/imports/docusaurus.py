"""The rules of Docusaurus: what its settings say of its pages, numbers before names, and the address of each page."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.imports.docusaurus_redirects import client_redirects
from helploop.imports.old_front_matter import head_of
from helploop.imports.old_nav import without_ending
from helploop.imports.old_script import COMPUTED, objects_in, parse_script

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helploop.imports.old_redirects import OldRedirect

_NUMBER = re.compile(r"^(?P<number>\d+)\s*[-_.]+\s*(?P<name>[^-_.\s].*)$")
#: A date or a version at the front of a name is no place in an order: `2021-11-foo`, `7.0-foo`.
_NO_NUMBER = re.compile(r"^\d+[-_.]\d+")
_PLUGIN = re.compile(r"(?:^|[/])(?:plugin-)?content-docs$")
_DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Docusaurus:
    """What is known of one set of pages: the settings name its folder and where its addresses begin.

    `base` is `/docs`, or empty where addresses begin at the start of the site. `current` is what stands between
    `base` and the pages besides: `next` where versions have been released. `language` is that of the originals, if
    it is named. `left_out` says in words what could not be read.
    """

    path: str = "docs"
    id: str = ""
    base: str = "/docs"
    current: str = ""
    sidebars: str = ""
    i18n: str = "i18n"
    language: str = ""
    has_numbers: bool = True
    redirects: tuple[OldRedirect, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def plugin(self) -> str:
        """The folder of its translations below that of a language."""
        return f"docusaurus-plugin-content-docs{f'-{self.id}' if self.id else ''}"

    def beside(self, name: str) -> str:
        """A file or folder at the start of the project that belongs to these pages: `versions.json`."""
        return f"{self.id}_{name}" if self.id else name

    def plain(self, name: str) -> str:
        """A file's or folder's name without the number before it."""
        return numbered(name).name if self.has_numbers else name

    def plain_folders(self, path: str) -> str:
        """A path without the numbers before its folders; the name at the end stays as it is."""
        folders, _, name = path.rpartition("/")
        return posixpath.join("/".join(map(self.plain, folders.split("/"))), name) if folders else name


class Numbered(NamedTuple):
    """A name without the number before it, and the number."""

    name: str
    number: int | None = None


def numbered(name: str) -> Numbered:
    """The number before a name, which gives an order and stands in no address.

    >>> numbered("02-guides"), numbered("7.0-foo")
    (Numbered(name='guides', number=2), Numbered(name='7.0-foo', number=None))
    """
    found = None if _NO_NUMBER.match(name) else _NUMBER.match(name)
    return Numbered(found["name"], int(found["number"][:9])) if found else Numbered(name)


def is_index(path: str) -> bool:
    """Whether a page stands for its folder: `index.md`, `README.md` or `guides/guides.md`."""
    *folders, name = path.lower().split("/")
    return without_ending(name) in {"index", "readme", *folders[-1:]}


def has_numbers(head: Mapping[str, Any], settings: Docusaurus) -> bool:
    """Whether the number before a page's name is none of the name."""
    return settings.has_numbers and head.get("parse_number_prefixes") is not False


def slug(path: str, head: Mapping[str, Any], settings: Docusaurus) -> str:
    """A page's address below the others, with a slash at both ends: `/guides/install/`."""
    folder, own = _place(path, head, settings)
    written = head.get("slug")
    if not written and is_index(path):
        return f"/{folder}/" if folder else "/"
    found = posixpath.normpath(posixpath.join("/", folder, str(written or own).strip())).strip("/")
    return f"/{found}/" if found else "/"


def _place(path: str, head: Mapping[str, Any], settings: Docusaurus) -> tuple[str, str]:
    """The folder of a page without numbers, and what the page is called there: its `id`, or its name."""
    *parts, stem = without_ending(path).split("/")
    if has_numbers(head, settings):
        *parts, stem = (numbered(part).name for part in (*parts, stem))
    return "/".join(parts), str(head.get("id") or stem)


@dataclass(slots=True)
class _Found:
    """What is read from settings, with what can't be."""

    name: str
    left_out: list[str] = field(default_factory=list)

    def text(self, values: Mapping[str, object], key: str, default: str) -> str:
        """A word of the settings."""
        value = values.get(key, default)
        if value is COMPUTED:
            self.left_out.append(f"{self.name}: `{key}` is computed there, and was taken as `{default}`")
        return value if isinstance(value, str) else default


def parse_settings(text: str, name: str, folder: str, versions: Sequence[str] = ()) -> Docusaurus:
    """What `docusaurus.config.js` says of the pages in a folder (of its only pages, if the folder is empty).

    `versions` are the released ones, the newest first; `folder` may be that of one: `versioned_docs/version-1.0`.
    """
    found = _Found(name)
    top = _top(text)
    own = _own(top, "docs" if "versioned_docs/" in folder else folder, found)
    i18n = top.get("i18n")
    i18n = i18n if isinstance(i18n, dict) else {}
    parser = own.get("numberPrefixParser", True)
    if parser is COMPUTED:
        found.left_out.append(f"{name}: `numberPrefixParser` has rules of its own for numbers before names")
    base = found.text(own, "routeBasePath", "docs").strip("/")
    plugin = found.text(own, "id", _DEFAULT)
    redirects, lost = client_redirects(top, text, name)
    return Docusaurus(
        path=posixpath.normpath(found.text(own, "path", "docs")),
        id="" if plugin == _DEFAULT else plugin,
        base=f"/{base}" if base else "",
        current=_current(own, folder, versions),
        sidebars=sidebars if isinstance(sidebars := own.get("sidebarPath"), str) else "",
        i18n=posixpath.normpath(found.text(i18n, "path", "i18n")),
        language=found.text(i18n, "defaultLocale", ""),
        has_numbers=parser is not False,
        redirects=tuple(redirects),
        left_out=(*found.left_out, *lost),
    )


def _top(text: str) -> dict[str, object]:
    """The settings themselves: of several objects the one that holds what settings do."""
    known = {"presets", "plugins", "url", "baseUrl", "i18n", "title", "themeConfig", "docs"}
    objects = [value for value in parse_script(text) if isinstance(value, dict)]
    top = max(objects, key=lambda value: len(known & value.keys()), default={})
    return {key: value for key, value in top.items() if key != "themeConfig"}  # which has a `docs` of another meaning


def _own(top: dict[str, object], folder: str, found: _Found) -> dict[str, object]:
    """The settings of the pages in a folder, of all the sets of pages a site can have."""
    sets = [values for name, values in objects_in(top) if name == "docs" or _PLUGIN.search(name)]
    paths = [posixpath.normpath(str(values.get("path", "docs"))) for values in sets]
    place = paths.index(folder) if folder in paths else 0
    if folder and sets and folder not in paths:
        return {}
    others = [path for path in dict.fromkeys(paths) if sets and path != paths[place]]
    found.left_out += [f"{path}/: other pages of the site; import that folder, too" for path in others]
    return sets[place] if sets else {}


def _current(own: Mapping[str, object], folder: str, versions: Sequence[str]) -> str:
    """What stands before the pages of a version in their addresses: nothing for the one that readers see first."""
    version = folder.rpartition("/version-")[2] if "versioned_docs/" in folder else "current"
    last = own.get("lastVersion")
    if version == (last if isinstance(last, str) else next(iter(versions), "current")):
        return ""
    named = own.get("versions")
    own_settings = named.get(version) if isinstance(named, dict) else None
    path = own_settings.get("path") if isinstance(own_settings, dict) else None
    return path.strip("/") if isinstance(path, str) else "next" if version == "current" else version


def doc_ids(pages: Mapping[str, str], settings: Docusaurus, translations: Sequence[str]) -> dict[str, str]:
    """The pages by the names that sidebars have for them: `guides/install`."""
    found = {}
    for path, text in pages.items():
        if any(path.startswith(f"{folder}/") for folder in translations):
            continue
        found[posixpath.join(*_place(path, head_of(text, path), settings))] = path
    return found
