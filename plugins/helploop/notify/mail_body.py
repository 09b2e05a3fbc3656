"""An entry's HTML as mail may carry it: absolute links, no images, nothing active; and the same as plain text."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import nh3

_TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "kbd",
    ),
    *("em", "strong", "b", "i", "del", "s", "sub", "sup", "a", "table", "thead", "tbody", "tr", "th", "td"),
    *("dl", "dt", "dd", "div", "span", "mark"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "td": {"colspan"},
    "th": {"colspan"},
    "*": {"dir", "lang"},
}
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "dl", "hr"}
)
_LINES = frozenset({"br", "li", "tr", "dt", "dd"})


def clean_html(html: str, page: str) -> str:
    """The HTML for a mail. Links are resolved against the entry's page; an image becomes its description."""
    reader = _ForMail(page)
    reader.feed(html)
    reader.close()
    cleaned: str = nh3.clean(
        "".join(reader.out),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
    return cleaned


def plain_text(html: str) -> str:
    """The text of clean HTML: paragraphs apart, list items with a dash, a link's address behind its words."""
    reader = _AsText()
    reader.feed(html)
    reader.close()
    text = re.sub(r"[ \t]+\n", "\n", "".join(reader.out))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _ForMail(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.page, self.out = page, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag in {"img", "svg", "video", "audio", "iframe"}:
            if named.get("alt", "").strip():
                self.out.append(f"[{escape(named['alt'].strip())}]")
            return
        if "href" in named:
            named["href"] = _resolved(named["href"], self.page)
        written = "".join(f' {name}="{escape(value)}"' for name, value in named.items())
        self.out.append(f"<{tag}{written}>")

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")


def _resolved(target: str, page: str) -> str:
    try:
        url = urljoin(page, target.strip())
        return url if urlsplit(url).scheme in {"http", "https", "mailto"} else page
    except ValueError:
        return page


class _AsText(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.out = list[str]()
        self._links: list[tuple[str, int]] = []
        self._lists: list[int | None] = []
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.out.append("" if tag in {"ul", "ol"} and self._lists else "\n\n")
        elif tag in _LINES:
            self.out.append("\n")
        if tag == "pre":
            self._pre += 1
        elif tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.out.append(self._bullet())
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.out)))
        elif tag == "hr":
            self.out.append("---\n\n")

    def _bullet(self) -> str:
        if not self._lists:
            return "- "
        count = self._lists[-1]
        if count is None:
            return "  " * (len(self._lists) - 1) + "- "
        self._lists[-1] = count + 1
        return "  " * (len(self._lists) - 1) + f"{count + 1}. "

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            href, start = self._links.pop()
            words = "".join(self.out[start:]).strip()
            if href and words not in {href, href.removeprefix("mailto:")}:
                self.out.append(f" ({href})")
        elif tag in {"td", "th"}:
            self.out.append("\t")
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "pre" and self._pre:
            self._pre -= 1
        if tag in _BLOCKS:
            self.out.append("\n\n" if not self._lists else "")

    def handle_data(self, data: str) -> None:
        self.out.append(data if self._pre else re.sub(r"\s+", " ", data) if data.strip() else " " * bool(data))
