"""The sidebars of Docusaurus to a navigation: the order of pages and folders, where lists name them one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helploop.imports.json_text import parse_json
from helploop.imports.old_categories import default_slug
from helploop.imports.old_script import objects_in, parse_script

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def sidebar_entries(text: str, name: str, paths: Mapping[str, str]) -> list[object]:
    """The entries of all sidebars as `nav:` of MkDocs has them. `paths` are pages by their ids, `guides/install`."""
    values = [parse_json(text)[0]] if name.endswith(".json") else parse_script(text)
    sidebars = [value for value in values if isinstance(value, dict)]
    biggest = max(sidebars, key=lambda value: len(str(value)), default={})
    return [entry for sidebar in biggest.values() for entry in _entries(sidebar, paths)]


def generated_pages(text: str, name: str) -> dict[str, str]:
    """The addresses below the pages of those that are made for categories, by what these are called."""
    values = [parse_json(text)[0]] if name.endswith(".json") else parse_script(text)
    found = {}
    for _, item in (each for value in values for each in objects_in(value)):
        link, label = item.get("link"), item.get("label")
        if isinstance(link, dict) and link.get("type") == "generated-index" and isinstance(label, str):
            slug = link.get("slug")
            found[label] = slug if isinstance(slug, str) else default_slug(label)
    return found


def _entries(value: object, paths: Mapping[str, str]) -> Iterator[object]:
    if isinstance(value, dict) and "type" not in value:  # the short form: names of categories with what is in them
        for label, inside in value.items():
            if entries := list(_entries(inside, paths)):
                yield {label: entries}
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield from [paths[item]] if item in paths else ()
        elif isinstance(item, dict) and "type" in item:
            yield from _item(item, paths)
        elif isinstance(item, dict):
            yield from _entries(item, paths)


def _item(item: Mapping[str, Any], paths: Mapping[str, str]) -> Iterator[object]:
    if item["type"] == "category":
        link = item.get("link")
        first = [paths[link["id"]]] if isinstance(link, dict) and link.get("id") in paths else []
        if entries := [*first, *_entries(item.get("items"), paths)]:
            yield {str(item.get("label", "")): entries}
    elif item["type"] in {"doc", "ref"} and item.get("id") in paths:
        label = item.get("label")
        yield {label: paths[item["id"]]} if isinstance(label, str) else paths[item["id"]]
