"""Releases of other tools to files of ours: what will be written, what is there already, and what was left out.

Imported entries keep their original dates and announce nothing (`notify: false`). A second import of the same text
plans no change, and a file somebody has edited since is never touched.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from helploop.model.slug import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helploop.model.problem import Problem

_HEADING = re.compile(r"^#{2,4}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
#: The kind of a release, by the words of its headings: the first that matches decides.
_KINDS = (
    ("security", re.compile(r"secur|vulnerab|sicherheit", re.IGNORECASE)),
    ("new", re.compile(r"\badded\b|\bnew\b|feature", re.IGNORECASE)),
    ("removed", re.compile(r"\bremov", re.IGNORECASE)),
    ("deprecated", re.compile(r"\bdeprecat", re.IGNORECASE)),
    ("changed", re.compile(r"\bchange(?!log)|breaking|upgrade", re.IGNORECASE)),
    ("fixed", re.compile(r"\bfix|\bbug", re.IGNORECASE)),
)
#: Headings of notes that GitHub writes itself, which say nothing of what has changed.
_OF_GITHUB = re.compile(r"what.s changed$|new contributors$", re.IGNORECASE)
_BREAKING = re.compile(r"\bbreaking\b", re.IGNORECASE)
_NO_BREAKING = re.compile(r"\bno\b[^#]*\bbreaking", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release as it was found: `date` is written as the tool wrote it (a day, or a time with its zone)."""

    version: str
    title: str
    date: str
    body: str
    is_draft: bool = False
    line: int = 1


@dataclass(slots=True)
class Found:
    """What a reader found: releases, mistakes, and (in `left_out`) every line it can't keep, in words."""

    releases: list[Release] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


class Act(StrEnum):
    """What an import does with one file."""

    WRITE = "write"
    SAME = "same"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One entry's file: its name in the changelog folder, its text, and what will happen to it."""

    name: str
    text: str
    act: Act
    version: str


def plan_files(releases: Iterable[Release], existing: Mapping[str, str]) -> tuple[PlannedFile, ...]:
    """The files of releases. `existing` holds the text of each entry of the project, by its file's name.

    A file that was renamed since the last import is known by its id.
    """
    by_id = {match[1]: name for name, text in existing.items() if (match := _ID.search(text))}
    planned = []
    for release in releases:
        name, text = file_name(release), render_release(release)
        known = name if name in existing else by_id.get(json.dumps(release_id(release), ensure_ascii=False), "")
        act = Act.WRITE if not known else Act.SAME if existing[known] == text else Act.EDITED
        planned.append(PlannedFile(known or name, text, act, release.version))
    return tuple(planned)


_ID = re.compile(r"^id: (\".*\")$", re.MULTILINE)


def release_id(release: Release) -> str:
    """An imported entry's permanent id: made from the version, whatever becomes of title and date."""
    return f"release-{re.sub(r'[^A-Za-z0-9._-]+', '-', release.version).strip('-.') or 'unnamed'}"


def file_name(release: Release) -> str:
    """`2026-07-29-0-141-1.md`: no dot in it can be taken for a language."""
    return f"{release.date[:10]}-{slugify(release.version.replace('.', '-')) or 'release'}.md"


def render_release(release: Release) -> str:
    """The text of an entry's file."""
    kind, breaking = _kind(release.body)
    lines = [
        f"title: {_quoted(release.title)}",
        f"date: {release.date}",
        f"type: {kind}",
        f"version: {_quoted(release.version)}",
        f"id: {_quoted(release_id(release))}",
        "notify: false",
    ]
    lines += ["breaking: true"] if breaking else []
    lines += ["draft: true"] if release.is_draft else []
    front = "\n".join(lines)
    body = release.body.strip("\n")
    return f"---\n{front}\n---\n\n{body}\n" if body else f"---\n{front}\n---\n"


def _quoted(text: str) -> str:
    """Text as a double-quoted YAML value, which JSON's is."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _kind(body: str) -> tuple[str, bool]:
    headings = [heading for heading in _HEADING.findall(body) if not _OF_GITHUB.match(heading)]
    words = "\n".join(headings) or _HEADING.sub("", body)[:200]
    kind = next((name for name, pattern in _KINDS if pattern.search(words)), "improved")
    breaking = any(_BREAKING.search(line) and not _NO_BREAKING.search(line) for line in headings)
    return kind, breaking
