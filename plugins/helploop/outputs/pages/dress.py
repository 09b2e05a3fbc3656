"""A converted body made ready for a page: what scrolls can be reached with the keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from helploop.outputs.strings import Strings

#: The boxes of a task list, as the converter writes them.
_OPEN = '<input type="checkbox" disabled=""'
_TICKED = _OPEN + ' checked=""'
#: Code in a line. What follows a `<pre>` is a block. It begins with what is found far faster than a place.
_CODE = re.compile(r"<code>(?<!<pre tabindex=\"0\"><code>)(?<!<span></span><code>)([^<]*)</code>")
_WORD = re.compile(r"\S+")
#: Longer code than this may not fit the line of a phone.
_LONGEST = 24


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
    if "<code>" in html:
        html = _CODE.sub(_whole, html)
    if 'type="checkbox"' in html:
        done, left = escape(strings.text("Done")), escape(strings.text("To do"))
        html = html.replace(f"{_TICKED}>", f'{_TICKED} aria-label="{done}">')
        html = html.replace(f"{_OPEN}>", f'{_OPEN} aria-label="{left}">')
    return Markup(html)  # noqa: S704 - sanitised by outputs.sanitise, and only such HTML gets here


def _whole(code: re.Match[str]) -> str:
    """Code in a line whose names and options (`--dry-run`) are not broken after a hyphen, if a phone has room for them.

    What is too long for that is marked, so that a table may cut it.
    """
    text = code[1]
    if len(text) <= _LONGEST:
        return f'<code class="hl-whole">{text}</code>' if "-" in text else code[0]
    kept = _WORD.sub(_whole_word, text) if "-" in text else text
    is_long = any(len(word) > _LONGEST for word in text.split())
    return f'<code class="hl-long">{kept}</code>' if is_long else f"<code>{kept}</code>"


def _whole_word(word: re.Match[str]) -> str:
    return f'<span class="hl-whole">{word[0]}</span>' if "-" in word[0] and len(word[0]) <= _LONGEST else word[0]
