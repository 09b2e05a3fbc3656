"""A whole site rendered in memory, with what its machine-readable half was made from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from built import render_site
from helploop.pipeline.check import check_site
from helploop.pipeline.checked import Checked
from helploop.pipeline.tools import open_tools
from helploop.sources.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TODAY = date(2026, 11, 24)


@dataclass
class Machines:
    """A checked project and its files for machines; `everything` has the pages, too."""

    root: Path
    checked: Checked

    @property
    def files(self) -> Mapping[str, bytes]:
        return {path: data for path, data in self.everything.items() if _is_for_machines(path)}

    @cached_property
    def everything(self) -> Mapping[str, bytes]:
        with open_tools(self.root, use_cache=False) as tools:
            return render_site(self.root, self.checked, tools)[0]

    def document(self, name: str) -> dict[str, Any]:
        return json.loads(self.files[f"api/v1/{name}.json"])

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for path, content in self.files.items():
            if path.startswith("api/v1/") and path != "api/v1/schema.json":
                yield path, json.loads(content)

    def items(self, kind: str, language: str) -> list[dict[str, Any]]:
        """A whole list, by its `next` links."""
        url = f"{self.checked.site.settings.site_url}api/v1/{language}/{kind}.json"
        found = []
        while url:
            page = json.loads(self.files[url.removeprefix(self.checked.site.settings.site_url)])
            found += page["items"]
            url = page["next"]
        return found


def _is_for_machines(path: str) -> bool:
    return path.startswith("api/") or path.endswith((".md", "llms.txt", "llms-full.txt"))


def machines_of(root: Path, today: date = TODAY) -> Machines:
    """A project's files for machines."""
    settings, problems = load_settings(root / "mkdocs.yml")
    assert settings is not None, problems
    with open_tools(root, use_cache=False) as tools:
        return Machines(root, check_site(root, settings, today, tools))
