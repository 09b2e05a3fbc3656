"""Whether a picture is what its name says: an empty, a cut or a renamed file shows nothing, without a word."""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from helploop.model.problem import Problem, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
#: Ending, name, where its sign stands, and the signs. Of several formats with one sign the first is named.
_FORMATS = (
    (".png", "PNG", 0, (_PNG,)),
    (".jpg", "JPEG", 0, (b"\xff\xd8\xff",)),
    (".jpeg", "JPEG", 0, (b"\xff\xd8\xff",)),
    (".gif", "GIF", 0, (b"GIF87a", b"GIF89a")),
    (".webp", "WebP", 8, (b"WEBP",)),
    (".avif", "AVIF", 4, (b"ftypavif", b"ftypavis", b"ftypmif1")),
    (".bmp", "BMP", 0, (b"BM",)),
    (".ico", "icon", 0, (b"\x00\x00\x01\x00", b"\x00\x00\x02\x00")),
    (".pdf", "PDF", 0, (b"%PDF",)),
)
_ENDINGS = {ending: name for ending, name, _, _ in _FORMATS}
_MOST_CHUNKS = 100_000


def check_format(stream: IO[bytes], head: bytes, path: str) -> Iterator[Problem]:
    """A warning for a picture that browsers can't show. `head` are the first bytes of the file."""
    ending = path[path.rfind(".") :].lower()
    if ending not in _ENDINGS:
        return
    if not head:
        yield _damaged(path, "the file is empty", "export it again")
    elif not _is(ending, head):
        yield _other(path, ending, head)
    elif ending == ".png" and not _is_whole_png(stream):
        yield _damaged(path, "the picture is cut short", "export or download it again")


def check_drawing(data: bytes, path: str) -> Iterator[Problem]:
    """A warning for an SVG that is not well-formed: browsers show nothing of it as a picture."""
    if not data.strip():
        yield _damaged(path, "the file is empty", "export it again")
        return
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        message = f"the drawing is no well-formed XML: {said}"
        yield warning(path, error.lineno, "image-damaged", message, "export the drawing again", error.offset + 1)


def _damaged(path: str, message: str, hint: str) -> Problem:
    return warning(path, 0, "image-damaged", message, hint)


def _is(ending: str, head: bytes) -> bool:
    return any(
        head.startswith(signs, place) or (ending == ".pdf" and signs[0] in head[:1024])
        for each, _, place, signs in _FORMATS
        if each == ending
    )


def _other(path: str, ending: str, head: bytes) -> Problem:
    """What it is instead, as far as its first bytes tell."""
    real = next((each for each, *_ in _FORMATS if _is(each, head)), "")
    if real:
        stem = path.rpartition("/")[2][: -len(ending)]
        return _damaged(path, f"the file is no {_ENDINGS[ending]} but {_ENDINGS[real]}", f"rename it to `{stem}{real}`")
    start = head.lstrip()[:200].lower()
    found = "a web page" if start.startswith((b"<!doctype html", b"<html")) else "something else"
    return _damaged(path, f"the file is no {_ENDINGS[ending]} but {found}", "export or download it again")


def _is_whole_png(stream: IO[bytes]) -> bool:
    """Whether its chunks lead to the end (PNG, third edition, 5.2)."""
    place = len(_PNG)
    size = stream.seek(0, 2)
    for _ in range(_MOST_CHUNKS):
        stream.seek(place)
        start = stream.read(8)
        if len(start) < 8:
            return False
        length, kind = struct.unpack(">I4s", start)
        place += 12 + length
        if place > size:
            return False
        if kind == b"IEND":
            return True
    return True
