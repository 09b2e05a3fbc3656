"""The site before the last one, kept as the folder in which the next one is made: most of it is right already.

After a build the new site and the old one change places, and the old one is put aside. It differs from what the next
build wants by two edits. A file in it counts only as long as it looks as the record of its own build says; all others
are made again or removed, so that nothing can be published that no build made.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

from helploop.pipeline.apart import make_apart
from helploop.pipeline.disk import looks
from helploop.pipeline.kept_places import KEPT, NEXT_KEPT, NEXT_RECORD, RECORD, TWIN, TWIN_RECORD
from helploop.pipeline.output import NO_STANDING, UNMADE, Standing, load_last

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

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
        _link_site(root, folder, site)


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
    twin, linked = root / TWIN, Linked({}, {})
    if twin.is_dir():
        return None
    try:
        shutil.copyfile(root / RECORD, root / TWIN_RECORD)
        _link_folder(str(site), str(twin), "", linked)
    except OSError:
        drop_twin(root)
        return None
    return linked


def drop_twin(root: Path) -> None:
    """Let the next build begin without one."""
    shutil.rmtree(root / TWIN, ignore_errors=True)
    (root / TWIN_RECORD).unlink(missing_ok=True)


def _link_site(root: Path, folder: Path, site: Path) -> None:
    """The site once more, as links to its files, where a record says what is in it."""
    try:
        shutil.copyfile(root / RECORD, root / TWIN_RECORD)
        _link_folder(str(site), str(folder), "", Linked({}, {}))
    except OSError:  # no site yet, no record of it, or a disk without links
        shutil.rmtree(folder, ignore_errors=True)
        make_apart(folder)


def _link_folder(old: str, new: str, inner: str, linked: Linked) -> None:
    os.mkdir(new)
    with os.scandir(old) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _link_folder(entry.path, f"{new}/{entry.name}", f"{inner}{entry.name}/", linked)
            elif entry.is_file(follow_symlinks=False):
                os.link(entry.path, f"{new}/{entry.name}")
                found = entry.stat(follow_symlinks=False)
                linked.files[f"{inner}{entry.name}"] = found.st_size, found.st_mtime_ns, found.st_ino
            else:
                raise OSError(f"{entry.path} is no file")
    whole = os.stat(new)
    linked.folders[f"/{inner}".rstrip("/")] = [whole.st_mtime_ns, whole.st_ino]


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
            shutil.move(source / path, tree / path)
