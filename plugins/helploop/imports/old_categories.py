"""The files `_category_.json` and `_category_.yml` of Docusaurus to names, places and summaries of folders."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helploop.imports.json_text import parse_json
from helploop.sources.front_matter import parse_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping

CATEGORY_FILES = frozenset({"_category_.json", "_category_.yml", "_category_.yaml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What a folder is called, its place among its neighbours, what it is about, and the last address it was given."""

    title: str = ""
    order: int | None = None
    summary: str = ""
    slug: str = ""


def parse_categories(files: Mapping[str, str]) -> tuple[dict[str, Category], list[str]]:
    """The category of each folder (its path in the old site) and, in words, what can't be kept."""
    found: dict[str, Category] = {}
    left_out: list[str] = []
    for path, text in sorted(files.items()):
        values, fault = _values(text, path)
        if fault or not isinstance(values, dict):
            left_out.append(f"{path}: {fault or 'keys with values were expected'}")
            continue
        found[posixpath.dirname(path)] = _category(values, path, left_out)
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
    order = values.get("position")
    if order is not None and (isinstance(order, bool) or not isinstance(order, int)):
        left_out.append(f"{path}: its position `{str(order)[:20]}`, which is no whole number")
        order = None
    summary = next((text for text in (link.get("description"), values.get("description")) if text), "")
    return Category(title=_text(values.get("label")), order=order, summary=_text(summary), slug=_text(link.get("slug")))


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
