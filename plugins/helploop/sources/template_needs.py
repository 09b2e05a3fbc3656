"""What a site's own templates and styles need that the strict policy refuses: scripts, inline styles, other hosts."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helploop.sources.own_templates import template_folders
from helploop.sources.text import load_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.settings import Settings

_READ = (".html", ".xml", ".css")
_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
#: An address of another site, or one that only the build knows; `{{ 'a.css'|url }}` is of this one.
_OURS = r"\s*(?:shell\.root|asset\b|base_url|config\.base_url|['\"][\w./-]+['\"]\s*\|\s*url)"
_AWAY = rf"(?:https?:|//|data:|\{{\{{(?!{_OURS}))"
#: A tag, whose values in quotes may hold anything.
_TAG = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^>\"']){0,200})")
#: Elements that always need what is refused; a script does unless it is one of the theme's, or only data.
_ELEMENTS = frozenset({"style", "iframe", "object", "embed", "base"})
_THEMES_SCRIPT = re.compile(r"\basset\s*\(|type\s*=\s*[\"']?application/(?:ld\+)?json", re.IGNORECASE)
_INLINE = re.compile(r"\s(?:style|on[a-z]{3,})\s*=|javascript:", re.IGNORECASE)
_LOADED = re.compile(rf"\s(?:src|srcset|href|action|poster|data)\s*=\s*[\"']?\s*{_AWAY}", re.IGNORECASE)
#: What an address in `href` is not loaded for.
_NOT_LOADED = re.compile(r"\brel\s*=\s*[\"']?(?:canonical|alternate|author|license|me|next|prev)\b", re.IGNORECASE)
_LOADING = frozenset({"link", "img", "source", "video", "audio", "track", "form", "input"})
_STYLE_AWAY = re.compile(r"(?:@import\s+(?:url\()?|\burl\()\s*[\"']?\s*(?:https?:|//|data:)", re.IGNORECASE)


class Need(NamedTuple):
    """Where something stands that the policy refuses, and what it is."""

    path: str
    line: int
    what: str


def load_need(root: Path, settings: Settings) -> Need | None:
    """The first thing that a site's own look needs and the strict policy refuses; None if it needs nothing.

    Styles count where there are templates that can name them.
    """
    own = [path for folder in template_folders(settings) for path in _files(root, folder) if path.endswith(_READ)]
    styles = [path for path in _files(root, settings.docs_dir) if path.endswith(".css")] if own else []
    for path in (*own, *styles):
        text, _ = load_text(root / path, path)
        for start, what in _needs(text or "", is_style=path.endswith(".css")):
            return Need(path, 1 + (text or "").count("\n", 0, start), what)
    return None


def _files(root: Path, folder: str) -> Iterator[str]:
    """The files below a folder of the project, by their paths in it."""
    for here, folders, names in os.walk(root / folder):
        folders.sort()
        for name in sorted(names):
            yield Path(here, name).relative_to(root).as_posix()


def _needs(text: str, *, is_style: bool) -> Iterator[tuple[int, str]]:
    """Where what stands, in the order of the text."""
    if is_style:
        for match in _STYLE_AWAY.finditer(text):
            yield match.start(), "loads from elsewhere"
        return
    shown = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    for tag in _TAG.finditer(shown):
        if what := _need(tag["name"].lower(), tag["rest"]):
            yield tag.start(), what


def _need(name: str, rest: str) -> str:
    if name in _ELEMENTS:
        return f"has a `<{name}>`"
    if name == "script" and not _THEMES_SCRIPT.search(rest):
        return "has a script of its own"
    if _INLINE.search(rest):
        return "has styles or scripts in its tags"
    if name in _LOADING and _LOADED.search(rest) and not _NOT_LOADED.search(rest):
        return "loads from elsewhere"
    return ""
