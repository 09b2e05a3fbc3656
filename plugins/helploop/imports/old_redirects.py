"""Redirects of another site to old addresses of our articles, and in words what no article can keep of them.

MkDocs names files on both sides (`old.md: new.md`, of the plugin `redirects`), Docusaurus addresses (`/old`).
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from helploop.imports.entries import Act
from helploop.imports.old_front_matter import TAKEN, head_of, old_addresses
from helploop.imports.old_nav import ENDINGS
from helploop.model.redirects import is_address
from helploop.model.spelling import did_you_mean
from helploop.sources.extensions import named
from helploop.sources.validate import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from helploop.imports.old_links import OldLinks
    from helploop.imports.old_pages import OldSite, Place, PlannedPage

_PLUGIN = "redirects"
_OPTIONS = ("redirect_maps", "enabled")
_OUTSIDE = re.compile(r"^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")
_TARGET = re.compile(r"(?P<page>[^#?]*)(?P<part>.*)", re.DOTALL)
#: Endings that MkDocs reads as it reads `.md`.
_OTHER_ENDINGS = re.compile(r"\.(?:markdown|mdown|mkdn|mkd)$")
_WRITE_IT = "write `redirect_from: [{}]` into the article that answers instead"


class OldRedirect(NamedTuple):
    """One redirect as the old site's settings have it, and the name of their file."""

    file: str
    source: str
    target: str

    @property
    def shown(self) -> str:
        """What it is called in a report."""
        return f"{self.file}: the redirect from `{self.source}` to `{self.target}`"


def parse_redirect_maps(values: Mapping[str, Any], name: str) -> tuple[list[OldRedirect], list[str]]:
    """The redirects of an `mkdocs.yml` that is called `name`, and what can't be read of them."""
    found: list[OldRedirect] = []
    lost: list[str] = []
    for _, plugin, options in named(values.get("plugins"), ("plugins",)):
        if plugin != _PLUGIN or options is None:
            continue
        if not isinstance(options, dict):
            lost.append(f"{name}: `{_PLUGIN}` has `{short(options)}`, its option `redirect_maps` was expected")
            continue
        lost += [f"{name}: {_unknown(str(key))}" for key in options if key not in _OPTIONS]
        maps = options.get("redirect_maps") if options.get("enabled") is not False else None
        if maps is not None and not isinstance(maps, dict):
            lost.append(f"{name}: `redirect_maps` is `{short(maps)}`, old pages with new ones were expected")
            continue
        for source, target in (maps or {}).items():
            if isinstance(target, str) and target.strip():
                found.append(OldRedirect(name, str(source).strip(), target.strip()))
            else:
                lost.append(f"{name}: the redirect from `{source}` leads to `{short(target)}`, a page was expected")
    return found, lost


def _unknown(option: str) -> str:
    near = did_you_mean(option, _OPTIONS)
    return f"`{_PLUGIN}` has no option `{option}`" + (f" ({near})" if near else "")


def plan_redirects(
    old: OldSite,
    places: Mapping[str, Place],
    links: OldLinks,
    heads: Mapping[str, Mapping[str, Any]],
    tags: Sequence[str],
) -> tuple[dict[str, list[str]], list[str]]:
    """The addresses that redirects give to pages, by the old paths of these, and in words what is lost."""
    new = {f"articles/{place.key}".removesuffix("/index"): place.key for place in places.values()}
    planner = _Planner(old, places, links, _claimed(places, links, heads), new, tags, {})
    lost = [f"{redirect.shown}: {why}" for redirect in old.redirects if (why := planner.take(redirect))]
    return planner.found, lost


def _claimed(
    places: Mapping[str, Place], links: OldLinks, heads: Mapping[str, Mapping[str, Any]]
) -> dict[str, tuple[str, str]]:
    """Key and old path of the page that each address leads to without any redirect."""
    found: dict[str, tuple[str, str]] = {}
    for path, place in places.items():
        for address in (*links.addresses(path), *old_addresses(heads[path])):
            found.setdefault(address.strip("/"), (place.key, path))
    return found


@dataclass(frozen=True, slots=True)
class _Planner:
    """What is known of both sites while redirects are given to pages. `claimed` grows with each of them."""

    old: OldSite
    places: Mapping[str, Place]
    links: OldLinks
    claimed: dict[str, tuple[str, str]]
    new: Mapping[str, str]
    """The keys of the new pages by their addresses."""
    tags: Sequence[str]
    found: dict[str, list[str]]

    def take(self, redirect: OldRedirect) -> str:
        """Give a redirect to the page it leads to: what is lost of it, in words."""
        address, language = self._source(redirect.source)
        if not is_address(address.strip("/")) or address == "/index.html":
            return "no article can take this old address"
        if address.strip("/") in self.old.taken:
            return TAKEN
        if _OUTSIDE.match(redirect.target):
            return "it leads out of the site; set it up where the site is hosted"
        path, part = self._target(redirect.target)
        place = self.places.get(path)
        if place is None:
            return f"it leads to no page that comes along; {_WRITE_IT.format(address)}"
        if language is not None and language != place.language:
            return "it leads from one language to another, which an article can't say"
        if (there := self.new.get(address.removesuffix("/").removeprefix("/"))) is not None:
            return "" if there == place.key else f"articles/{there}.md has this address here"
        key, first = self.claimed.setdefault(address.strip("/"), (place.key, path))
        if key != place.key:
            return f"the old address leads to {first} already"
        self.found.setdefault(path, []).append(address)
        return f"the old address leads to the page, not to `{part}`" if part else ""

    def _source(self, source: str) -> tuple[str, str | None]:
        """The old address below its language, and the language; None where a redirect holds for all of them."""
        if self.old.docusaurus:
            return _with_slashes(source), None
        path = _OTHER_ENDINGS.sub(".md", source.lstrip("/"))
        if not path.endswith(ENDINGS):
            return _with_slashes(path), ""
        place = self.old.place(path, {}, self.tags)
        return self.links.address(place.plain if place.language else path), place.language

    def _target(self, target: str) -> tuple[str, str]:
        """The old path of the page that a redirect leads to (empty if there is none), and the part of the page."""
        found = _TARGET.fullmatch(target)
        page, part = (found["page"], found["part"]) if found else (target, "")
        if self.old.docusaurus:
            return self.links.page_at(page) or "", part
        return posixpath.normpath(page.lstrip("/")), part


def _with_slashes(address: str) -> str:
    """An address as `redirect_from` has it: `/old/`, `/old.html`."""
    plain = address.strip("/")
    return f"/{plain}" if "." in plain.rpartition("/")[2] or not plain else f"/{plain}/"


def unwritten_in_words(
    pages: Iterable[PlannedPage], moved: Mapping[str, Sequence[str]], existing: Mapping[str, str]
) -> list[str]:
    """Old addresses that are not written, because somebody has edited the article since."""
    words = []
    for page in pages:
        if page.act is Act.EDITED and page.old in moved:
            written = head_of(existing[page.path], page.path).get("redirect_from")
            known = {str(each).rstrip("/") for each in (written if isinstance(written, list) else [written])}
            missing = [each for each in dict.fromkeys(moved[page.old]) if each.rstrip("/") not in known]
            stays = f"{page.path}: it stays as it is, without the old address"
            words += [f"{stays} `{address}`; add it to its `redirect_from`" for address in missing]
    return words


def own_addresses(old: OldSite, links: OldLinks, path: str, place: Place, original: str | None) -> tuple[str, ...]:
    """The addresses a page had itself. Those of an original hold for its translations, too."""
    folder, _ = old.within(path)
    if place.language and not folder:
        return ()
    found = links.addresses(path)
    if folder and original and links.addresses(original) == found:
        return ()
    return tuple(address for address in found if address.strip("/") and address != "/index.html")
