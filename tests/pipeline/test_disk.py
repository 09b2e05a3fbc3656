"""A file is read whole, however long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helploop.pipeline.disk import PIECE, read_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_file_is_read_whole(tmp_path: Path, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    (tmp_path / "a").write_bytes(content)
    assert read_file(tmp_path / "a") == content
