"""A content folder to the list of its files: what may be published, and a problem for everything else.

Symbolic links that leave the project, names that not every computer can hold, backups and hidden files
never get through.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.model.problem import Problem, warning
from helploop.sources.links_out import check_inside, check_link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What stands beside articles and may be published as it is.
COPIED = frozenset(
    [
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".avif",
        ".svg",
        ".ico",
        ".bmp",
        ".mp4",
        ".webm",
        ".mov",
        ".mp3",
        ".ogg",
        ".wav",
        ".vtt",
        ".pdf",
        ".zip",
        ".gz",
        ".txt",
        ".json",
        ".xlsx",
        ".docx",
        ".pptx",
        ".woff2",
    ]
)
#: Files of editors and systems, and the witness of `helploop notify`: passed over without a word.
_QUIET = frozenset(
    {"Thumbs.db", "desktop.ini", ".DS_Store", ".gitkeep", ".gitignore", ".gitattributes", ".announced.json"}
)
_ALMOST_MARKDOWN = frozenset({".markdown", ".mdown", ".mkd", ".mdx", ".mdwn"})
_WINDOWS = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
#: Nobody sees them, and some turn around what is seen: a name with one looks like another name.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
MAX_NAME_BYTES = 200


@dataclass(slots=True)
class Tree:
    """Paths relative to the project: Markdown files, files to copy, and what was wrong with the others."""

    pages: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    copied: frozenset[str] = COPIED


def load_tree(root: Path, folder: str, copied: frozenset[str] = COPIED) -> Tree:
    """All files below one content folder of a project, sorted. `copied` are the endings of files to copy."""
    tree = Tree(copied=copied)
    top = root / folder
    if problem := check_inside(root, folder) if top.is_dir() else None:
        tree.problems.append(problem)
    elif top.is_dir():
        _walk(top, folder, top.resolve(), tree)
    tree.pages.sort()
    tree.files.sort()
    _check_collisions(tree)
    return tree


def _walk(folder: Path, path: str, top: Path, tree: Tree) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        found = f"the folder can't be read: {error.strerror}"
        tree.problems.append(Problem(path, 0, "unreadable", found, "check its permissions"))
        return
    for entry in entries:
        name, here = entry.name, f"{path}/{entry.name}"
        # Inside the project is not enough: a link to `.env` or to the list of requests would publish it.
        if entry.is_symlink() and (problem := check_link(folder / name, here, top, "content folder")):
            tree.problems.append(problem)
        elif name.startswith((".", "_")):
            if name not in _QUIET and not entry.is_dir():
                tree.problems.append(_not_copied(here, "its name starts with a dot or an underscore"))
        elif entry.is_dir():
            if problem := check_name(here, name, "folder"):
                tree.problems.append(problem)
            else:
                _walk(folder / name, here, top, tree)
        elif not entry.is_file():  # to read a pipe would be to wait for ever
            found = "it is no file but a pipe, a socket or a device"
            tree.problems.append(Problem(here, 0, "unreadable", found, "remove it"))
        elif problem := check_name(here, name):
            tree.problems.append(problem)
        else:
            _sort_in(here, name, tree)


def _sort_in(path: str, name: str, tree: Tree) -> None:
    ending = os.path.splitext(name)[1].lower()
    first = name.partition(".")[0]
    if ending == ".md" and first != "index" and first.casefold() == "index":  # elsewhere it would be read as one
        found = f"the file is not published: only `index.md` stands for its folder, not `{first}.md`"
        tree.problems.append(Problem(path, 0, "bad-filename", found, f"rename it to `index{name[5:-3]}.md`"))
    elif name.endswith(".md"):
        tree.pages.append(path)
    elif ending == ".md":
        found = "the file is not published: its ending is not written `.md`"
        tree.problems.append(Problem(path, 0, "bad-filename", found, f"rename it to `{name[:-3]}.md`"))
    elif ending in tree.copied:
        tree.files.append(path)
    elif name not in _QUIET:
        why = f"files ending in `{ending}` are not published" if ending else "its name has no ending"
        stem = name.removesuffix(os.path.splitext(name)[1])
        hint = f"rename it to `{stem}.md`" if ending in _ALMOST_MARKDOWN else "move it out of the content folder"
        tree.problems.append(_not_copied(path, why, hint))


def _not_copied(path: str, why: str, hint: str = "move it out of the content folder") -> Problem:
    return warning(path, 0, "not-copied", f"the file is not published: {why}", hint)


def check_name(path: str, name: str, kind: str = "file") -> Problem | None:
    """A problem when a name can't be a file's on every system, or would be an odd address."""
    stem = name.split(".", maxsplit=1)[0]
    reason = ""
    if _FORBIDDEN.search(name):
        bad = _FORBIDDEN.search(name)
        shown = f"`{bad.group()}`" if bad and bad.group().isprintable() else "a control character"
        reason = f"{shown} is not allowed in a name"
    elif stem.casefold() in _WINDOWS:
        reason = f"`{stem}` is a device on Windows"
    elif len(name.encode("utf-8", "surrogateescape")) > MAX_NAME_BYTES:
        reason = f"the name has more than {MAX_NAME_BYTES} bytes"
    elif not stem.strip() or name != name.strip() or stem != stem.strip():
        reason = "the name starts or ends with a blank"
    elif hidden := _INVISIBLE.search(name):
        reason = f"the name holds an invisible character U+{ord(hidden.group()):04X}"
    elif any("\ud800" <= char <= "\udfff" for char in name):
        reason = "the name is not UTF-8"
    if not reason:
        return None
    shown = "".join(char if char.isprintable() else "�" for char in path)
    shown = shown if len(shown) <= 120 else shown[:117] + "…"
    hint = "rename it with letters, digits, `-` and `_`"
    return Problem(shown, 0, "bad-filename", f"the {kind} can't be published: {reason}", hint)


def _check_collisions(tree: Tree) -> None:
    """Two names that one of the usual file systems takes for the same."""
    seen: dict[str, str] = {}
    paths = [*tree.pages, *tree.files]
    folders = sorted({folder for path in paths for folder in _folders(path)})
    for path in [*folders, *paths]:
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in seen:
            found = f"the name differs from `{seen[folded]}` only in case or in Unicode form"
            tree.problems.append(Problem(path, 0, "name-collision", found, "rename one of the two"))
        seen.setdefault(folded, path)


def _folders(path: str) -> Iterator[str]:
    """The folders a file stands in."""
    while path := path.rpartition("/")[0]:
        yield path
