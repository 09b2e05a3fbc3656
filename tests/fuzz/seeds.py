"""What a fuzz target starts from: its corpus, the cases it once failed on, and the bad inputs of the whole project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bad_cases import load_cases, written

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
TARGETS = ("front_matter", "markdown", "roadmap", "feeds")
#: The longest input a target tries.
MAX_LENGTH = 4_096
_FILES = {
    "front_matter": ("articles/", ".md"),
    "markdown": ("articles/", ".md"),
    "roadmap": ("roadmap", ".yaml"),
}


def kept(target: str) -> Iterator[Path]:
    """The files in the repository: the corpus, and a case for each mistake that was found."""
    for folder in ("corpus", "cases"):
        yield from sorted(path for path in (HERE / folder / target).glob("*") if path.is_file())


def bad_inputs(target: str) -> Iterator[bytes]:
    """The bad inputs of `tests/bad` that this target can read."""
    if target not in _FILES:
        return
    start, end = _FILES[target]
    for case in load_cases():
        for path, text in case.files.items():
            data = written(text)
            if path.startswith(start) and path.endswith(end) and 0 < len(data) <= MAX_LENGTH:
                yield data
