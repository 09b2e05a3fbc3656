"""The book of the site and its twin: how every file of both looked after the last build, to the last one.

Before an edit is made in the twin, both are looked at: each file of the site; of the twin, whose files are the site's
by another name, the folders and those few files that differ. Work that can be done beside the rest, in a process of
its own: it is a generator that is asked for one step after the other.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.pipeline.disk import link_file, look_at, looks, remove_file
from helploop.pipeline.kept_places import BOOK, NEXT_RECORD, RECORD, TWIN
from helploop.pipeline.output import load_last, write_files
from helploop.pipeline.sealed import read_sealed, seal_of, write_sealed
from helploop.pipeline.twin import drop_twin, has_twin, is_kept, link_twin, look_at_folder
from helploop.pipeline.unchanged import Published, last_made, stamp_of_looks

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    Look = tuple[int, int, int]


class Book(NamedTuple):
    """`record` is the hash of the record of the site, `hosted` are files that stand in the site and not in there.

    `behind` are the files by which the twin differs, as they look there (none: it has no such file), `folders` its
    folders with their times and numbers.
    """

    site: str
    record: str
    hosted: dict[str, list[int]]
    behind: dict[str, list[int] | None]
    folders: dict[str, list[int]]


class Changes(NamedTuple):
    """What an edit has made in the twin, and what has to go."""

    made: dict[str, list[Any]]
    gone: list[str]


def open_book(root: Path, site: Path, *, is_asked: bool = False) -> Published:
    """Write the book after a build, which may need a twin first; what the site is known by.

    Where each build is the last one, there is a twin only if it `is_asked` for.
    """
    seal, record = "", load_last(root / RECORD, site).record
    linked = link_twin(root, site) if record and (is_asked or is_kept()) else None
    found = linked.files if linked else dict(looks(str(site), ""))
    with contextlib.suppress(OSError):
        (root / BOOK).unlink(missing_ok=True)
        is_whole = all(found.get(path) == written[1:] for path, written in record.items())
        if linked and not is_whole:
            drop_twin(root)
        elif record and is_whole:
            seal = _seal(root)
        if seal and has_twin(root):
            behind = {} if linked else _behind(found, dict(looks(str(root / TWIN), "")))
            book = Book(
                str(site),
                seal,
                {path: list(look) for path, look in found.items() if path not in record},
                {path: list(look) if look else None for path, look in behind.items()},
                linked.folders if linked else dict(_folders(str(root / TWIN))),
            )
            write_sealed(root / BOOK, book)
    return Published(stamp_of_looks(found), seal)


def _behind(found: Mapping[str, Look], twin: Mapping[str, Look]) -> dict[str, Look | None]:
    """The files by which a twin differs, as they look there."""
    return {path: twin.get(path) for path in found.keys() | twin.keys() if found.get(path) != twin.get(path)}


def keep_book(root: Path, site: Path, record_seal: str) -> Generator[object, Any, None]:
    """Three steps, each of which may say no and be the last one.

    First the twin becomes what the site is: the answer is one more than the files that had to change. Then it is known
    that the site is as it was left. Then, for the changes that come in, the next record and book are written, and their
    stamps come out. Where none will come (`None`), the book says that the two are alike.
    """
    book, twin = _load_book(root, site), str(root / TWIN)
    if book is None or not _is_left(twin, book):
        book = _new_book(root, site)
    if book is None or not record_seal == book.record == _seal(root):
        yield False
        return
    for path, look in book.behind.items():
        _bring_up(str(site), twin, path, is_there=look is not None)
    yield 1 + len(book.behind)
    folders: dict[str, list[int]] = {}
    found = dict(_all_looks(str(site), "", folders))
    held = _record(root)
    if not _is_as_written(found, held["files"], book.hosted):
        yield False
        return
    given = yield True
    if given is None:
        write_sealed(root / BOOK, book._replace(behind={}, folders=dict(_folders(twin))))
        yield True
        return
    yield _write_next(root, book._replace(folders=folders), found, held, Changes(*given))


def _is_as_written(found: dict[str, Look], rows: dict[str, list[Any]], hosted: dict[str, list[int]]) -> bool:
    """Whether a site holds what its record and its book say, and nothing else."""
    return len(found) == len(rows) + len(hosted) and all(
        tuple(rows[path][1:] if path in rows else hosted.get(path, ())) == look for path, look in found.items()
    )


def _write_next(root: Path, book: Book, found: dict[str, Look], held: dict[str, Any], changes: Changes) -> Published:
    """Write the record and the book of the next site, which is the twin with these changes."""
    rows: dict[str, list[Any]] = held["files"]
    behind: dict[str, list[int] | None] = {}
    for path, written in changes.made.items():
        behind[path] = list(found[path]) if path in found else None
        rows[path] = written
        found[path] = (written[1], written[2], written[3])
    for path in changes.gone:
        behind[path] = list(found.pop(path))
        del rows[path]
        remove_file(str(root / TWIN), path)
    seal = seal_of(write_files(root / NEXT_RECORD, Path(book.site), held["watched"], rows)).decode()
    write_sealed(root / f"{BOOK}.next", book._replace(record=seal, behind=behind))
    return Published(stamp_of_looks(found), seal)


def _new_book(root: Path, site: Path) -> Book | None:
    """A book with a twin that links to the site, if that is as the last build has left it."""
    drop_twin(root)
    is_left = open_book(root, site, is_asked=True).made == last_made(root)
    return _load_book(root, site) if is_left else None


def _load_book(root: Path, site: Path) -> Book | None:
    """What the last build of this site wrote down."""
    held = read_sealed(root / BOOK)
    book = Book(*held) if isinstance(held, list) and len(held) == len(Book._fields) else None
    return book if book is not None and book.site == str(site) else None


def _record(root: Path) -> dict[str, Any]:
    """The record of the site as it stands in its file: most of it is only looked at and written again."""
    with open(root / RECORD, "rb") as stream:
        held: dict[str, Any] = json.load(stream)
    return held


def _seal(root: Path) -> str:
    with open(root / RECORD, "rb") as stream:
        return seal_of(stream.read()).decode()


def _is_left(twin: str, book: Book) -> bool:
    """Whether the twin is as the book says. A folder in which a name came or went has another time."""
    try:
        if any(look_at_folder(f"{twin}{inner}") != look for inner, look in book.folders.items()):
            return False
        return all(list(look_at(f"{twin}/{path}")) == look for path, look in book.behind.items() if look is not None)
    except OSError:
        return False


def _bring_up(site: str, twin: str, path: str, *, is_there: bool) -> None:
    """Make a file of the twin what it is in the site."""
    if is_there:
        remove_file(twin, path)
    with contextlib.suppress(FileNotFoundError):  # the site has no such file
        link_file(f"{site}/{path}", f"{twin}/{path}")


def _all_looks(folder: str, inner: str, folders: dict[str, list[int]]) -> Iterator[tuple[str, Look]]:
    """What `looks` finds, and every folder besides."""
    folders[f"/{inner}".rstrip("/")] = look_at_folder(folder)
    below: list[tuple[str, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                below.append((entry.path, f"{inner}{entry.name}/"))
            else:
                found = entry.stat(follow_symlinks=False)
                yield f"{inner}{entry.name}", (found.st_size, found.st_mtime_ns, found.st_ino)
    for path, deeper in below:
        yield from _all_looks(path, deeper, folders)


def _folders(folder: str, inner: str = "") -> Generator[tuple[str, list[int]], None, None]:
    """Every folder below a folder, itself included."""
    yield inner, look_at_folder(folder)
    with os.scandir(folder) as entries:
        below = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    for name in below:
        yield from _folders(f"{folder}/{name}", f"{inner}/{name}")
