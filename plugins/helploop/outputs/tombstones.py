"""Pages for entries that people were told about and that are gone: the link in their mail still gets an answer."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from helploop.model.address import changelog_address, page_file, relative
from helploop.model.redirects import effective_redirects
from helploop.model.rules.entries import missing_announced
from helploop.outputs.strings import strings_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.model.site import Site

_PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>{title}</title>
<h1>{title}</h1>
<p><a href="{way}">{more}</a></p>
</html>
"""


def render_tombstones(site: Site) -> Mapping[str, bytes]:
    """A page in every language at the address of each such entry, unless something else stands there now."""
    settings = site.settings
    taken = {redirect.source for redirect in effective_redirects(site)}
    files: dict[str, bytes] = {}
    for name in missing_announced(site):
        for language in settings.languages:
            address = changelog_address(settings, language.tag, name)
            if address in taken:
                continue
            strings = strings_for(language.tag)
            page = _PAGE.format(
                language=language.tag,
                direction=language.direction,
                title=escape(strings.text("This news is no longer here")),
                way=escape(relative(changelog_address(settings, language.tag), address)),
                more=escape(strings.text("What’s new")),
            )
            files[page_file(address)] = page.encode()
    return files
