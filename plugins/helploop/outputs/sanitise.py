"""HTML of many hands to HTML a visitor's browser can be trusted with: an allow-list, and a report of what it drops.

Ammonia (through nh3) does the cleaning. The report is made only when cleaning changed something and a cheap look finds
a name outside the list, because reading HTML precisely in Python costs more than cleaning it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

import nh3

TAGS = frozenset(
    (
        "a abbr address audio b bdi bdo blockquote br caption center cite code col colgroup dd del details "
        "dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p "
        "picture pre q rp rt ruby s samp section small source span strike strong sub summary sup table tbody "
        "td tfoot th thead time tr track tt u ul var video wbr"
    ).split()
)
#: Dropped with everything inside them.
SWALLOWED = frozenset({"script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math"})
#: Those of them that go on to the end of a text, where they are never closed; others end with what holds them.
ENDLESS = SWALLOWED - {"embed", "svg", "math"}
EVERYWHERE = frozenset({"class", "id", "title", "lang", "dir", "role"})
ATTRIBUTES = {
    "a": {"href", "hreflang", "rel", "target", "name"},
    "audio": {"src", "controls", "loop", "muted", "preload"},
    "blockquote": {"cite"},
    "col": {"span", "align"},
    "del": {"datetime"},
    "details": {"open"},
    "div": {"align", "data-tabs"},
    "h1": {"align"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding", "align"},
    "input": {"type", "checked", "disabled", "name"},
    "ins": {"datetime"},
    "label": {"for"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "p": {"align"},
    "span": {"data-linenos"},
    "source": {"src", "srcset", "sizes", "media", "type", "width", "height"},
    "table": {"align", "width", "border", "cellpadding", "cellspacing"},
    "td": {"align", "valign", "colspan", "rowspan", "width"},
    "th": {"align", "valign", "colspan", "rowspan", "scope", "width"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "poster", "controls", "loop", "muted", "preload", "width", "height", "playsinline"},
}
#: Of elements that only a site's own list allows.
_EXTRA_ATTRIBUTES = {"iframe": {"src", "width", "height", "allow", "allowfullscreen", "loading"}}
#: Two are enough for all that was ever seen; what does not settle is shown as text.
_MOST_ROUNDS = 6
SCHEMES = {"http", "https", "mailto", "tel", "sms"}
_URLS = frozenset({"href", "src", "poster", "cite"})
_PREFIXES = ("aria-",)
_ALL_ATTRIBUTES = EVERYWHERE.union(*ATTRIBUTES.values())

_TAG_NAMES = re.compile(r"<([a-zA-Z][^\s/>]*)")
_ATTRIBUTE_NAMES = re.compile(r"[\s\"'/]([a-zA-Z_:@][^\s=\"'<>/]*)\s*=")
_BAD_SCHEME = re.compile(
    r"=\s*[\"']?[\s\x00-\x1f]*(?!(?:https?|mailto|tel|sms):)(?:[a-z&#;][\w+.&#;\s-]*)(?::|&#0*58|&#x0*3a|&colon)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something cleaning removes: `<script>`, `onclick`, or an address such as `javascript:…`.

    A tag that `is_open` is never closed, and what stands after it goes with it; it may itself be allowed.
    """

    what: str
    name: str
    is_tag: bool
    is_open: bool = False
    is_allowed: bool = False


def sanitise(html: str, extra_tags: tuple[str, ...] = ()) -> tuple[str, list[Dropped]]:
    """Clean HTML, and what was dropped from it, in the order of the page. `extra_tags` widens the list for a site."""
    cleaner = _cleaner(extra_tags)
    clean = cleaner.clean(html)
    may_be_open = any(html.count(f"<{tag}") > html.count(f"</{tag}") for tag in ENDLESS.intersection(extra_tags))
    if clean == html and not may_be_open:  # most texts: what comes out as it went in has lost nothing
        return html, []
    tags = TAGS | set(extra_tags)
    is_doubtful = may_be_open or _is_suspicious(html, tags)
    return _settled(clean, cleaner), report(html, tags) if is_doubtful else []


def _settled(html: str, cleaner: nh3.Cleaner) -> str:
    """Cleaned until cleaning changes nothing: what is taken out can leave a nesting that browsers read differently."""
    for _ in range(_MOST_ROUNDS - 1):
        again = cleaner.clean(html)
        if again == html:
            return html
        html = again
    return nh3.clean_text(html)


@lru_cache(maxsize=4)
def _cleaner(extra_tags: tuple[str, ...]) -> nh3.Cleaner:
    """Made once: handing the lists over costs as much as cleaning a page."""
    attributes = {tag: set(names) for tag, names in ATTRIBUTES.items()} | {"*": set(EVERYWHERE)}
    attributes |= {tag: set(names) for tag, names in _EXTRA_ATTRIBUTES.items() if tag in extra_tags}
    return nh3.Cleaner(
        tags=set(TAGS | set(extra_tags)),
        clean_content_tags=set(SWALLOWED - set(extra_tags)),
        attributes=attributes,
        generic_attribute_prefixes=set(_PREFIXES),
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def _is_suspicious(html: str, tags: frozenset[str] | set[str]) -> bool:
    if any(name.lower() not in tags for name in set(_TAG_NAMES.findall(html))):
        return True
    for name in set(_ATTRIBUTE_NAMES.findall(html)):
        if name.lower() not in _ALL_ATTRIBUTES and not name.lower().startswith(_PREFIXES):
            return True
    return _BAD_SCHEME.search(html) is not None


def report(html: str, tags: frozenset[str] | set[str]) -> list[Dropped]:
    """What cleaning drops from this HTML, read tag by tag."""
    reader = _Report(tags)
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.dropped


class _Report(HTMLParser):
    def __init__(self, tags: frozenset[str] | set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.tags = tags
        self.dropped: list[Dropped] = []
        self.inside: list[str] = []
        self.opened = ""
        """The element that goes on until it is closed."""
        self.place = 0
        """Where in `dropped` it stands, or would."""
        self.has_swallowed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self.opened == "iframe":  # none can stand in another one
            self.end()
        if self.inside:  # it goes with what holds it, and is not another mistake
            return
        if tag in ENDLESS:
            self.opened, self.place, self.has_swallowed = tag, len(self.dropped), False
        if tag not in self.tags:
            self.dropped.append(Dropped(f"<{tag}>", tag, is_tag=True))
            if tag in SWALLOWED - {"embed"}:
                self.inside.append(tag)
            return
        allowed = EVERYWHERE | ATTRIBUTES.get(tag, _EXTRA_ATTRIBUTES.get(tag, set()))
        for name, value in attrs:
            if name not in allowed and not name.startswith(_PREFIXES):
                self.dropped.append(Dropped(f"{name}=", name, is_tag=False))
            elif name in _URLS and not _is_safe(value or ""):
                scheme = (value or "").split(":", maxsplit=1)[0].strip()
                self.dropped.append(Dropped(f"{scheme}:…", scheme, is_tag=False))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            del self.inside[self.inside.index(tag) :]
        if tag == self.opened:
            self.opened = ""

    def handle_data(self, data: str) -> None:
        self.has_swallowed = self.has_swallowed or bool(data.strip())

    def end(self) -> None:
        """Nothing more comes: what is open now was never closed."""
        if self.opened and (self.has_swallowed or self.rawdata.strip()):  # some versions of Python leave text there
            is_allowed = self.opened in self.tags
            found = Dropped(f"<{self.opened}>", self.opened, is_tag=True, is_open=True, is_allowed=is_allowed)
            self.dropped[self.place : self.place + (not is_allowed)] = [found]
        self.opened = ""

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 - its name in the base class
        """`<![…` is a comment to browsers; the base class stops the program at one it does not know."""
        return self.parse_bogus_comment(i, False)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def _is_safe(url: str) -> bool:
    cleaned = re.sub(r"^[\x00-\x20]+|[\t\n\r]", "", url)  # as browsers do (URL standard, 4.4)
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", cleaned)
    return scheme is None or scheme.group(1).lower() in SCHEMES
