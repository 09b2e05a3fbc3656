"""Who made a cached value: our own files, every installed package and the Python that ran them, as one hash.

It stands in every key of the cache, so that an update of anything makes everything anew.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import helploop

if TYPE_CHECKING:
    from collections.abc import Iterator

_INSTALLED = (".dist-info", ".egg-info")


@lru_cache(maxsize=1)
def engine_stamp() -> str:
    """The same on every machine with the same code, packages and Python."""
    digest = sha256(sys.version.encode())
    root = os.path.dirname(helploop.__file__)
    for path in sorted(_ours(root)):
        with open(path, "rb") as stream:
            digest.update(b"\0" + path[len(root) :].replace(os.sep, "/").encode() + b"\0" + stream.read())
    for name in sorted(_packages()):
        digest.update(b"\0" + name.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:24]


def _ours(root: str) -> Iterator[str]:
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if name != "__pycache__"]
        yield from (f"{folder}{os.sep}{name}" for name in files if not name.endswith(".pyc"))


def _packages() -> set[str]:
    """`name-version` of all that is installed: the names of folders, read without opening one."""
    found: set[str] = set()
    for folder in sys.path:
        try:
            found.update(name for name in os.listdir(folder or ".") if name.endswith(_INSTALLED))
        except OSError:
            continue
    return found
