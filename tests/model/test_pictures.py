from __future__ import annotations

import struct
import zlib
from base64 import b64decode

import pytest

from helploop.model.pictures import without_metadata

#: A JPEG of one grey pixel, as a library wrote it: no metadata but JFIF.
JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/"
    "wAALCAABAAEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEI"
    "I0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKz"
    "tLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APn+v//Z"
)


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def exif(orientation: int) -> bytes:
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(">HHI4s", 0x013B, 2, 4, b"Ana\0")
    return segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x02" + entries + b"\0\0\0\0CANARY_exif GPS")


def photo(*segments: bytes) -> bytes:
    return JPEG[:2] + b"".join(segments) + JPEG[2:]


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PNG = (
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
)  # fmt: skip


def test_what_a_camera_wrote_is_gone_and_the_picture_is_the_same() -> None:
    words = (
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0CANARY_xmp"), segment(0xED, b"Photoshop CANARY_iptc"),
        segment(0xFE, b"CANARY_comment"), segment(0xE2, b"MPF\0CANARY_thumbnail"), exif(1),
    )  # fmt: skip
    assert without_metadata(photo(*words) + b"CANARY_film behind the end") == JPEG


def test_a_photo_taken_upright_stays_turned_as_it_was() -> None:
    clean = without_metadata(photo(exif(6)))
    assert b"CANARY" not in clean
    assert b"Ana" not in clean
    assert clean[2:].startswith(b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06")
    assert without_metadata(clean) == clean


def test_a_colour_profile_stays() -> None:
    profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01colours")
    assert without_metadata(photo(profile)) == photo(profile)


def test_words_in_a_png_are_gone() -> None:
    extra = b"".join(chunk(kind, b"CANARY") for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"))
    assert without_metadata(PNG[:33] + extra + PNG[33:] + b"CANARY") == PNG


def test_words_in_a_webp_are_gone_and_its_head_says_so() -> None:
    def riff(flags: int, *chunks: bytes) -> bytes:
        body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes([flags]) + b"\0" * 9 + b"".join(chunks)
        return b"RIFF" + struct.pack("<I", len(body)) + body

    picture = b"VP8L" + struct.pack("<I", 5) + b"\x2f\0\0\0\0" + b"\0"
    words = b"EXIF" + struct.pack("<I", 6) + b"CANARY" + b"XMP " + struct.pack("<I", 7) + b"CANARY_" + b"\0"
    assert without_metadata(riff(0x1C, picture, words)) == riff(0x10, picture)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8\xff",
        JPEG[:40],
        JPEG[:-2],
        b"\xff\xd8\xff\xe1\xff\xff",
        PNG[:40],
        b"RIFF\0\0\0\0WEBPVP8X",
    ],
    ids=["empty", "gif", "start", "cut", "endless", "long", "png", "webp"],
)
def test_a_file_that_is_not_what_it_says_stays_or_shrinks_without_an_error(data: bytes) -> None:
    assert len(without_metadata(data)) <= max(len(data), 12)
