"""Parts of the product that are written and that no plugin reads: nothing of them is published, and nothing says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.problem import warning
from helploop.model.settings import ChangelogSettings, RoadmapSettings
from helploop.sources.front_matter import parse_front_matter
from helploop.sources.text import load_text
from helploop.sources.yaml_source import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helploop.model.problem import Problem
    from helploop.model.settings import Settings

#: What only an entry or an item of ours has: other tools keep their files under the same names.
_ENTRY = frozenset({"title", "date", "type"})
_ITEM = frozenset({"id", "stage"})
_MOST_FILES = 100


def check_parts(root: Path, settings: Settings) -> Iterator[Problem]:
    """A roadmap or entries in their usual place, when the plugin is not in use or reads another place.

    A place that is named and not there is told by who reads it.
    """
    changelog, roadmap = settings.changelog, settings.roadmap
    folder, file = ChangelogSettings().dir, RoadmapSettings().file
    if _is_left(root, folder, changelog.dir if changelog else None) and _has_entries(root / folder):
        hint = _hint("helploop/changelog", settings, f"dir: {folder}" if changelog else "")
        message = f"nothing in `{folder}/` is read: the site has no release notes from there"
        yield warning(folder, 0, "not-read", message, hint)
    if _is_left(root, file, roadmap.file if roadmap else None) and _has_items(root / file, file):
        hint = _hint("helploop/roadmap", settings, f"file: {file}" if roadmap else "")
        yield warning(file, 0, "not-read", "nobody reads this file: the site has no roadmap from it", hint)


def _is_left(root: Path, usual: str, read: str | None) -> bool:
    return read is None or (read != usual and (root / read).exists())


def _hint(plugin: str, settings: Settings, option: str) -> str:
    if option:
        return f"write `{option}` below `{plugin}` in {settings.config}, or remove what is left there"
    return f"add the line `- {plugin}` to `plugins:` in {settings.config}, or remove what is left there"


def _has_entries(folder: Path) -> bool:
    files = sorted(folder.glob("*.md"))[:_MOST_FILES] if folder.is_dir() else []
    for file in files:
        text, _ = load_text(file, file.name)
        source = parse_front_matter(text, file.name)[0] if text else None
        if source and source.document and isinstance(source.document.value, dict):
            keys = source.document.value.keys()
            if keys >= _ENTRY:
                return True
    return False


def _has_items(file: Path, path: str) -> bool:
    text = load_text(file, path)[0] if file.is_file() else None
    document = parse_yaml(text, path)[0] if text else None
    items = document.value.get("items") if document and isinstance(document.value, dict) else None
    return isinstance(items, list) and any(isinstance(item, dict) and item.keys() >= _ITEM for item in items)
