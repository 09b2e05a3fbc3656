"""The addresses in clean HTML: which there are, and the same HTML with each as it stands on a page."""

from __future__ import annotations

import re
from functools import partial
from html import escape, unescape
from typing import TYPE_CHECKING

from helploop.outputs.links import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from helploop.outputs.links import Links, Viewpoint

_ADDRESS = re.compile(r'(?P<before><[a-z][^<>]*?)\s(?P<name>href|src|poster|cite)="(?P<value>[^"]*)"')
#: The second address of the only element that has two.
_IN_VIDEO = re.compile(
    r'(?P<before><video\b[^<>]*?\s(?:src|poster)="[^"]*"[^<>]*?)\s(?P<name>src|poster)="(?P<value>[^"]*)"'
)
_SRCSET = re.compile(r'\ssrcset="([^"]*)"')


def written_addresses(html: str) -> list[str]:
    """Every address in clean HTML that `resolve` looks at, as it was written, in alphabetical order."""
    found = {unescape(match["value"]) for match in _ADDRESS.finditer(html)}
    if "<video" in html:
        found.update(unescape(match["value"]) for match in _IN_VIDEO.finditer(html))
    if "srcset" in html:
        for match in _SRCSET.finditer(html):
            found.update(each.strip().partition(" ")[0] for each in unescape(match[1]).split(","))
    return sorted(found)


def resolve(html: str, links: Links, view: Viewpoint) -> str:
    """Clean HTML with every written address made relative to the page. An address that leads nowhere is taken off."""
    return resolve_for(html, links, (view,))[0]


def resolve_for(html: str, links: Links, views: Sequence[Viewpoint]) -> list[str]:
    """The same for several readers of one text: its addresses are looked for once."""
    if "<video" in html:  # what leads nowhere is taken off, and then another one would be the first of its element
        return [
            _with_sets(_ADDRESS.sub(one, _IN_VIDEO.sub(one, html)), links, view) for one, view in _each(links, views)
        ]
    found = list(_ADDRESS.finditer(html))
    ends = [0, *(match.end() for match in found)]
    between = [html[end : match.start()] for end, match in zip(ends, found, strict=False)]
    resolved = []
    for one, view in _each(links, views):
        pieces = [piece for text, match in zip(between, found, strict=True) for piece in (text, one(match))]
        resolved.append(_with_sets("".join((*pieces, html[ends[-1] :])), links, view))
    return resolved


def _each(links: Links, views: Iterable[Viewpoint]) -> Iterator[tuple[Callable[[re.Match[str]], str], Viewpoint]]:
    return ((partial(_one, links=links, view=view), view) for view in views)


def _one(match: re.Match[str], links: Links, view: Viewpoint) -> str:
    """An element up to the end of an address."""
    written = unescape(match["value"])
    target = links.target(written, view.path)
    if view.site_url and target.kind in {"here", "outside"} and not written.startswith(SCHEMES):
        url = view.url(written, links) or ""
        return f'{match["before"]} {match["name"]}="{escape(url)}"'
    if target.kind == "here":
        return match.group()
    if target.kind == "outside":
        outside = match["name"] == "href" and written.startswith(("http:", "https:", "//"))
        return f'{match.group()} rel="noopener"' if outside and " rel=" not in match["before"] else match.group()
    address = links.address(target, view.language)
    if address is None:
        return match["before"]
    anchor = f"#{target.anchor}" if target.anchor and target.kind != "item" else ""
    resolved = f'{match["before"]} {match["name"]}="{escape(view.way(address) + anchor)}"'
    return resolved + _size(match, links.image_sizes.get(target.key)) if target.kind == "file" else resolved


def _with_sets(html: str, links: Links, view: Viewpoint) -> str:
    return _SRCSET.sub(lambda match: _srcset(match[1], links, view), html) if "srcset" in html else html


def _size(match: re.Match[str], size: tuple[int, int] | None) -> str:
    """The width and height of a picture whose author gave none of the two: its place is kept while it loads."""
    if size is None or match["name"] != "src" or not match["before"].startswith("<img"):
        return ""
    tag = match["before"] + match.string[match.end() : match.string.find(">", match.end())]
    return "" if " width=" in tag or " height=" in tag else f' width="{size[0]}" height="{size[1]}"'


def _srcset(written: str, links: Links, view: Viewpoint) -> str:
    """A `srcset` with each candidate resolved; one that leads nowhere is left out."""
    candidates = []
    for candidate in unescape(written).split(","):
        address, _, size = candidate.strip().partition(" ")
        target = links.target(address, view.path)
        found = address if target.kind == "outside" else links.address(target, view.language)
        if found is not None:
            way = found if target.kind == "outside" else view.way(found)
            candidates.append(f"{way} {size}".strip())
    return f' srcset="{escape(", ".join(candidates))}"' if candidates else ""
