"""Old addresses and what they lead to now: written by hand (`redirect_from`), renames in git, or merged items."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING

from helploop.model.address import article_address, changelog_address, home_address, roadmap_address, search_address
from helploop.model.entry import Entry, is_device
from helploop.model.language import is_language, split_suffix
from helploop.model.old_addresses import OldAddress, old_addresses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from helploop.model.article import Article
    from helploop.model.collection import Collection
    from helploop.model.settings import Settings
    from helploop.model.site import Site

    Text = Article | Collection | Entry

#: What stands in no name of a file, or ends an address.
_NO_FILE = re.compile(r"[?#\\:<>\"|*\x00-\x1f\x7f]")
_MOST_BYTES = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """From an address no page has to one that has. `path` and `line` say who asked; git asks with line 0."""

    source: str
    target: str
    path: str
    line: int = 0


def plan_redirects(site: Site) -> tuple[Redirect, ...]:
    """All redirects of a site, those written by hand first. Mistakes in them are found by the rules of redirects."""
    return (*written_redirects(site), *_renames(site), *_merged(site))


def effective_redirects(site: Site) -> tuple[Redirect, ...]:
    """One redirect an address, none from a page that exists, sorted: what is written to the site."""
    taken = page_addresses(site)
    found: dict[str, Redirect] = {}
    for redirect in plan_redirects(site):
        if redirect.source not in taken and is_address(redirect.source):
            found.setdefault(redirect.source, redirect)
    for redirect in _of_former_languages(site):
        target = redirect.target
        answers = target if target in taken else found[target].target if target in found else ""
        if answers and redirect.source not in taken:
            found.setdefault(redirect.source, replace(redirect, target=answers))
    return tuple(found[source] for source in sorted(found))


def written_redirects(site: Site) -> Iterator[Redirect]:
    """What `redirect_from` of articles, collections and entries says, in every language it holds for."""
    settings = site.settings
    for kind in (site.articles, site.collections, site.entries):
        things: Mapping[tuple[str, str], Text] = kind
        named = [(key, thing) for (key, _), thing in sorted(things.items(), key=itemgetter(0)) if thing.redirect_from]
        for key, thing in named:
            original = things.get((key, settings.default_language))
            claimed = _sources(site, original) if original is not None and original is not thing else ()
            for old in old_addresses_of(site, thing):
                if old.is_exact and old.source in claimed:  # it holds for every language already
                    continue
                target = address_of(settings, thing, key, old.language)
                yield Redirect(old.source, target, thing.path, thing.line_of("redirect_from"))


def old_addresses_of(site: Site, thing: Text, written: str | None = None) -> list[OldAddress]:
    """What `redirect_from` of a text means, or one line of it."""
    lines = thing.redirect_from if written is None else (written,)
    is_entry = isinstance(thing, Entry)
    return [old for line in lines for old in old_addresses(site.settings, line, thing.language, is_entry=is_entry)]


def _sources(site: Site, thing: Text) -> frozenset[str]:
    return frozenset(old.source for old in old_addresses_of(site, thing))


def address_of(settings: Settings, thing: Text, key: str, language: str) -> str:
    """Where the page of a text stands in a language."""
    if isinstance(thing, Entry):
        return changelog_address(settings, language, key)
    return article_address(settings, key, language)


def is_address(address: str) -> bool:
    """Whether an old address is one a static host can answer: inside the site, no query, no way up, names of files."""
    parts = address.strip("/").split("/")
    return bool(address) and "//" not in address and not _NO_FILE.search(address) and all(map(_is_part, parts))


def _is_part(part: str) -> bool:
    is_short = len(part.encode("utf-8", "replace")) <= _MOST_BYTES
    return part not in {".", ".."} and is_short and not is_device(part.partition(".")[0])


def _renames(site: Site) -> Iterator[Redirect]:
    """Where git knows that a file had another name."""
    settings = site.settings
    for (key, language), article in sorted(site.articles.items()):
        past = site.history.of(article.path)
        for former in past.former if past else ():
            old = key_of(former, settings.articles_dir, settings.tags, settings.default_language)
            if old is None or old[1] != language or old[0] == key:
                continue
            tags = settings.tags if language == settings.default_language else (language,)
            for tag in tags:
                yield Redirect(
                    article_address(settings, old[0], tag), article_address(settings, key, tag), article.path
                )
    if settings.changelog is None:
        return
    for (key, language), entry in sorted(site.entries.items()):
        past = site.history.of(entry.path)
        for former in past.former if past else ():
            old = key_of(former, settings.changelog.dir, settings.tags, settings.default_language)
            if old is None or old[1] != language or old[0] == key:
                continue
            tags = settings.tags if language == settings.default_language else (language,)
            for tag in tags:
                yield Redirect(
                    changelog_address(settings, tag, old[0]),
                    changelog_address(settings, tag, key),
                    entry.path,
                )


def _of_former_languages(site: Site) -> Iterator[Redirect]:
    """Pages in languages that the site has given up: each leads to its original, or to where that leads."""
    settings = site.settings
    for path in sorted(site.history.vanished):
        if former := former_translation(path, site):
            folder, key, tag = former
            address = article_address if folder == settings.articles_dir else _changelog_address
            yield Redirect(address(settings, key, tag), address(settings, key, settings.default_language), path)


def _changelog_address(settings: Settings, key: str, language: str) -> str:
    return changelog_address(settings, language, key)


def former_translation(path: str, site: Site) -> tuple[str, str, str] | None:
    """Folder, key and language of a file that was a translation into a language which the site has no more."""
    settings = site.settings
    folders = (settings.articles_dir, *((settings.changelog.dir,) if settings.changelog else ()))
    for folder in folders:
        stem = path.removesuffix(".md").rpartition("/")[2]
        tag = stem.rpartition(".")[2]
        if path.startswith(f"{folder}/") and tag not in settings.tags and "." in stem and is_language(tag):
            found = key_of(path, folder, (*settings.tags, tag), settings.default_language)
            return (folder, *found) if found else None
    return None


def _merged(site: Site) -> Iterator[Redirect]:
    """A merged item's page leads to the item it was merged into."""
    if site.roadmap is None:
        return
    for item in site.roadmap.items:
        for old in item.merged:
            for tag in site.settings.tags:
                source = roadmap_address(site.settings, tag, old)
                yield Redirect(source, roadmap_address(site.settings, tag, item.id), site.roadmap.path, item.line)


def key_of(path: str, folder: str, tags: tuple[str, ...], default: str) -> tuple[str, str] | None:
    """Key and language of a Markdown file's path below a content folder; a folder's index is the folder."""
    if not path.startswith(f"{folder}/") or not path.endswith(".md"):
        return None
    above, _, stem = path[len(folder) + 1 : -len(".md")].rpartition("/")
    plain, tag = split_suffix(stem, tags)
    if plain == "index":
        return above, tag or default
    return (f"{above}/{plain}" if above else plain), tag or default


#: Files that a site has at its top; a redirect is a page in the same place.
_OWN_FILES = frozenset(
    "404.html _headers _redirects feeds.opml index.html llms-full.txt llms.txt robots.txt sitemap.xml sitemap.xml.gz"
    " widget.js".split()
)


def own_addresses(site: Site) -> frozenset[str]:
    """The addresses of what is no text: the home page, the lists, the page of search, files at the top."""
    settings = site.settings
    found = set(_OWN_FILES)
    for tag in settings.tags:
        found.add(home_address(settings, tag))
        if settings.changelog is not None:
            found.add(changelog_address(settings, tag))
        if site.roadmap is not None:
            found.add(roadmap_address(settings, tag))
        if settings.search is not None:
            found.add(search_address(settings, tag))
    return frozenset(found)


def page_addresses(site: Site) -> frozenset[str]:
    """The addresses of all articles, collections, entries and items, in every language's tree."""
    settings = site.settings
    found = {
        article_address(settings, key, tag)
        for key in (*site.article_keys, *site.collection_keys)
        for tag in settings.tags
    }
    found |= {changelog_address(settings, tag, key) for key in site.entry_keys for tag in settings.tags}
    if site.roadmap is not None:
        found |= {roadmap_address(settings, tag, item.id) for item in site.roadmap.items for tag in settings.tags}
    return frozenset(found)
