"""The rules of addresses: a published address never dies, and leads to one place."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from helploop.model.address import article_address, changelog_address
from helploop.model.problem import Problem, Severity
from helploop.model.redirects import (
    effective_redirects,
    former_translation,
    is_address,
    key_of,
    old_addresses_of,
    own_addresses,
    page_addresses,
    written_redirects,
)
from helploop.model.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from helploop.model.redirects import Redirect
    from helploop.model.site import Site


def check_written(site: Site) -> Iterator[Problem]:
    """`redirect_from` is an address inside the site."""
    for thing in site.texts:
        for written in thing.redirect_from:
            meant = old_addresses_of(site, thing, written)
            if meant and all(is_address(old.source) for old in meant):
                continue
            message = f"`redirect_from` names `{written[:80]}`, an address inside the site was expected"
            hint = "write `/old/address/`, or the old path below articles/"
            yield Problem(thing.path, thing.line_of("redirect_from"), "", message, hint)


def check_taken(site: Site) -> Iterator[Problem]:
    """No redirect starts at a page that exists (this finds loops too: their next step is a page)."""
    pages, own = page_addresses(site), own_addresses(site)
    similar = {_folded(address): address for address in (*own, *pages)}
    for redirect in _once(site, written_redirects(site)):
        page = similar.get(_folded(redirect.source))
        if redirect.source not in pages | own:
            if page is not None and page != redirect.target:
                message = f"`redirect_from` names `/{redirect.source}`, which differs from `/{page}` only in its case"
                yield Problem(redirect.path, redirect.line, "", message, f"remove it: {_ONE_CASE}")
            continue
        is_page = redirect.source in pages
        what = "a page" if is_page else "an address of the site itself"
        message = f"`redirect_from` names `/{redirect.source}`, which is {what}"
        hint = "remove it, or rename that page first" if is_page else "remove it"
        yield Problem(redirect.path, redirect.line, "", message, hint)


def check_twice(site: Site) -> Iterator[Problem]:
    """Two pages can't both be what an old address leads to."""
    first: dict[str, Redirect] = {}
    written = list(written_redirects(site))
    both = [one for one in written if first.setdefault(_folded(one.source), one).target != one.target]
    for redirect in _once(site, both):
        other = first[_folded(redirect.source)]
        if other.source == redirect.source:
            message = f"`/{redirect.source}` is redirected by {other.path}:{other.line} too"
            yield Problem(redirect.path, redirect.line, "", message, "keep one of the two")
        else:
            where = f"`/{other.source}` of {other.path}:{other.line}"
            message = f"`/{redirect.source}` differs from {where} only in its case"
            yield Problem(redirect.path, redirect.line, "", message, f"keep one of the two: {_ONE_CASE}")


#: Many hosts, and the disks of most desks, read `/Old/` and `/old/` as one address.
_ONE_CASE = "small and capital letters are the same to many hosts"


def _folded(address: str) -> str:
    return unicodedata.normalize("NFC", address.casefold())


def _once(site: Site, redirects: Iterable[Redirect]) -> Iterator[Redirect]:
    """One redirect for each that was written: what holds for every language is one mistake."""
    seen: set[tuple[str, str]] = set()
    for redirect in redirects:
        first, _, rest = redirect.source.partition("/")
        plain = rest if first in site.settings.tags[1:] else redirect.source
        if (redirect.path, plain) not in seen:
            seen.add((redirect.path, plain))
            yield redirect


def check_gone(site: Site) -> Iterator[Problem]:
    """What `gone:` gives up is gone: a page that stands there is meant to stay."""
    alive = {address.strip("/"): address for address in page_addresses(site)}
    for written in site.settings.gone:
        if written.strip("/") in alive:
            message = f"`gone` names `{written}`, which is a page"
            yield Problem(site.settings.config, site.settings.line_of("gone"), "", message, "remove it from `gone:`")


def check_vanished(site: Site) -> Iterator[Problem]:
    """A published address never dies: a file git once knew leads somewhere still."""
    if site.history.is_shallow:
        return
    alive = page_addresses(site) | {redirect.source for redirect in effective_redirects(site)}
    gone = {written.strip("/") for written in site.settings.gone}
    for path in sorted(site.history.vanished):
        for address, plain in _addresses_of(path, site):
            if not {address, plain} & alive and not {address.strip("/"), plain.strip("/")} & gone:
                message = f"the address `/{address}` was published and leads nowhere now"
                instead = f"add `redirect_from: [/{plain}]` to the page that answers instead"
                hint = f"{instead}, or `gone: [/{plain}]` to helploop/articles"
                yield Problem(path, 0, "", message, hint)


def _addresses_of(path: str, site: Site) -> Iterator[tuple[str, str]]:
    """The address a file that is no more once had, and that of its original; nothing for what is hidden now."""
    settings = site.settings
    default = settings.default_language
    if former := former_translation(path, site):
        articles, key, tag = former
        is_article = articles == settings.articles_dir
        address = article_address(settings, key, tag) if is_article else changelog_address(settings, tag, key)
        yield address, address
        return
    if found := key_of(path, settings.articles_dir, settings.tags, default):
        if found[0] not in {key for key, _ in site.hidden_articles}:
            yield article_address(settings, *found), article_address(settings, found[0], default)
        return
    folder = settings.changelog.dir if settings.changelog else None
    found = key_of(path, folder, settings.tags, default) if folder else None
    if found and found[0] not in {key for key, _ in site.hidden_entries}:
        key, tag = found
        yield changelog_address(settings, tag, key), changelog_address(settings, default, key)


RULES = (
    Rule(
        "redirect-address",
        check_written,
        Severity.ERROR,
        "`redirect_from` is no address inside the site.",
        is_alone=True,
    ),
    Rule("redirect-taken", check_taken, Severity.ERROR, "A redirect starts at a page that exists."),
    Rule("redirect-twice", check_twice, Severity.ERROR, "Two pages claim one old address."),
    Rule("gone-page", check_gone, Severity.WARNING, "`gone` names a page that exists."),
    Rule("vanished-address", check_vanished, Severity.ERROR, "A published address leads nowhere now."),
)
