"""Before anybody is told: the entry's public page has to answer, and to be that entry's page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from helploop.model.address import absolute, changelog_address
from helploop.model.problem import Problem
from helploop.notify.http import Call, NotSentError, UnclearError, send

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.model.site import Site


def check_pages(site: Site, pages: Iterable[tuple[str, str, str]]) -> tuple[Problem, ...]:
    """What is wrong with the public pages of entries: (id, key, language) each."""
    found = (_check_page(site, *page) for page in sorted(set(pages)))
    return tuple(problem for problem in found if problem is not None)


def _check_page(site: Site, entry: str, key: str, language: str) -> Problem | None:
    settings = site.settings
    url = absolute(settings, changelog_address(settings, language, key))
    written = site.entry(key, language)
    path = written.path if written else key
    host = urlsplit(url).hostname or ""
    hint = "publish the site first, then tell people"
    try:
        response = send(Call(method="GET", url=url, private_hosts=(host,)))
    except (NotSentError, UnclearError) as error:
        return Problem(path, 0, "page-missing", f"the entry's page can't be reached: {error}", hint)
    if response.status != 200:
        return Problem(path, 0, "page-missing", f"{url} answered {response.status}, 200 was expected", hint)
    if f'data-entry="{escape(entry)}"'.encode() not in response.body:
        return Problem(path, 0, "page-other", f"{url} does not carry the entry's id `{entry}`", hint)
    return None
