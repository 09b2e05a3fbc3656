"""The files `_category_.json` and `_category_.yml` of Docusaurus to names, places and summaries of folders."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from helploop.imports.json_text import parse_json
from helploop.imports.old_front_matter import order_of
from helploop.sources.front_matter import parse_front_matter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CATEGORY_FILES = frozenset({"_category_.json", "_category_.yml", "_category_.yaml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What a folder is called, its place among its neighbours, what it is about, and the last address it was given."""

    title: str = ""
    order: float | None = None
    summary: str = ""
    slug: str = ""


def parse_categories(
    files: Mapping[str, str], number: Callable[[str], int | None]
) -> tuple[dict[str, Category], list[str]]:
    """The category of each folder (its path in the old site) and, in words, what can't be kept.

    `number` gives the place of a folder that has none of its own.
    """
    found: dict[str, Category] = {}
    left_out: list[str] = []
    for path, text in sorted(files.items()):
        values, fault = _values(text, path)
        if fault or not isinstance(values, dict):
            left_out.append(f"{path}: {fault or 'keys with values were expected'}")
            continue
        category = _category(values, path, left_out)
        folder = posixpath.dirname(path)
        found[folder] = replace(category, order=number(folder)) if category.order is None else category
    return found, left_out


def _values(text: str, path: str) -> tuple[Any, str]:
    if path.endswith(".json"):
        value, fault = parse_json(text)
        return value, f"line {fault.line} is no JSON: {fault.words}" if fault else ""
    source, problems = parse_front_matter(f"---\n{text}\n---\n", path)
    if source is None:
        return None, problems[0].message.replace("the front matter", "it")
    return source.document.value if source.document else {}, ""


def _category(values: Mapping[str, Any], path: str, left_out: list[str]) -> Category:
    link = values.get("link")
    link = link if isinstance(link, dict) else {}
    order = order_of({"sidebar_position": values.get("position")})
    if order is None and values.get("position") is not None:
        left_out.append(f"{path}: its position `{str(values['position'])[:20]}`, which is no number")
    summary = next((text for text in (link.get("description"), values.get("description")) if text), "")
    title = _text(values.get("label")) or _text(link.get("title"))
    slug = _text(link.get("slug"))
    if link.get("type") == "generated-index" and not slug and title:
        slug = default_slug(title)
    return Category(title=title, order=order, summary=_text(summary), slug=slug)


def default_slug(label: str) -> str:
    """The address that Docusaurus gives the page it makes for a category, as GitHub does for headings.

    >>> default_slug("How to … & why")
    '/category/how-to---why'
    """
    plain = "".join(sign for sign in label.strip().lower() if sign.isalnum() or sign in " -_")
    return f"/category/{plain.replace(' ', '-')}"


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
