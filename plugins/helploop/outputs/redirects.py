"""Redirects as files: a small HTML page at each old address, and a `_redirects` file for hosts that read one."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from helploop.model.address import absolute, page_file, quoted, relative

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helploop.model.redirects import Redirect
    from helploop.model.settings import Settings

_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={way}">
<p><a href="{way}">{title}</a></p>
</html>
"""


def render_redirects(redirects: Iterable[Redirect], settings: Settings) -> Mapping[str, bytes]:
    """The files of all redirects by path: `old/index.html` for each, and `_redirects`.

    `_redirects` has one line `from to 301` each, as Netlify and Cloudflare Pages read it.
    """
    files: dict[str, bytes] = {}
    lines = []
    base = quoted(settings.base_path)
    for redirect in redirects:
        way = relative(redirect.target, redirect.source if redirect.source.endswith("/") else _folder(redirect.source))
        page = _PAGE.format(
            language=_language(redirect.target, settings),
            title=escape(settings.site_name),
            canonical=escape(absolute(settings, redirect.target)),
            way=escape(way),
        )
        files[page_file(redirect.source)] = page.encode()
        lines.append(f"{base}{quoted(redirect.source)} {base}{quoted(redirect.target)} 301\n")
    if lines:
        files["_redirects"] = "".join(lines).encode()
    return files


def _folder(address: str) -> str:
    above = address.rpartition("/")[0]
    return f"{above}/" if above else ""


def _language(address: str, settings: Settings) -> str:
    first = address.partition("/")[0]
    return first if first in settings.tags[1:] else settings.default_language
