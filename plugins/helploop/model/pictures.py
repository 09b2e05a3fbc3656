"""A photo without what its camera and its editor wrote into it: place, person, time, comments, thumbnails.

The picture itself stays byte for byte; of a JPEG's metadata its colour profile and its orientation stay, because
pictures look different without them. A file that is not built as its format says stays as it is.
"""

from __future__ import annotations

import re
import struct

_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
#: JFIF, colour profile, Adobe's colour transform: what decides how the picture looks.
_LOOKS = frozenset({0xE0, 0xE2, 0xEE})
_SCAN, _END, _EXIF, _COMMENT = 0xDA, 0xD9, 0xE1, 0xFE
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_WORDS = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_WORDS = frozenset({b"EXIF", b"XMP "})
_ORIENTATION = 0x0112
_EXIF_HEAD = b"Exif\x00\x00"


def without_metadata(data: bytes) -> bytes:
    """The same picture, saying nothing but itself. Anything but JPEG, PNG and WebP is returned as it is."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith(_PNG):
            return _png(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, ValueError, IndexError):
        pass
    return data


def _jpeg(data: bytes) -> bytes:
    kept, place = [data[:2]], 2
    while True:
        marker = data[place + 1]
        if data[place] != 0xFF or marker in {0x00, 0xFF}:
            raise ValueError("no marker")
        if marker == _END:
            return b"".join([*kept, data[place : place + 2]])
        (length,) = struct.unpack_from(">H", data, place + 2)
        end = place + 2 + length
        if length < 2 or end > len(data):
            raise ValueError("a segment beyond the end")
        segment = data[place:end]
        if marker == _EXIF:
            kept.append(_orientation(segment[4:]))
        elif (not 0xE0 <= marker <= 0xEF and marker != _COMMENT) or (
            marker in _LOOKS and not segment.startswith(b"MPF", 4)
        ):
            kept.append(segment)
        place = end
        if marker == _SCAN:
            following = _NEXT_MARKER.search(data, end)
            if following is None:
                return b"".join([*kept, data[end:]])
            kept.append(data[end : following.start()])
            place = following.start()


def _orientation(exif: bytes) -> bytes:
    """A segment with the orientation alone, nothing when the picture stands upright or nobody says."""
    tiff = exif[len(_EXIF_HEAD) :]
    if not exif.startswith(_EXIF_HEAD) or tiff[:2] not in {b"II", b"MM"}:
        return b""
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (offset,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, offset)
        for entry in range(offset + 2, offset + 2 + 12 * min(count, 512), 12):
            tag, kind, values, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if (tag, kind, values) == (_ORIENTATION, 3, 1) and 2 <= value <= 8:
                block = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
                content = _EXIF_HEAD + block
                return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content
    except struct.error:
        pass
    return b""


def _png(data: bytes) -> bytes:
    kept, place = [_PNG], len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            raise ValueError("a chunk beyond the end")
        if kind not in _PNG_WORDS:
            kept.append(data[place:end])
        if kind == b"IEND":
            return b"".join(kept)
        place = end


def _webp(data: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", data, 4)
    kept, place, last = [], 12, min(len(data), 8 + size)
    while place + 8 <= last:
        kind, length = struct.unpack_from("<4sI", data, place)
        end = place + 8 + length + length % 2
        if end > last + 1:
            raise ValueError("a chunk beyond the end")
        chunk = data[place:end]
        if kind == b"VP8X":  # it says which other chunks there are
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind not in _WEBP_WORDS:
            kept.append(chunk)
        place = end
    content = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(content)) + content
