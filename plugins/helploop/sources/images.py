"""A look into files published as they are: images that act, that tell where they were taken, or are no images.

A photo whose metadata are taken off on publication tells nothing, and gets no warning.
"""

from __future__ import annotations

import re
import struct
from html import unescape
from typing import TYPE_CHECKING

from helploop.model.pictures import without_metadata
from helploop.model.problem import Problem, warning
from helploop.sources.image_format import check_drawing, check_format
from helploop.sources.text import LFS_POINTER, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: Metadata stand at a file's start, in WebP at its end.
_HEAD = 131_072
_PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".tif", ".tiff", ".heic")
_ACTS = re.compile(
    r"<(?:[\w-]+:)?(?:script|foreignObject|handler|iframe|embed|object)\b|<!ENTITY"
    r"|[\s\"'/]on[a-z]+\s*=|(?:javascript|vbscript)\s*:|(?:href|src|from|to|values)\s*=\s*[\"']?\s*data:(?!image/)",
    re.IGNORECASE,
)
_GPS, _ARTIST = 0x8825, 0x013B
_MAX_ENTRIES = 512
_MOST_NAMED = 20


def check_files(root: Path, paths: Iterable[str]) -> tuple[frozenset[str], list[Problem]]:
    """The files that may be copied, and what is wrong with the others."""
    kept, problems = [], []
    for path in paths:
        found = list(_check_file(root / path, path))
        problems.extend(found)
        if not any(problem.is_error for problem in found):
            kept.append(path)
    return frozenset(kept), problems


def _check_file(file: Path, path: str) -> Iterator[Problem]:
    ending = file.suffix.lower()
    try:
        with file.open("rb") as stream:
            data = stream.read() if ending == ".svg" else stream.read(_HEAD)
            if ending == ".webp":
                stream.seek(max(0, file.stat().st_size - _HEAD))
                data += stream.read()
            damages = list(check_format(stream, data[:1024], path))
    except OSError as error:
        reason = error.strerror or "unknown reason"
        yield Problem(path, 0, "unreadable", f"the file can't be read: {reason}", "check its permissions")
        return
    if data.startswith(LFS_POINTER.encode()):
        found = "a Git LFS pointer instead of the file's content"
        yield Problem(path, 1, "lfs-pointer", found, "run `git lfs pull`", 1)
    elif ending == ".svg":
        yield from _check_svg(data, path)
    elif damages:
        yield from damages
    elif ending in _PHOTOS and any(_told(data)) and (told := " and ".join(_told(without_metadata(file.read_bytes())))):
        hint = "export the image without its metadata, for example with `exiftool -all= FILE`"
        yield warning(path, 0, "exif-gps", f"the image tells {told}", hint)


def _check_svg(data: bytes, path: str) -> Iterator[Problem]:
    """A drawing is a document of its own when it is opened, and would run its scripts on our address."""
    hint = "remove it, or export the drawing as plain SVG or PNG"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield Problem(path, 1, "encoding", "the drawing is not UTF-8", "save as UTF-8", 1)
        return
    problems = []
    for found in _ACTS.finditer(text):
        line, column = place_of(text, found.end() - len(found.group().lstrip()))
        message = f"`{found.group().strip()}` in a drawing would act"
        problems.append(Problem(path, line, "unsafe-svg", message, hint, column))
    if not problems and "&" in text and (hidden := _ACTS.search(re.sub(r"\s", " ", unescape(text)))):
        message = f"`{hidden.group().strip()}` in a drawing would act"
        problems.append(Problem(path, 1, "unsafe-svg", message, hint, 1))
    yield from problems[:_MOST_NAMED] or check_drawing(data, path)


def _told(data: bytes) -> Iterator[str]:
    """What a photo's metadata tell of the person who took it."""
    tags = _tags(data)
    if _GPS in tags or b"GPSLatitude" in data:
        yield "where it was taken"
    if _ARTIST in tags or b"<dc:creator>" in data:
        yield "who took it"


def _tags(data: bytes) -> frozenset[int]:
    """The tags of the first directory of the Exif block (TIFF 6.0, section 2), none when there is no block."""
    for mark, length in ((b"Exif\x00\x00", 6), (b"eXIf", 4), (b"EXIF", 8)):
        start = data.find(mark)
        if start < 0:
            continue
        tiff = data[start + length :]
        if tiff[:2] not in {b"II", b"MM"}:
            continue
        order = "<" if tiff[:2] == b"II" else ">"
        try:
            (offset,) = struct.unpack_from(f"{order}I", tiff, 4)
            (count,) = struct.unpack_from(f"{order}H", tiff, offset)
            steps = range(min(count, _MAX_ENTRIES))
            return frozenset(struct.unpack_from(f"{order}H", tiff, offset + 2 + 12 * step)[0] for step in steps)
        except struct.error:
            return frozenset()
    return frozenset()
