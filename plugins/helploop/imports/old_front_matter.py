"""The head of a page of another tool to front matter of ours: same meaning, our words, nothing guessed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helploop.sources.front_matter import parse_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.imports.old_nav import NavPage

_SUMMARY = ("summary", "description", "excerpt")
_KEYWORDS = ("keywords", "tags")
_ORDER = ("order", "nav_order", "sidebar_position", "weight")
_OLD = ("redirect_from", "aliases", "redirects")
_KNOWN = frozenset({"title", "draft", "slug", *_SUMMARY, *_KEYWORDS, *_ORDER, *_OLD})
_HEADING = re.compile(r"^# +\S|^\S[^\n]*\n=+\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OldHead:
    """What is known of a page besides its text: its path, whether it describes a folder, and its old address."""

    path: str
    is_index: bool = False
    redirect: str = ""


def plan_head(text: str, page: OldHead, nav: NavPage | None) -> tuple[str, str, list[str]]:
    """The new front matter with its fences (empty when there is nothing to say), the body, and what is left out."""
    source, problems = parse_front_matter(text, page.path)
    if source is None:
        return "", text, [f"its front matter can't be read: {problems[0].message}"]
    old: Mapping[str, Any] = source.document.value if source.document else {}
    lines = list(_lines(old, page, nav, has_heading=bool(_HEADING.search(source.body))))
    lost = sorted(str(key) for key in old if key not in _KNOWN)
    left = [f"the key{'s' * (len(lost) != 1)} {', '.join(f'`{key}`' for key in lost)}"] if lost else []
    body = source.body.lstrip("\n")
    front = "\n".join(lines)
    return f"---\n{front}\n---\n\n" if lines else "", body, left


def slug_of(text: str, path: str) -> str:
    """The address that a page gives itself, from the start of the site (`/start`) or from its folder (`start`)."""
    source, _ = parse_front_matter(text, path)
    old = source.document.value if source and source.document else {}
    slug = old.get("slug")
    return slug.strip() if isinstance(slug, str) else ""


def _lines(old: Mapping[str, Any], page: OldHead, nav: NavPage | None, *, has_heading: bool) -> list[str]:
    lines = []
    title = _text(old, ("title",)) or ("" if has_heading or nav is None else nav.title)
    if title:
        lines.append(f"title: {quoted(title)}")
    if summary := _text(old, _SUMMARY):
        lines.append(f"summary: {quoted(summary)}")
    if words := _texts(old, _KEYWORDS):
        lines.append(f"keywords: {quoted(words)}")
    orders = [value for key in _ORDER if isinstance(value := old.get(key), int) and not isinstance(value, bool)]
    order = orders[0] if orders else nav.order if nav else None
    if order is not None:
        lines.append(f"order: {order}")
    if old.get("draft") is True:
        lines.append("draft: true")
    addresses = [each if each.startswith("/") else f"/{each}" for each in _texts(old, _OLD)]
    if page.redirect:
        addresses = [page.redirect, *addresses]
    if addresses:
        lines.append(f"redirect_from: {quoted(list(dict.fromkeys(addresses)))}")
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
