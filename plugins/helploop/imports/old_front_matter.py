"""The head of a page of another tool to front matter of ours: same meaning, our words, nothing guessed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helploop.sources.front_matter import parse_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helploop.imports.old_nav import NavPage

_SUMMARY = ("summary", "description", "excerpt")
_KEYWORDS = ("keywords", "tags")
_ORDER = ("sidebar_position", "order", "nav_order", "weight")
_OLD = ("redirect_from", "aliases", "redirects")
_KNOWN = frozenset({"title", "draft", "slug", *_SUMMARY, *_KEYWORDS, *_ORDER, *_OLD})
#: What becomes something else than a line of the front matter.
_OF_DOCUSAURUS = frozenset({"id", "parse_number_prefixes", "unlisted"})
#: Why an old address is not kept.
TAKEN = "this site has a page or file of its own there"
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
_HEADING = re.compile(r"^# +\S|^\S[^\n]*\n=+\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OldHead:
    """What is known of a page besides its text: its path, and its old addresses.

    `number` stood before its name. All places in an order are made `scale` times as big, which makes them whole.
    """

    path: str
    redirects: tuple[str, ...] = ()
    number: float | None = None
    scale: int = 1
    is_docusaurus: bool = False
    taken: frozenset[str] = frozenset()
    """Addresses that the new site has itself: no page can keep them."""

    def addresses(self, old: Mapping[str, Any]) -> tuple[list[str], list[str]]:
        """All old addresses, those of its front matter too: which it keeps, and which it can't."""
        found = list(dict.fromkeys([*self.redirects, *old_addresses(old)]))
        lost = [address for address in found if address.strip("/") in self.taken]
        return [address for address in found if address not in lost], lost


def plan_head(text: str, page: OldHead, nav: NavPage | None) -> tuple[str, str, list[str]]:
    """The new front matter with its fences (empty when there is nothing to say), the body, and what is left out."""
    source, problems = parse_front_matter(text, page.path)
    if source is None:
        return "", text, [f"its front matter can't be read: {problems[0].message}"]
    old: Mapping[str, Any] = source.document.value if source.document else {}
    has_heading = bool(_HEADING.search(source.body))
    lines = list(_lines(old, page, nav, has_heading=has_heading))
    known = _KNOWN | _OF_DOCUSAURUS if page.is_docusaurus else _KNOWN
    lost = sorted(str(key) for key in old if key not in known)
    if not has_heading and not _text(old, ("title",)):
        lost = [key for key in lost if key != "sidebar_label"]
    left = [f"the key{'s' * (len(lost) != 1)} {', '.join(f'`{key}`' for key in lost)}"] if lost else []
    left += [f"its old address `{address}`: {TAKEN}" for address in page.addresses(old)[1]]
    if page.is_docusaurus and old.get("unlisted") is True:
        left.append("it was public but listed nowhere (`unlisted`), and is a draft now")
    body = source.body.lstrip("\n")
    front = "\n".join(lines)
    return f"---\n{front}\n---\n\n" if lines else "", body, left


def head_of(text: str, path: str) -> Mapping[str, Any]:
    """The keys and values of a page's front matter, as they are; none where it can't be read."""
    source, _ = parse_front_matter(text, path)
    return source.document.value if source and source.document else {}


def plain_head(text: str, path: str) -> str:
    """A text without its front matter."""
    source, _ = parse_front_matter(text, path)
    return source.body if source else text


def old_addresses(head: Mapping[str, Any]) -> list[str]:
    """The addresses that lead to a page by its own front matter."""
    return [each if each.startswith("/") else f"/{each}" for each in _texts(head, _OLD)]


def order_of(head: Mapping[str, Any]) -> float | None:
    """The place among its neighbours that a page gives itself."""
    values = [str(head[key]) for key in _ORDER if key in head and not isinstance(head[key], bool)]
    return next((float(each) for each in values if _NUMBER.fullmatch(each)), None)


def scale_of(orders: Iterable[float | None]) -> int:
    """By how much places have to be multiplied to be whole numbers: 2.5 stands between 2 and 3.

    >>> scale_of([1, 2.5, 2]), scale_of([1, None])
    (10, 1)
    """
    parts = [f"{order:.3f}".partition(".")[2].rstrip("0") for order in orders if order is not None]
    return int(10 ** max(map(len, parts), default=0))


def _lines(old: Mapping[str, Any], page: OldHead, nav: NavPage | None, *, has_heading: bool) -> list[str]:
    lines = []
    title = _text(old, ("title",)) or ("" if has_heading else _text(old, ("sidebar_label",)))
    title = title or ("" if has_heading or nav is None else nav.title)
    if title:
        lines.append(f"title: {quoted(title)}")
    if summary := _text(old, _SUMMARY):
        lines.append(f"summary: {quoted(summary)}")
    if words := _texts(old, _KEYWORDS):
        lines.append(f"keywords: {quoted(words)}")
    own = order_of(old)
    first = page.number if own is None else own
    order = round(first * page.scale) if first is not None else nav.order if nav else None
    if order is not None:
        lines.append(f"order: {order}")
    if old.get("draft") is True or (page.is_docusaurus and old.get("unlisted") is True):
        lines.append("draft: true")
    if addresses := page.addresses(old)[0]:
        lines.append(f"redirect_from: {quoted(addresses)}")
    return lines


def _text(old: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next(
        (" ".join(value.split()) for key in keys if isinstance(value := old.get(key), str) and value.strip()), ""
    )


def _texts(old: Mapping[str, Any], keys: tuple[str, ...]) -> list[str]:
    for key in keys:
        value = old.get(key)
        found = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        if texts := [str(each).strip() for each in found if str(each).strip()]:
            return texts
    return []


def quoted(value: object) -> str:
    """A value as YAML on one line, which JSON is."""
    return json.dumps(value, ensure_ascii=False)
