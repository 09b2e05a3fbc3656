"""Title pages for folders of another site that had a name or a place, but no page of their own."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING

from helploop.imports.docusaurus import numbered
from helploop.imports.old_front_matter import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from helploop.imports.old_categories import Category
    from helploop.imports.old_pages import OldSite, Place


def missing_indexes(
    old: OldSite, places: Mapping[str, Place], categories: Mapping[Place, Category], scale: int
) -> Iterator[tuple[str, str, str]]:
    """Path, text and source of each title page to write."""
    written = {place.path for place in places.values()}
    keys = {place.key for place in places.values()}
    for path, lines, source in (*_of_nav(old), *_of_categories(old, categories, scale), *_of_numbers(old, scale)):
        folder = posixpath.dirname(path)
        if path not in written and any(key.startswith(f"{folder}/") for key in keys):
            written.add(path)
            front = "\n".join(lines)
            yield path, f"---\n{front}\n---\n", source


def _of_nav(old: OldSite) -> Iterator[tuple[str, list[str], str]]:
    for folder, section in sorted(old.nav.folders.items()):
        plain = _plain(old, folder)
        address = old.generated.get(section.title)
        lines = [f"title: {quoted(section.title)}", f"order: {section.order}"]
        lines += [f"redirect_from: {quoted([address])}"] if address else []
        yield f"{plain}/index.md", lines, "nav"
        yield from _translated(old, plain, section.title, "nav")


def _of_categories(
    old: OldSite, categories: Mapping[Place, Category], scale: int
) -> Iterator[tuple[str, list[str], str]]:
    for place, category in sorted(categories.items(), key=lambda each: each[0].path):
        folder = posixpath.dirname(place.path)
        if not category.title and (category.order is None or place.language):
            continue
        lines = [f"title: {quoted(category.title or _named(posixpath.basename(folder)))}"]
        lines += [f"summary: {quoted(category.summary)}"] if category.summary else []
        if not place.language:
            lines += [f"order: {round(category.order * scale)}"] if category.order is not None else []
            # Only the page that Docusaurus makes for a category had an address of its own.
            if addresses := [f"{base}/{category.slug.strip('/')}/" for base in old.bases if category.slug]:
                lines += [f"redirect_from: {quoted(addresses)}"]
        yield place.path, lines, "category"
        if not place.language:
            yield from _translated(old, folder, category.title, "category")


def _of_numbers(old: OldSite, scale: int) -> Iterator[tuple[str, list[str], str]]:
    """Folders whose only place is the number before their name."""
    if not old.docusaurus or not old.docusaurus.has_numbers:
        return
    for folder in sorted({above for path in old.pages if not old.within(path)[0] for above in _folders(path)}):
        name, number = numbered(posixpath.basename(folder))
        if number is not None:
            lines = [f"title: {quoted(_named(name))}", f"order: {number * scale}"]
            yield f"{_plain(old, folder)}/index.md", lines, "number"


def _named(folder: str) -> str:
    """What a folder without a name is called."""
    return folder.replace("-", " ").replace("_", " ").strip().capitalize()


def _translated(old: OldSite, folder: str, label: str, source: str) -> Iterator[tuple[str, list[str], str]]:
    """What a folder is called in other languages."""
    for language, texts in sorted(old.labels.items()):
        if title := texts.get(label):
            summary = texts.get(f"{label}.link.generated-index.description")
            lines = [f"title: {quoted(title)}", *([f"summary: {quoted(summary)}"] if summary else [])]
            yield f"{folder}/index.{language}.md", lines, source


def parse_labels(text: str) -> dict[str, str]:
    """What `current.json` calls the categories of all sidebars, by their names: `Guides` is `Anleitungen`."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    found = {}
    for key, value in values.items() if isinstance(values, dict) else ():
        _, is_category, label = key.partition(".category.")
        message = value.get("message") if isinstance(value, dict) else None
        if key.startswith("sidebar.") and is_category and isinstance(message, str) and message.strip():
            found[label] = " ".join(message.split())
    return found


def _folders(path: str) -> Iterator[str]:
    while path := posixpath.dirname(path):
        yield path


def _plain(old: OldSite, folder: str) -> str:
    """A folder's path in the new site."""
    return posixpath.dirname(old.docusaurus.plain_folders(f"{folder}/x")) if old.docusaurus else folder
