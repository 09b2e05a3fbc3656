"""The site before the last one, kept as the folder in which the next one is made: most of it is right already.

After a build the new site and the old one change places, and the old one is put aside. It differs from what the next
build wants by two edits. A file in it counts only as long as it looks as the record of its own build says; all others
are made again or removed, so that nothing can be published that no build made.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.pipeline.apart import make_apart
from helploop.pipeline.aside import Aside
from helploop.pipeline.disk import looks
from helploop.pipeline.kept_places import KEPT, NEXT_KEPT, NEXT_RECORD, RECORD, TWIN, TWIN_RECORD
from helploop.pipeline.output import NO_STANDING, UNMADE, Standing, load_last

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from pathlib import Path

#: Folders so deep in a site are linked by two processes.
_DEPTH = 3
#: Set by build services, whose next build starts from a fresh clone: there a second tree would only be stored.
_ONCE = "CI"


def load_standing(root: Path, site: Path, tree: Path) -> Standing:
    """What stands in a folder in which a site will be made: every file, with the key of those that are known."""
    found = dict(looks(str(tree), ""))
    if not found:
        return NO_STANDING
    last = load_last(root / TWIN_RECORD, site)
    record = {
        path: known if (known := last.record.get(path)) and known[1:] == look else UNMADE
        for path, look in found.items()
    }
    return Standing(record, last.watched)


def take_twin(root: Path, folder: Path, site: Path) -> None:
    """Put the old tree where the next site is made; without one, links to the site; without that, an empty folder."""
    for name in (NEXT_RECORD, NEXT_KEPT):
        (root / name).unlink(missing_ok=True)
    try:
        (root / TWIN).rename(folder)
    except OSError:
        _link_or_begin(root, folder, site)


class Linked(NamedTuple):
    """How each file of a site looks, and its name in the twin too; and each folder of the twin."""

    files: dict[str, tuple[int, int, int]]
    folders: dict[str, list[int]]


def is_kept() -> bool:
    """Whether a second tree is kept after a build, because the next one would start from it."""
    return not os.environ.get(_ONCE)


def has_twin(root: Path) -> bool:
    """Whether there is an old tree for the next build."""
    return (root / TWIN).is_dir() and (root / TWIN_RECORD).exists()


def link_twin(root: Path, site: Path) -> Linked | None:
    """Where there is no old tree, links to the site take its place."""
    if (root / TWIN).is_dir():
        return None
    try:
        return _link_site(root, root / TWIN, site)
    except OSError:
        drop_twin(root)
        return None


def drop_twin(root: Path) -> None:
    """Let the next build begin without one."""
    shutil.rmtree(root / TWIN, ignore_errors=True)
    (root / TWIN_RECORD).unlink(missing_ok=True)


def _link_or_begin(root: Path, folder: Path, site: Path) -> None:
    """The site once more, as links to its files, where a record says what is in it."""
    try:
        _link_site(root, folder, site)
    except OSError:  # no site yet, no record of it, or a disk without links
        shutil.rmtree(folder, ignore_errors=True)
        make_apart(folder)


def _link_site(root: Path, folder: Path, site: Path) -> Linked:
    """All of a site in another folder, as links; its record beside it. Another process begins at the other end."""
    shutil.copyfile(root / RECORD, root / TWIN_RECORD)
    old, new, linked = str(site), str(folder), Linked({}, {})
    make_apart(folder)
    parts = _link_folder(old, new, "", linked, _DEPTH)
    with Aside(_link_backwards(old, new, parts), ahead=1) as other:
        _link_parts(old, new, parts, linked)
        found = other.take()
    if not found:
        raise OSError("the process that links with this one has ended")
    linked.files.update((path, (size, time, number)) for path, (size, time, number) in found[0].items())
    linked.folders.update(found[1])
    for inner in _above(parts):
        linked.folders[inner] = look_at_folder(f"{new}{inner}")
    return linked


def _link_backwards(old: str, new: str, parts: Sequence[str]) -> Generator[Linked, Any, None]:
    linked = Linked({}, {})
    _link_parts(old, new, parts[::-1], linked)
    yield linked


def _link_parts(old: str, new: str, parts: Iterable[str], linked: Linked) -> None:
    """Link those parts that nobody else has begun: who can make the folder does it."""
    for inner in parts:
        with contextlib.suppress(FileExistsError):
            _link_folder(f"{old}/{inner}", f"{new}/{inner}", f"{inner}/", linked)


def _link_folder(old: str, new: str, inner: str, linked: Linked, depth: int = -1) -> list[str]:
    """Link a folder with all below it; of what is so deep give back the names only."""
    if not depth:
        return [inner.rstrip("/")]
    if inner:
        os.mkdir(new)
    deeper: list[str] = []
    with os.scandir(old) as entries:
        for entry in entries:
            path = f"{inner}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                deeper += _link_folder(entry.path, f"{new}/{entry.name}", f"{path}/", linked, depth - 1)
            elif entry.is_file(follow_symlinks=False):
                os.link(entry.path, f"{new}/{entry.name}")
                found = entry.stat(follow_symlinks=False)
                linked.files[path] = found.st_size, found.st_mtime_ns, found.st_ino
            else:
                raise OSError(f"{entry.path} is no file")
    linked.folders[f"/{inner}".rstrip("/")] = look_at_folder(new)
    return deeper


def _above(parts: Iterable[str]) -> set[str]:
    """The folders that hold these parts: they looked another way before these were made in them."""
    return {f"/{inner.rpartition('/')[0]}".rstrip("/") for inner in parts}


def look_at_folder(folder: str) -> list[int]:
    """Its time and its number."""
    found = os.stat(folder)
    return [found.st_mtime_ns, found.st_ino]


def keep_published(root: Path, old: Path) -> None:
    """After the two trees have changed places: the records follow them."""
    with contextlib.suppress(OSError):
        (root / TWIN_RECORD).unlink(missing_ok=True)
        if _put_aside(root, old):
            (root / RECORD).replace(root / TWIN_RECORD)
    _advance(root, NEXT_RECORD, RECORD)
    _advance(root, NEXT_KEPT, KEPT)


def keep_unpublished(root: Path, tree: Path) -> None:
    """After a build that was not published: its tree is as good a start for the next one, when it is complete."""
    if (root / NEXT_RECORD).exists() and _put_aside(root, tree):
        _advance(root, NEXT_RECORD, TWIN_RECORD)


def _put_aside(root: Path, tree: Path) -> bool:
    if not is_kept() or not tree.is_dir():
        return False
    try:
        tree.rename(root / TWIN)
    except OSError:  # another disk
        return False
    return True


def _advance(root: Path, next_name: str, name: str) -> None:
    with contextlib.suppress(OSError):
        (root / next_name).replace(root / name)


def gather(source: Path, tree: Path, ours: Iterable[str]) -> None:
    """Move the files that the host has made into the tree, but none to the place of a file of ours."""
    taken = frozenset(ours)
    source.mkdir(parents=True, exist_ok=True)  # it may have had nothing to write
    for path, _ in list(looks(str(source), "")):
        if path not in taken:
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            _move(source / path, tree / path)


def _move(old: Path, new: Path) -> None:
    """In place of what stands there, and never into it: it may be one file with that of the site which is published.

    `shutil.move` alone would write into it on Windows, and wherever the two are on different disks.
    """
    try:
        old.replace(new)
    except OSError:
        new.unlink(missing_ok=True)
        shutil.move(old, new)
