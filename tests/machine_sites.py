"""A whole site rendered in memory, with what its machine-readable half was made from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from helploop.outputs.pages.outline import outline_of
from helploop.pipeline.build import render_site
from helploop.pipeline.check import Checked, check_site
from helploop.pipeline.machines import machine_files
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

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        site = self.checked.site
        with open_tools(self.root, use_cache=False) as tools:
            return machine_files(
                self.checked, {tag: outline_of(site, tag) for tag in site.settings.tags}, tools, self.root
            )

    @cached_property
    def everything(self) -> Mapping[str, bytes]:
        with open_tools(self.root, use_cache=False) as tools:
            return render_site(self.root, self.checked, tools).files

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


def machines_of(root: Path, today: date = TODAY) -> Machines:
    """A project's files for machines."""
    settings, problems = load_settings(root / "mkdocs.yml")
    assert settings is not None, problems
    with open_tools(root, use_cache=False) as tools:
        return Machines(root, check_site(root, settings, today, tools))
