"""The texts a roadmap file had, commit by commit, and the public items in each.

Most commits touch one item of hundreds. So a text is cut where its items start, and only a cut never seen
before is read as YAML; a text that can't be cut is read whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.sources.git import run_git
from helploop.sources.history import read_moment
from helploop.sources.text import parse_text
from helploop.sources.yaml_source import parse_yaml

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_MARK = "\x01"
_FORMAT = f"--format={_MARK}%H{_MARK}%aI{_MARK}%at"
_ITEMS = re.compile(r"^items:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*(?P<indent> *)- ", re.MULTILINE)
#: What starts or ends a document, or is left of a merge: a part that holds one reads differently by itself.
_MARKS = ("---", "...", "%", "<<<<<<< ", ">>>>>>> ")
#: A line after the list that belongs to no item: the next key of the file.
_TAIL = re.compile(r"\n(?=[^\s#-])")


@dataclass(frozen=True, slots=True)
class Version:
    """A commit that changed the file: `blob` is its new content, empty when the commit removed it."""

    commit: str
    when: datetime
    blob: str


class ItemState(NamedTuple):
    """What the history compares: an item's words in one version."""

    id: str
    title: str
    stage: str
    target: str
    merged: tuple[str, ...] = ()


def load_versions(root: Path, path: str, since: str = "") -> list[Version]:
    """Every version of the file after commit `since`, along the first parents of HEAD, the oldest first.

    The file is followed through its renames. What a branch did becomes public with its merge, at the
    merge's moment.
    """
    prefix = (run_git(root, "rev-parse", "--show-prefix") or b"").decode().strip("\n")
    name: str | None = prefix + path
    tip = "HEAD"
    found: list[Version] = []
    while name:
        former = None
        for status, version in _log(root, name, tip, since):
            found.append(version)
            if status == "A" and (former := _renamed_from(root, name, version.commit)):
                tip = f"{version.commit}^1"
                break
        name = former
    return found[::-1]


def _log(root: Path, name: str, tip: str, since: str) -> list[tuple[str, Version]]:
    """Status and version of each commit that changed the path under this name, the newest first."""
    commits = [tip, f"^{since}"] if since else [tip]
    printed = run_git(
        root, "-c", "log.showRoot=true", "log", "-z", "--first-parent", "-m", "--raw", "--no-abbrev",
        "--no-renames",
        "--no-ext-diff", "--no-textconv", _FORMAT, *commits, "--", f":(top,literal){name}",
    )  # fmt: skip
    found = []
    commit, when = "", None
    for raw in (printed or b"").split(b"\x00"):
        word = raw.decode("utf-8", "replace").lstrip("\n")
        if word.startswith(_MARK):
            commit, written, seconds = word[1:].split(_MARK)
            when = read_moment(written, seconds)
        elif word.startswith(":") and when is not None:
            *_, blob, status = word.split(" ")
            found.append((status[0], Version(commit, when, "" if status[0] == "D" else blob)))
    return found


def _renamed_from(root: Path, name: str, commit: str) -> str | None:
    """The name a file that a commit seems to add had before it."""
    printed = run_git(
        root, "diff-tree", "-r", "-z", "--name-status", "--find-renames=50%", "--diff-filter=R",
        f"{commit}^1", commit
    )  # fmt: skip
    words = (printed or b"").decode("utf-8", "surrogateescape").split("\x00")
    for _, before, after in zip(words[::3], words[1::3], words[2::3], strict=False):
        if after == name:
            return before
    return None


@dataclass(slots=True)
class VersionReader:
    """Reads version after version and remembers every cut: an unchanged item is the same object again."""

    _items: dict[str, dict[str, ItemState | None]] = field(default_factory=dict)
    """By the indentation of the list, each cut with what it says."""
    _frames: dict[str, bool] = field(default_factory=dict)

    def read(self, data: bytes) -> list[ItemState] | None:
        """The public items of a version, in order; None when nobody could read it."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        found = self._read_cut(text)
        return self._read_whole(data) if found is None else found

    def _read_cut(self, text: str) -> list[ItemState] | None:
        """The items by their cuts; None when the text has no plain list of items or a cut is not valid."""
        start = _ITEMS.search(text)
        if start is None or any(f"\n{mark}" in f"\n{text[:8]}" or f"\n{mark}" in text for mark in _MARKS):
            return None
        marker = "\n" + start["indent"] + "- "
        chunks = text[start.end() - len(marker) :].split(marker)[1:]
        tail = _TAIL.search(chunks[-1])
        frame = text[: start.start()]
        if tail:
            frame += chunks[-1][tail.end() :]
            chunks[-1] = chunks[-1][: tail.start()]
        if not self._is_frame(frame):
            return None
        items = []
        known = self._items.setdefault(start["indent"], {})
        for chunk in chunks:
            if chunk not in known:
                value = _value(marker[1:] + chunk)
                if not (isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict)):
                    return None
                known[chunk] = item_state(value[0])
            if (state := known[chunk]) is not None:
                items.append(state)
        return items

    def _is_frame(self, frame: str) -> bool:
        """Whether what stands around the list is valid by itself."""
        if frame not in self._frames:
            document, problems = parse_yaml(frame, "")
            value = document.value if document else None
            at_margin = document is not None and document.first[1] == 1
            is_rest = value is None or (isinstance(value, dict) and "items" not in value and at_margin)
            self._frames[frame] = not problems and document is not None and is_rest
        return self._frames[frame]

    def _read_whole(self, data: bytes) -> list[ItemState] | None:
        text, _ = parse_text(data, "")
        value = _value(text) if text is not None else None
        if not isinstance(value, dict) or not isinstance(value.get("items"), (list, type(None))):
            return None
        states = (item_state(item) for item in value.get("items") or [] if isinstance(item, dict))
        return [state for state in states if state is not None]


def _value(text: str) -> object:
    document, _ = parse_yaml(text, "")
    return document.value if document else None


def item_state(value: dict[str, Any]) -> ItemState | None:
    """What the history compares of an item as written; None for a draft and for what can't be an item."""
    name, title, stage, target = (_word(value.get(key)) for key in ("id", "title", "stage", "target"))
    if value.get("draft") not in {None, False} or not (name and title and stage):
        return None
    merged = value.get("merged")
    former = tuple(_word(name) for name in merged) if isinstance(merged, list) else ()
    return ItemState(name, title, stage, target, former)


def _word(value: object) -> str:
    is_word = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return " ".join(str(value).split()) if is_word else ""
