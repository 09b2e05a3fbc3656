"""How large pictures are, read from their first bytes: a page keeps their place free before they have arrived."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
#: What the reader of headers raises for a file that is cut short or is something else.
_UNREADABLE = (OSError, ValueError, IndexError, KeyError, TypeError, struct.error)


def load_image_sizes(root: Path, paths: Iterable[str]) -> Mapping[str, tuple[int, int]]:
    """Width and height in pixels by path, for every picture that tells them."""
    if not paths:
        return {}
    import imagesize  # noqa: PLC0415 - it can load pictures from the web, and most of its time goes into that

    sizes = {}
    for path in sorted(paths):
        if path.lower().endswith(_PICTURES):
            try:
                width, height = imagesize.get(root / path)
            except _UNREADABLE:
                continue
            if width > 0 and height > 0:
                sizes[path] = (int(width), int(height))
    return sizes
