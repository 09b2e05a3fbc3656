"""A body's clean HTML to the HTML of a feed: absolute addresses, nothing a reader strips, cut to size.

Feed readers know fewer tags than browsers and have no page around the text: stricter than `outputs.sanitise`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import nh3

from helploop.model.address import ascii_host
from helploop.outputs.feeds.text import feed_text

if TYPE_CHECKING:
    from helploop.model.settings import Settings

#: What the W3C feed validator and the common readers accept.
TAGS = frozenset(
    {
        *("a", "abbr", "address", "audio", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "col"),
        *(
            "colgroup",
            "dd",
            "del",
            "details",
            "dfn",
            "div",
            "dl",
            "dt",
            "em",
            "figcaption",
            "figure",
            "h1",
            "h2",
        ),
        *(
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "i",
            "img",
            "ins",
            "kbd",
            "li",
            "mark",
            "ol",
            "p",
            "picture",
            "pre",
            "q",
        ),
        *("rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strike", "strong", "sub"),
        *("summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul"),
        *("var", "video", "wbr"),
    }
)
#: Dropped with everything inside them.
SWALLOWED = frozenset(
    {
        *(
            "script",
            "style",
            "template",
            "noscript",
            "object",
            "embed",
            "svg",
            "math",
            "form",
            "button",
            "select",
        ),
        *("textarea", "title", "xmp", "head"),
    }
)
ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "hreflang"},
    "audio": {"src"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "source": {"src", "srcset", "sizes", "media", "type"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"src", "poster", "width", "height"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_URLS = frozenset({"href", "src", "poster", "cite", "data"})
#: An entry's HTML in a feed: what is longer is cut at the edge of a block.
MAX_BYTES = 100_000

_CHECKBOX = re.compile(r"<input\b(?P<attrs>[^>]*)>", re.IGNORECASE)
_IFRAME = re.compile(r"<iframe\b(?P<attrs>[^>]*)>.*?</iframe\s*>|<iframe\b(?P<open>[^>]*)>", re.IGNORECASE | re.DOTALL)
_PLAYER = re.compile(r"<(?P<tag>video|audio)\b(?P<attrs>[^>]*)>.*?</(?P=tag)\s*>", re.IGNORECASE | re.DOTALL)
_SRC = re.compile(r"\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_TITLE = re.compile(r"\btitle\s*=\s*\"([^\"]+)\"", re.IGNORECASE)
#: What a page shows by its style: the name of a box, the row of names above tabs and the beginning of each tab.
_BOX_TITLE = re.compile(r'<p class="admonition-title">(.*?)</p>', re.DOTALL)
_TABS = re.compile(r'<div class="tabbed-labels">(.*?)</div>|<div class="tabbed-block">', re.DOTALL)
_TAB_NAME = re.compile(r"<label\b[^>]*>(.*?)</label>", re.DOTALL)
_CODE = re.compile(r"<(code|pre|kbd|samp)>")
_FROM_THE_LEFT = r'<\1 dir="ltr">'
_WORDED_SPAN = re.compile(r"<span\b[^>]*\s(?:lang|dir)=", re.IGNORECASE)
_EMPTY = re.compile(r"<(p|div|span|section)>\s*</\1>")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>")
_VOID = frozenset({"br", "col", "hr", "img", "source", "wbr"})
_EDGES = frozenset(
    {
        *("p", "li", "ul", "ol", "dl", "dd", "pre", "div", "blockquote", "tr", "table", "section", "figure"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "details"),
    }
)


@dataclass(frozen=True, slots=True)
class Rest:
    """Where a cut text goes on: the page's URL and the words of the link."""

    url: str
    words: str


def feed_html(html: str, page: str, rest: Rest | None = None) -> str:
    """HTML whose addresses are absolute or relative to the absolute URL `page`, as a feed may carry it."""
    html = _BOX_TITLE.sub(r"<p><strong>\1</strong></p>", _with_tab_names(feed_text(html)))
    html = _CHECKBOX.sub(_checkbox, html)
    html = _PLAYER.sub(_with_link, _IFRAME.sub(_frame_link, html))
    tags = TAGS if _WORDED_SPAN.search(html) else TAGS - {"span"}
    clean = _clean(html, tags, page)
    if rest is not None and len(clean.encode()) > MAX_BYTES:
        link = f'<p><a href="{escape(rest.url)}">{escape(rest.words)}</a></p>'
        clean = _clean(_cut(clean, MAX_BYTES) + link, tags, page)
    return clean.strip()


def _clean(html: str, tags: frozenset[str], page: str) -> str:
    """Cleaned until cleaning changes nothing: what is taken out can leave odd nesting behind."""

    def absolute(tag: str, name: str, value: str) -> str | None:
        if name == "srcset":
            return absolute_srcset(value, page)
        return absolute_url(value, page, allow_words=tag == "a") if name in _URLS else value

    for _ in range(4):
        cleaned = nh3.clean(
            html,
            tags=set(tags),
            clean_content_tags=set(SWALLOWED),
            attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
            attribute_filter=absolute,
            url_schemes=set(SCHEMES),
            link_rel=None,
            strip_comments=True,
        )
        cleaned = feed_text(_EMPTY.sub("", cleaned))
        if cleaned == html:
            break
        html = cleaned
    return html


def absolute_url(written: str, page: str, *, allow_words: bool = True) -> str | None:
    """An address as an absolute ASCII URL, or None when it is none that a feed may carry."""
    try:
        parts = urlsplit(urljoin(page, written.strip()))
        scheme = parts.scheme.lower()
        if scheme in {"mailto", "tel"}:
            return quote(f"{scheme}:{parts.path}", safe="@:+,;=%-._~") if allow_words and parts.path else None
        if scheme not in SCHEMES or not parts.hostname:
            return None
        host = ascii_host(parts.hostname)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # `http://[`, a label too long for IDNA, a port of letters
        return None
    host = f"[{host}]" if ":" in host else quote(host, safe=".-_~")
    path = quote(parts.path or "/", safe="/:@!$&'()*+,;=~%-._")
    query, fragment = (quote(part, safe="/:@!$&'()*+,;=~%-._?") for part in (parts.query, parts.fragment))
    return urlunsplit((scheme, host + port, _percents(path), _percents(query), _percents(fragment)))


def _percents(text: str) -> str:
    """A `%` that starts no code becomes one."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)


def absolute_srcset(written: str, page: str) -> str | None:
    """Every candidate of a `srcset` made absolute."""
    candidates = []
    for candidate in written.split(","):
        address, _, size = candidate.strip().partition(" ")
        url = absolute_url(address, page, allow_words=False) if address else None
        if url is not None:
            candidates.append(f"{url} {size}".strip())
    return ", ".join(candidates) or None


def in_direction(html: str, settings: Settings, language: str, feed: str) -> str:
    """A text that is read from right to left, or stands in a feed that is, says its direction: nothing else does."""
    direction = settings.language(language).direction
    if not html or direction == settings.language(feed).direction == "ltr":
        return html
    return f'<div dir="{direction}">{_CODE.sub(_FROM_THE_LEFT, html) if direction == "rtl" else html}</div>'


def _with_tab_names(html: str) -> str:
    """Tabs below each other, each below its name. Those inside of a tab come before the next one's name."""
    rows: list[list[str]] = []

    def place(match: re.Match[str]) -> str:
        if match[1] is not None:
            rows.append(_TAB_NAME.findall(match[1])[::-1])
            return ""
        while rows and not rows[-1]:
            rows.pop()
        return f"{match.group()}<p><strong>{rows[-1].pop()}</strong></p>" if rows else match.group()

    return _TABS.sub(place, html)


def _checkbox(match: re.Match[str]) -> str:
    if "checkbox" not in match["attrs"].lower():
        return ""
    return "☑ " if re.search(r"\bchecked\b", match["attrs"], re.IGNORECASE) else "☐ "


def _frame_link(match: re.Match[str]) -> str:
    source = _SRC.search(match["attrs"] or match["open"] or "")
    if source is None:
        return ""
    title = _TITLE.search(match["attrs"] or match["open"] or "")
    words = unescape((title or source)[1])
    return f'<p><a href="{source[1]}">▶ {escape(words, quote=False)}</a></p>'


def _with_link(match: re.Match[str]) -> str:
    """Readers show a player without its controls: a link beside it always works."""
    source = _SRC.search(match["attrs"]) or _SRC.search(match.group())
    if source is None:
        return match.group()
    name = unescape(source[1]).rpartition("/")[2] or match["tag"]
    return f'{match.group()}<p><a href="{source[1]}">▶ {escape(name, quote=False)}</a></p>'


def _cut(html: str, limit: int) -> str:
    """The HTML up to the last edge of a block within `limit` bytes, everything open closed."""
    head = html.encode()[:limit].decode("utf-8", "ignore")
    open_tags: list[str] = []
    edge, closing = 0, ""
    for match in _TAG.finditer(head):
        tag = match[2]
        if not match[1]:
            if tag not in _VOID:
                open_tags.append(tag)
            continue
        while open_tags and open_tags.pop() != tag:
            pass
        if tag in _EDGES:
            edge, closing = match.end(), "".join(f"</{name}>" for name in reversed(open_tags))
    if edge < limit // 4:  # one block fills it all: cut between words
        edge = max(head.rfind(" "), head.rfind(">") + 1)
        edge = edge if edge > limit // 4 else len(head) if "<" not in head[-20:] else head.rfind("<")
        closing = "…"
    return head[:edge] + closing
