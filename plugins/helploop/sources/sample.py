"""What is left of the sample that `helploop new site` writes: nobody keeps the addresses and ids of its texts.

A text counts only while it is, word for word, the sample's: whatever somebody has written is somebody's.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from helploop.sources.git import read_blobs, run_git
from helploop.sources.starter import starter_files
from helploop.sources.yaml_source import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from helploop.model.roadmap_history import LastSeen
    from helploop.model.settings import Settings

#: What `helploop translations mark` writes.
_SOURCE = re.compile(r"^source: .*\n", re.MULTILINE)


@lru_cache(maxsize=1)
def _files() -> dict[str, str]:
    return {path: _plain(text) for path, text in starter_files("").items() if path.endswith(".md")}


def _plain(text: str) -> str:
    return _SOURCE.sub("", text.replace("\r\n", "\n"), count=1)


def is_sample(root: Path, settings: Settings) -> bool:
    """Whether all articles and entries of a site are the sample's: it was just made, and is nobody's yet."""
    folders = (settings.articles_dir, *((settings.changelog.dir,) if settings.changelog else ()))
    files = [file for folder in folders for file in sorted((root / folder).rglob("*.md"))]
    return bool(files) and all(_is_of_sample(file, file.relative_to(root).as_posix()) for file in files)


def _is_of_sample(file: Path, path: str) -> bool:
    try:
        return path in _files() and _plain(file.read_bytes().decode("utf-8", "replace")) == _files()[path]
    except OSError:
        return False


def sample_files(root: Path, vanished: Iterable[str]) -> frozenset[str]:
    """Those of the files that have vanished which were the sample's to the end."""
    wanted = sorted(_files().keys() & set(vanished))
    if not wanted:
        return frozenset()
    blobs = dict(_last_blobs(root, wanted))
    texts = zip(blobs, read_blobs(root, list(blobs.values())), strict=False)
    return frozenset(path for path, data in texts if _plain(data.decode("utf-8", "replace")) == _files()[path])


def _last_blobs(root: Path, paths: list[str]) -> Iterator[tuple[str, str]]:
    """The last content of each file that git knows: as it was deleted, or as HEAD has it still."""
    deleted = ("log", "-z", "--relative", "--no-renames", "--no-abbrev", "--raw", "--diff-filter=D", "--format=")
    found: dict[str, str] = {}
    words = iter((run_git(root, "--literal-pathspecs", *deleted, "HEAD", "--", *paths) or b"").split(b"\0"))
    for word in words:
        if word.lstrip(b"\n").startswith(b":"):
            blob = word.split()[2].decode("ascii")
            found.setdefault(os.fsdecode(next(words, b"")), blob)  # the latest commit comes first
    there = run_git(root, "--literal-pathspecs", "ls-tree", "-r", "-z", "HEAD", "--", *paths) or b""
    for line in filter(None, there.split(b"\0")):
        head, _, name = line.partition(b"\t")
        found[os.fsdecode(name)] = head.split()[2].decode("ascii")
    yield from found.items()


def without_sample(seen: Mapping[str, LastSeen], known: Iterable[str]) -> dict[str, LastSeen]:
    """The items that were ever public, without those of the sample that are gone, `known` being those that are not.

    Only those that came together, as the sample brings them, are the sample's: others may have the same names.
    """
    gone = seen.keys() - set(known)
    sample = _items() if gone else {}
    if not gone & sample.keys() or not sample.keys() <= seen.keys() or len({seen[name].commit for name in sample}) > 1:
        return dict(seen)
    ours = {name for name in gone & sample.keys() if (seen[name].title, seen[name].stage) == sample[name]}
    return {name: last for name, last in seen.items() if name not in ours}


@lru_cache(maxsize=1)
def _items() -> dict[str, tuple[str, str]]:
    """Title and stage of each item of the sample."""
    document, _ = parse_yaml(starter_files("")["roadmap.yaml"], "roadmap.yaml")
    items = document.value["items"] if document else []
    return {item["id"]: (item["title"], item["stage"]) for item in items}
