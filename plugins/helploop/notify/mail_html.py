"""A letter as the HTML part of a mail: one column, styles inline (mail programs drop others), no image, no script."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from helploop.notify.plain_line import clean_line
from helploop.notify.words import words_for

if TYPE_CHECKING:
    from helploop.notify.letter import Letter

_BORDER = "1px solid #dcdfe4"
_MONO = "ui-monospace,Menlo,Consolas,monospace"
#: How the entry's own elements look. Clean HTML has no styles of its own.
_STYLES = {
    "a": "color:#2c46c8",
    "blockquote": "margin:16px 0;padding:0 16px;border-inline-start:3px solid #dcdfe4;color:#5f5f5f",
    "code": f"padding:1px 4px;border-radius:4px;background:#f2f3f5;font:14px {_MONO}",
    "h1": "font-size:20px;line-height:1.3",
    "h2": "font-size:19px;line-height:1.3",
    "h3": "font-size:17px;line-height:1.3",
    "hr": f"border:0;border-top:{_BORDER}",
    "pre": f"padding:12px 16px;border-radius:8px;background:#f2f3f5;font:14px/1.5 {_MONO};white-space:pre-wrap",
    "table": "border-collapse:collapse",
    "td": f"padding:6px 10px;border:{_BORDER}",
    "th": f"padding:6px 10px;border:{_BORDER};text-align:start",
}
_TAG = re.compile(rf"<({'|'.join(_STYLES)})(?=[\s>])")
_IN_PRE = re.compile(r'(<pre style="[^"]*"><code) style="[^"]*"')
_BUTTON = (
    "display:inline-block;padding:10px 20px;border-radius:8px;background:#1f2937;color:#ffffff;"
    "text-decoration:none;font-weight:600"
)
_QUIET = "color:#5f5f5f"


def render_html(letter: Letter, stop: str) -> str:
    """The document. `stop` is where a reader says that they want no more, empty when nowhere."""
    words = words_for(letter.language)
    title = escape(clean_line(letter.title))
    # lines are broken where links begin, so that the reader's code is not far into a line
    link = f'<br><a style="{_QUIET}"\nhref="{escape(stop)}">{escape(words.stop)}</a>' if stop else ""
    asked = escape(words.asked.format(items=asked_for(letter)))
    intro = f'<p style="margin:0 0 8px;{_QUIET}">{asked}</p>\n' if asked_for(letter) else ""
    return (
        f'<!doctype html>\n<html lang="{letter.language}" dir="{letter.direction}">\n'
        f'<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title></head>\n"
        f'<body style="margin:0;padding:24px 16px;background:#ffffff;color:#1a1a1a;'
        f'font:16px/1.6 system-ui,-apple-system,Segoe UI,Roboto,sans-serif">\n'
        f'<div style="max-width:600px;margin:0 auto" dir="{letter.direction}">\n'
        f'<p style="margin:0 0 28px;padding-bottom:14px;border-bottom:{_BORDER};font-weight:600">'
        f'<a style="color:#1a1a1a;text-decoration:none" href="{escape(letter.site_url)}">'
        f"{escape(clean_line(letter.site_name))}</a></p>\n"
        f'{intro}<h1 style="margin:0 0 16px;font-size:26px;line-height:1.25">{title}</h1>\n'
        f"{_styled(letter.html) or f'<p>{escape(letter.summary)}</p>'}\n"
        f'<p style="margin:28px 0"><a style="{_BUTTON}"\nhref="{escape(letter.url)}">'
        f"{escape(words.read_on.format(site=clean_line(letter.site_name)))}</a></p>\n"
        f'<p style="margin:32px 0 0;padding-top:14px;border-top:{_BORDER};font-size:13px;{_QUIET}">'
        f"{escape(words.why)}{link}</p>\n</div>\n</body>\n</html>\n"
    )


def _styled(html: str) -> str:
    """Clean HTML with our styles; code in a block needs no ground of its own."""
    styled = _TAG.sub(lambda match: f'{match[0]} style="{_STYLES[match[1]]}"', html)
    return _IN_PRE.sub(rf'\1 style="font:14px {_MONO}"', styled)


def asked_for(letter: Letter) -> str:
    """The titles of the items, in one line; empty where none may be read yet."""
    return ", ".join(clean_line(title) for _, title in letter.items if title)
