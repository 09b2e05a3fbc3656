"""The last look before anything is written: no output holds what is not public, whichever part of us made it.

Titles and addresses of drafts and of future or past things, ids of hidden items, and e-mail addresses nobody allowed.
What an author wrote in public text is the author's word and no leak: such a title is not looked for.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from helploop.model.address import article_address, changelog_address, page_file, quoted, roadmap_address
from helploop.model.mail_address import find_addresses, masked
from helploop.model.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from helploop.model.article import Article
    from helploop.model.entry import Entry
    from helploop.model.settings import Settings
    from helploop.model.site import Site

#: Outputs that hold text of the site. Scripts and styles are the theme's.
_TEXT = (".html", ".xml", ".json", ".txt", ".md", ".opml", ".ics", ".csv", ".vtt", ".gz", ".webmanifest")
#: A shorter title is a word that stands in other texts by chance.
_LEAST = 6
#: From so many needles on, one pass of a regular expression costs less than a search for each.
_MANY = 24
_SHOWN = 3
_HINT = "this should not happen: please report it; nothing was published"


@dataclass(frozen=True, slots=True)
class Watch:
    """What may stand in no output: each needle with the words for a message, and the pages that may not be there.

    A plain value, so that whoever makes an output can look at it, in any process.
    """

    settings: Settings
    secrets: tuple[tuple[bytes, str], ...] = ()
    pages: tuple[tuple[str, str], ...] = ()

    def look(self, path: str, content: bytes) -> tuple[Found, ...]:
        """What is wrong with one output."""
        found = [Found(path, page=source) for page, source in self.pages if page == path] if self.pages else []
        if path.endswith(_TEXT):
            data = gzip.decompress(content) if path.endswith(".gz") else content
            found += [Found(path, needle=needle) for needle in self._needles_in(data)]
            found += [Found(path, address=address) for address in _addresses(data, self.settings)]
        return tuple(found)

    def _needles_in(self, data: bytes) -> Iterable[bytes]:
        if len(self.secrets) < _MANY:
            return [needle for needle, _ in self.secrets if needle in data]
        return sorted(set(_pattern(self.secrets).findall(data)))


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that stands in an output and should not: a needle, an e-mail address, or the output itself."""

    path: str
    needle: bytes = b""
    address: str = ""
    page: str = ""


@lru_cache(maxsize=2)
def _pattern(secrets: tuple[tuple[bytes, str], ...]) -> re.Pattern[bytes]:
    needles = sorted((needle for needle, _ in secrets), key=len, reverse=True)
    return re.compile(b"|".join(re.escape(needle) for needle in needles))


def watch_of(site: Site) -> Watch:
    """What has to be looked for in the outputs of a site."""
    return Watch(site.settings, tuple(dict(_secrets(site)).items()), tuple(_hidden_pages(site)))


def leak_problems(found: Iterable[Found], watch: Watch) -> list[Problem]:
    """A problem for each hidden thing that was found, with the first outputs it stands in."""
    secrets = dict(watch.secrets)
    needles: dict[bytes, list[str]] = {}
    addresses: dict[str, list[str]] = {}
    problems = []
    for each in sorted(found, key=lambda each: (each.path, each.needle, each.address)):
        if each.page:
            message = f"a page of {each.page}, which is not public, was made"
            problems.append(Problem(each.path, 0, "leak", message, _HINT))
        elif each.needle:
            needles.setdefault(each.needle, []).append(each.path)
        else:
            addresses.setdefault(each.address, []).append(each.path)
    for needle, paths in needles.items():
        problems.append(Problem(paths[0], 0, "leak", f"{secrets[needle]} stands in {_places(paths)}", _HINT))
    return [*problems, *_address_problems(addresses, watch.settings)]


def audit_files(files: Mapping[str, bytes], site: Site) -> list[Problem]:
    """A problem for each hidden thing that stands in some outputs."""
    watch = watch_of(site)
    return leak_problems([found for path, content in files.items() for found in watch.look(path, content)], watch)


def _places(paths: list[str]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(f"`{path}`" for path in paths[:_SHOWN]) + more


def _hidden_pages(site: Site) -> Iterator[tuple[str, str]]:
    """The output files of hidden things, with their sources. A language that shows the original has a page."""
    settings = site.settings
    default = settings.default_language
    for (key, language), article in site.hidden_articles.items():
        if (key, default) not in site.articles and (key, language) not in site.articles and not _is_folder(site, key):
            yield page_file(article_address(settings, key, language)), article.path
    for (key, language), entry in site.hidden_entries.items():
        if (key, default) not in site.entries and (key, language) not in site.entries:
            yield page_file(changelog_address(settings, language, key)), entry.path
    for item in site.hidden_items:
        for tag in settings.tags:
            yield page_file(roadmap_address(settings, tag, item)), f"the item {item}"


def _is_folder(site: Site, key: str) -> bool:
    return key in site.collection_keys


def _secrets(site: Site) -> Iterator[tuple[bytes, str]]:
    public = _public_text(site) if site.hidden_articles or site.hidden_entries else ""
    hidden: tuple[Article | Entry, ...] = (*site.hidden_articles.values(), *site.hidden_entries.values())
    for thing in hidden:
        title = thing.title.strip()
        if len(title) >= _LEAST and title not in public:
            what = f"the title of {thing.path}, which is not public,"
            for written in {title, escape(title), escape(title, quote=False)}:
                yield written.encode("utf-8", "replace"), what
    base = site.settings.site_url or "/"
    for path, source in _hidden_pages(site):
        address = path.removesuffix("index.html")
        for end in ('"', "<", "'", "\n"):
            needle = f"{base}{quoted(address)}{end}".encode()
            yield needle, f"the address of {source}, which is not public,"


def _public_text(site: Site) -> str:
    """Everything people wrote in public."""
    parts: list[str] = []
    for thing in site.texts:
        parts += [thing.title, thing.summary, thing.body]
    if site.roadmap is not None:
        for item in site.roadmap.items:
            parts += [str(getattr(item, name, "")) for name in ("title", "summary", "reason")]
    return "\n".join(parts)


def _addresses(data: bytes, settings: Settings) -> Iterator[str]:
    """Addresses in one output: only the surroundings of each `@` are read."""
    start = data.find(b"@")
    while start >= 0:
        before = data[start - 1 : start]
        if before.isalnum() or before in (b"_", b"-", b"+", b"%", b".") or before >= b"\x80":
            piece = data[max(0, start - 80) : start + 256].decode("utf-8", "replace")
            yield from (address for _, address in find_addresses(piece, settings))
        start = data.find(b"@", start + 1)


def _address_problems(addresses: Mapping[str, list[str]], settings: Settings) -> Iterator[Problem]:
    """Addresses no rule has found yet; what the site's owner set for the rule holds here too."""
    level = dict(settings.rules).get("address-in-public", "error")
    if level == "off":
        return
    for address, paths in sorted(addresses.items()):
        message = f"`{masked(address)}` is an e-mail address that stands in {_places(sorted(set(paths)))}"
        hint = "remove it, or add it to `allowed_addresses:` of helploop/articles if it is meant for customers"
        yield Problem(paths[0], 0, "address-in-public", message, hint, severity=Severity(level))
