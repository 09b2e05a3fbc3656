"""What stands in the folder of a site after the host and we have written it: the host's files, and private values.

Private values of the machine are looked for here, in the process of the build, and handed to no other.
"""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from helploop.model.pictures import without_metadata
from helploop.pipeline.audit import TEXT, Found, leak_problems, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from helploop.model.problem import Problem
    from helploop.pipeline.output import Output

_PHOTOS = (".jpg", ".jpeg", ".png", ".webp")


def check_written(site_dir: Path, output: Output, private: Mapping[str, str]) -> list[Problem]:
    """What the files of the host tell of hidden things, and any file of the machine's private values."""
    needles = [
        (written.encode("utf-8", "replace"), f"the value of {name}")
        for name, value in private.items()
        for written in {value, escape(value)}
    ]
    found: list[Found] = []
    hosted = {path: file for path, file in _texts(site_dir) if path not in output.record}
    ours = {path: f"{output.folder}/{path}" for path in output.record if needles and path.endswith(TEXT)}
    for path, file in {**hosted, **ours}.items():
        content = Path(file).read_bytes()
        if path in hosted:
            found += output.watch.look(path, content)
        data = unpacked(content) if path.endswith(".gz") else content
        found += [Found(path, "leak", what) for needle, what in needles if needle in data]
    return leak_problems(found, output.watch)


def _texts(site_dir: Path) -> Iterator[tuple[str, str]]:
    """Every text of a site, by its path in it, and where it stands."""
    for folder, _, names in os.walk(site_dir):
        inner = folder[len(str(site_dir)) + 1 :].replace(os.sep, "/")
        for name in names:
            if name.endswith(TEXT):
                yield (f"{inner}/{name}" if inner else name), f"{folder}{os.sep}{name}"


def clean_photos(site_dir: Path, hosted: Iterable[str]) -> None:
    """The photos of `docs/`, which the host has copied, without what their cameras wrote into them."""
    for path in hosted:
        if path.lower().endswith(_PHOTOS) and (file := site_dir / path).is_file():
            data = file.read_bytes()
            if (clean := without_metadata(data)) != data:
                file.write_bytes(clean)
