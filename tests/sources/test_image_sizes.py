"""A picture's place is kept free before it has arrived: its size stands in the page."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from built import Page
from helploop.cli.main import run
from helploop.sources.image_sizes import load_image_sizes


def png(width: int, height: int) -> bytes:
    """A black picture (PNG specification, 5.2 and 11.2)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(b"".join(b"\0" * (width + 1) for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


HEADS = (
    png(3, 2),
    b"GIF89a\x03\0\x02\0",
    b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    b"RIFF\x24\0\0\0WEBPVP8 ",
    b"<svg width='3'>",
)


@given(
    st.sampled_from(HEADS), st.binary(max_size=60), st.sampled_from([".png", ".jpg", ".gif", ".webp", ".svg", ".avif"])
)
def test_no_bytes_can_stop_a_build(head: bytes, tail: bytes, ending: str) -> None:
    with TemporaryDirectory() as folder:
        for cut in range(0, len(head) + 1, 5):
            (Path(folder) / f"a{ending}").write_bytes(head[:cut] + tail)
            for width, height in load_image_sizes(Path(folder), [f"a{ending}"]).values():
                assert width > 0
                assert height > 0


def test_pictures_keep_their_place_while_they_load(tmp_path: Path) -> None:
    root = tmp_path / "acme"
    assert run(["new", "site", str(root)]) == 0
    (root / "articles/shot.png").write_bytes(png(640, 400))
    text = '---\ntitle: Shots\n---\n\n![A shot](shot.png)\n\n<img src="shot.png" alt="Small" width="64">\n'
    (root / "articles/shots.md").write_text(text, "utf-8")
    assert run(["build", "-f", str(root / "mkdocs.yml")]) == 0
    page = Page((root / "site/articles/shots/index.html").read_text("utf-8"))
    plain, small = (image for image in page.all("img") if image["src"].endswith("shot.png"))
    assert (plain["width"], plain["height"], plain["loading"]) == ("640", "400", "lazy")
    assert small["width"] == "64"
    assert "height" not in small
