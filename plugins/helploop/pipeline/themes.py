"""The templates of a project: ours, and its own before them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from helploop.outputs.pages.theme import Theme
from helploop.sources.links_out import check_inside

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.settings import Settings


def theme_of(root: Path, settings: Settings) -> Theme:  # noqa: ARG001 - a site's own templates will be looked up by it
    """The templates of a project, made once a process."""
    overrides = root / "overrides"
    found = (path for path in overrides.rglob("*") if path.is_file())
    files = sorted(path for path in found if not check_inside(root, path.relative_to(root).as_posix()))
    return _theme(overrides, tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files))


@lru_cache(maxsize=4)
def _theme(overrides: Path, files: tuple[tuple[Path, int, int], ...]) -> Theme:
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path, *_ in files)
    return Theme(tuple((path.relative_to(overrides).as_posix(), text) for path, text in texts))
