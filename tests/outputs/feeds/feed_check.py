"""The W3C feed validator's rules as we know them, and ours on top: what is wrong with a feed, in words.

HTML is parsed by html5lib in strict mode, as the validator does. An empty list is the promise.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import unescape
from html.entities import name2codepoint
from urllib.parse import urlsplit

import html5lib
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
HISTORY = "{http://purl.org/syndication/history/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
STRICT = etree.XMLParser(recover=False, resolve_entities=False, no_network=True)
#: Elements the validator calls a risk, or does not know.
SAFE_TAGS = set(
    """
    a abbr acronym address area article aside audio b bdi big blockquote br canvas caption center cite
    code col colgroup data dd del details dfn dialog dir div dl dt em fieldset figcaption figure footer
    font form header h1 h2 h3 h4 h5 h6 hgroup hr i img input ins kbd label legend li main map mark menu
    meter nav ol output optgroup option p picture pre progress q rp rt ruby s samp section select small
    source span strike strong sub summary sup table tbody td template textarea time tfoot th thead tr
    track tt u ul var video noscript wbr
    """.split()
)
SAFE_ATTRIBUTES = set(
    """
    abbr align alt border cellpadding cellspacing cite class colspan data datetime dir decoding default
    height hidden href hreflang id kind lang loading loop media muted name open poster preload rel
    reversed rowspan scope sizes span src srclang srcset start title type usemap valign value width
    """.split()
)
HTML_TAGS = SAFE_TAGS | {"script", "style", "iframe", "object", "embed", "html", "head", "body", "title", "svg"}
URL = re.compile(r"^[a-zA-Z][0-9a-zA-Z+.-]*:(//)?[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+$")
TAG = re.compile(r"^tag:([a-z0-9\-._]+?@)?[a-z0-9.\-]+?,\d{4}(-\d\d(-\d\d)?)?:[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*$")
RFC2822 = re.compile(
    r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d [+-]\d\d[03]0$"
)
RFC3339 = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
BAD = re.compile("[\x80-\x9f\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check_feed(document: bytes, url: str) -> list[str]:
    """Everything wrong with a feed whose public address is `url`."""
    if len(document) > 512_000:
        return [f"size {len(document)}"]
    if document.startswith(b"{"):
        return _json(document, url)
    if document.startswith(b"\xef\xbb\xbf") or b"<!DOCTYPE" in document:
        return ["BOM or DOCTYPE"]
    try:
        root = etree.fromstring(document, STRICT)
    except etree.XMLSyntaxError as error:
        return [f"not well-formed: {error}"]
    lines = document.decode().split("\n")
    problems = [f"BadCharacters {e.tag}" for e in root.iter() if BAD.search(e.text or "")]
    return problems + (_rss(root, lines, url) if root.tag == "rss" else _atom(root, url))


def _rss(root: etree._Element, lines: list[str], url: str) -> list[str]:
    found: list[str] = []
    channel = root[0]
    names = [child.tag for child in channel]
    found += [f"missing {name}" for name in ("title", "link", "description", "language") if name not in names]
    found += [
        f"duplicate {n}" for n in ("title", "link", "description", "language", "lastBuildDate") if names.count(n) > 1
    ]
    first = names.index("item") if "item" in names else len(names)
    found += ["MisplacedItem" for name in names[first:] if name != "item"]
    found += _links(channel.findall(f"{ATOM}link"), channel, url, "application/rss+xml")
    for name in ("title", "description"):
        found += _plain(channel.find(name), lines)
    found += _moment(channel.find("lastBuildDate"), RFC2822)
    seen: set[str] = set()
    for item in channel.findall("item"):
        found += _rss_item(item, lines, seen)
    return found


def _rss_item(item: etree._Element, lines: list[str], seen: set[str]) -> list[str]:
    names = [child.tag for child in item]
    found = [f"missing {n}" for n in ("title", "link", "guid", "pubDate", "description", CONTENT) if n not in names]
    if found:
        return found
    found += [f"duplicate {n}" for n in set(names) if n != "category" and names.count(n) > 1]
    if names.index(CONTENT) < names.index("description"):
        found.append("NeedDescriptionBeforeContent")
    for element in [item.find("title"), *item.findall("category")]:
        found += _plain(element, lines) + (["NotBlank"] if not (element.text or "").strip() else [])
    guid = item.find("guid")
    found += _id(guid.text, seen) + (["InvalidPermalink"] if guid.get("isPermaLink") != "false" else [])
    found += _url(item.findtext("link")) + _moment(item.find("pubDate"), RFC2822)
    return found + check_html(item.findtext("description")) + check_html(item.findtext(CONTENT))


def _plain(element: etree._Element, lines: list[str]) -> list[str]:
    """Plain text of RSS: no HTML, and references written as hexadecimal numbers."""
    text, line = element.text or "", lines[element.sourceline - 1]
    if any(tag.lower() in HTML_TAGS for tag in re.findall(r"</(\w+)>", text)):
        return [f"ContainsHTML {text[:60]}"]
    names = re.findall(r"&(#?\w+)", text)
    if any(n in name2codepoint or n == "apos" or not n.isalpha() for n in names) and "&#x" not in line:
        return [f"ContainsHTML {text[:60]}"]
    if re.search(r"&#[x0-9]|<[/a-zA-Z]", text) and "&#x" not in line:
        return [f"CharacterData {text[:60]}"]
    return [f"bidi {text[:60]}"] if BIDI.search(text) else []


def _atom(root: etree._Element, url: str) -> list[str]:
    found = [f"missing {name}" for name in ("id", "title", "updated", "author") if root.find(ATOM + name) is None]
    found += _id(root.findtext(f"{ATOM}id"), set()) + _moment(root.find(f"{ATOM}updated"), RFC3339)
    found += _links(root.findall(f"{ATOM}link"), root, url, "application/atom+xml")
    found += [] if root.get(LANG) else ["MissingDCLanguage"]
    for name in ("title", "subtitle"):
        found += _construct(root.find(ATOM + name))
    seen: set[str] = set()
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        found += _atom_entry(entry, seen)
    moments = [entry.findtext(f"{ATOM}updated") for entry in entries]
    return found + (["DuplicateUpdated"] if len(set(moments)) != len(moments) else [])


def _atom_entry(entry: etree._Element, seen: set[str]) -> list[str]:
    needed = ("id", "title", "updated", "published", "summary", "content", "link")
    found = [f"missing {name}" for name in needed if entry.find(ATOM + name) is None]
    if found:
        return found
    found += _id(entry.findtext(f"{ATOM}id"), seen)
    for name in ("updated", "published"):
        found += _moment(entry.find(ATOM + name), RFC3339)
    for name in ("title", "summary", "content"):
        found += _construct(entry.find(ATOM + name))
    links = [(e.get("rel", "alternate"), e.get("type"), e.get("hreflang")) for e in entry.findall(f"{ATOM}link")]
    found += ["DuplicateAtomLink"] if len(set(links)) != len(links) else []
    return found + [bad for link in entry.findall(f"{ATOM}link") for bad in _url(link.get("href"))]


def _construct(element: etree._Element | None) -> list[str]:
    if element is None:
        return []
    text = element.text or ""
    if not text:
        return [f"NotBlank {element.tag}"]
    if BIDI.search(text) and element.tag != f"{ATOM}content":
        return ["bidi"]
    if element.get("type") == "html":
        return check_html(text)
    if any(tag.lower() in HTML_TAGS for tag in re.findall(r"</(\w+)>", text)):
        return [f"ContainsUndeclaredHTML {text[:60]}"]
    names = re.findall(r"&(#?\w+)", text)
    bad = any(n in name2codepoint or n == "apos" or not n.isalpha() for n in names)
    return [f"ContainsUndeclaredHTML {text[:60]}"] if bad else []


def _links(links: list[etree._Element], parent: etree._Element, url: str, mime: str) -> list[str]:
    own = [link for link in links if link.get("rel") == "self"]
    found = [bad for link in links for bad in _url(link.get("href"))]
    if [link.get("href") for link in own] != [url] or own[0].get("type") != mime:
        found.append(f"self is not {url}")
    rels = {link.get("rel") for link in links}
    if {"prev-archive", "next-archive"} & rels and "current" not in rels:
        found.append("MissingCurrentInArchive")
    if parent.find(f"{HISTORY}complete") is not None and rels & {"current", "prev-archive", "next-archive"}:
        found.append("FeedRelInCompleteFeed")
    if parent.find(f"{HISTORY}archive") is not None and "current" not in rels:
        found.append("archive without current")
    shapes = [(e.get("rel", "alternate"), e.get("type"), e.get("hreflang")) for e in links]
    return found + (["DuplicateAtomLink"] if len(set(shapes)) != len(shapes) else [])


def _json(document: bytes, url: str) -> list[str]:
    feed = json.loads(document)
    found = [] if feed["version"] == "https://jsonfeed.org/version/1.1" else ["version"]
    found += [] if feed["feed_url"] == url else ["feed_url"]
    found += [
        f"missing {name}" for name in ("title", "home_page_url", "language", "authors", "items") if name not in feed
    ]
    found += _url(feed["home_page_url"])
    seen: set[str] = set()
    for item in feed["items"]:
        needed = ("id", "url", "title", "content_html", "date_published", "date_modified", "tags")
        found += [f"missing {name}" for name in needed if name != "tags" and not item.get(name)]
        found += _id(item["id"], seen) + _url(item["url"]) + check_html(item["content_html"])
        found += [name for name in ("date_published", "date_modified") if not RFC3339.match(item[name])]
        found += [f"BadCharacters {k}" for k, v in item.items() if isinstance(v, str) and BAD.search(v)]
        found += [f"blank {k}" for k, v in item.items() if v in ("", [], None)]
    return found


@lru_cache(maxsize=4096)
def check_html(html: str | None) -> tuple[str, ...]:
    """What a validator says of a piece of HTML: parse errors, risks, addresses that are not absolute."""
    if not html:
        return ["NotBlank html"]
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parseFragment(html)
    found = [f"NotHtml {error[1]}" for error in parser.errors]
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag == "DOCUMENT_FRAGMENT":
            found += ["comment"] if not isinstance(element.tag, str) else []
            continue
        found += [f"SecurityRisk {element.tag}"] if element.tag not in SAFE_TAGS else []
        for name, value in element.attrib.items():
            found += [f"SecurityRiskAttr {name}"] if name not in SAFE_ATTRIBUTES else []
            if name in {"href", "src", "poster", "cite", "data"}:
                found += _url(value)
            if name == "srcset":
                found += [bad for part in value.split(", ") for bad in _url(part.split()[0])]
    return found


def _id(text: str | None, seen: set[str]) -> list[str]:
    found = [] if text and TAG.match(text) else [f"InvalidTAG {text}"]
    found += [f"DuplicateValue {text}"] if text in seen else []
    seen.add(text or "")
    return found


def _url(text: str | None) -> list[str]:
    if not text or not URL.match(text):
        return [f"InvalidLink {text}"]
    parts = urlsplit(unescape(text))
    known = parts.scheme in {"http", "https"} and parts.hostname
    return [] if known or parts.scheme in {"mailto", "tel"} else [f"relative {text}"]


def _moment(element: etree._Element | None, shape: re.Pattern[str]) -> list[str]:
    text = element.text if element is not None else None
    return [] if text and shape.match(text) else [f"date {text}"]
