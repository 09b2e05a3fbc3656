"""Folders in the settings: no folder we write is one we read, or holds one; what we read is inside the project."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from helploop.model.problem import Problem
from helploop.sources.tree import check_name
from helploop.sources.validate import short

if TYPE_CHECKING:
    from pathlib import Path as File

    from helploop.model.settings import Settings
    from helploop.sources.yaml_source import Path, YamlDocument


def with_folders(
    settings: Settings, document: YamlDocument, root: File, places: dict[str, Path]
) -> tuple[Settings, list[Problem]]:
    """Settings whose folders can be used, those that can't replaced by the usual ones, and the reasons.

    `places` says where `articles_dir`, `dir` and `file` stand, as far as their plugins are listed.
    """
    checker = _Checker(settings.config, document, root)
    settings = checker.inside(settings, ("docs_dir",), "docs")
    settings = checker.inside(settings, places["articles_dir"], "articles")
    if settings.changelog is not None:
        settings = replace(settings, changelog=checker.inside(settings.changelog, places["dir"], "changelog"))
    if settings.roadmap is not None:
        settings = replace(settings, roadmap=checker.inside(settings.roadmap, places["file"], "roadmap.yaml"))
    checker.site_dir(settings)
    return settings, checker.problems


class _Checker:
    def __init__(self, path: str, document: YamlDocument, root: File) -> None:
        self.path = path
        self.document = document
        self.root = root
        self.problems: list[Problem] = []

    def add(self, where: Path, code: str, message: str, hint: str) -> None:
        line, column = self.document.place(where)
        self.problems.append(Problem(self.path, line, code, message, hint, column))

    def inside(self, part: Any, where: Path, default: str) -> Any:
        """Settings whose folder of that name is inside the project."""
        name = str(where[-1])
        written = getattr(part, name)
        folder, root = os.path.normpath(self.root / written), str(self.root)
        if _within(folder, root) and (folder != root or name == "docs_dir"):
            return part if self.is_name(where, written, default) else replace(part, **{name: default})
        message = f"`{name}` is `{written}`: a folder inside the project was expected"
        self.add(where, "folder-outside", message, f"write `{name}: {default}`")
        return replace(part, **{name: default})

    def is_name(self, where: Path, written: str, default: str) -> bool:
        """Whether every part of a path can be the name of a folder or a file."""
        for each in written.strip("/").split("/"):
            if each and each not in {".", ".."} and (problem := check_name(written, each)):
                message = f"`{where[-1]}` is `{short(written)}`: {problem.message.partition(': ')[2]}"
                self.add(where, "bad-filename", message, f"write `{where[-1]}: {default}`, or another plain name")
                return False
        return True

    def site_dir(self, settings: Settings) -> None:
        """The folder a build replaces."""
        site = os.path.normpath(self.root / os.path.expanduser(settings.site_dir.strip()))
        if not self.is_name(("site_dir",), settings.site_dir.strip().removeprefix("~"), "site"):
            return
        if site == os.path.expanduser("~") or _within(str(self.root), site):
            message = f"`site_dir` is `{settings.site_dir}`: a build would empty it"
            self.add(("site_dir",), "site-dir", message, "write `site_dir: site`")
            return
        for name, written in _sources(settings):
            folder = os.path.normpath(self.root / written)
            if _within(site, folder) or _within(folder, site):
                message = f"`site_dir` is `{settings.site_dir}` and `{name}` is `{written}`: one holds the other"
                self.add(("site_dir",), "site-dir", message, "write `site_dir: site`")


def _sources(settings: Settings) -> list[tuple[str, str]]:
    """Each option that names something we read, with its value."""
    found = [("docs_dir", settings.docs_dir), ("articles_dir", settings.articles_dir)]
    found += [("dir", settings.changelog.dir)] if settings.changelog else []
    return found + ([("file", settings.roadmap.file)] if settings.roadmap else [])


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer.rstrip('/')}/")
