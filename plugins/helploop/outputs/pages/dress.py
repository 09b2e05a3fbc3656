"""A converted body made ready for a page: what scrolls can be reached with the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from helploop.outputs.strings import Strings

#: The boxes of a task list, as the converter writes them.
_OPEN = '<input type="checkbox" disabled=""'
_TICKED = _OPEN + ' checked=""'


def dressed(html: str, strings: Strings) -> Markup:
    """Clean HTML with a frame around each table, and images that load when they are near.

    The input is sanitised, so a `<table` in it is a table: text has `&lt;`.
    """
    if "<table" in html:
        label = escape(strings.text("Table"))
        html = html.replace("<table", f'<div class="hl-table" role="group" aria-label="{label}" tabindex="0"><table')
        html = html.replace("</table>", "</table></div>")
    if "<pre" in html:
        html = html.replace("<pre", '<pre tabindex="0"')
    if "<img" in html:
        html = html.replace("<img", '<img loading="lazy" decoding="async"')
    if 'type="checkbox"' in html:
        done, left = escape(strings.text("Done")), escape(strings.text("To do"))
        html = html.replace(f"{_TICKED}>", f'{_TICKED} aria-label="{done}">')
        html = html.replace(f"{_OPEN}>", f'{_OPEN} aria-label="{left}">')
    return Markup(html)  # noqa: S704 - sanitised by outputs.sanitise, and only such HTML gets here
