"""Our templates as Python compiled them, kept where Python keeps its own compiled files: beside them.

They are code, so they stand in no project and travel with no cache. Where the package can't be written, or Python was
told to write nothing, they are compiled by every process.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from hashlib import blake2b
from typing import TYPE_CHECKING

import jinja2
from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2.bccache import Bucket

_SEAL = 16


class Compiled(BytecodeCache):
    """Compiled templates in memory, which the environments of all languages share, and those of `folder` beside it."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / "__pycache__" if folder else None
        self._code: dict[str, object] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled before from the same source."""
        bucket.code = self._code.get(bucket.key)  # type: ignore[assignment]
        if bucket.code is None and self._folder is not None:
            with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
                data = self._file(self._folder, bucket).read_bytes()
                if blake2b(data[_SEAL:], digest_size=_SEAL).digest() == data[:_SEAL]:
                    bucket.load_bytecode(io.BytesIO(data[_SEAL:]))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._code[bucket.key] = bucket.code
        if self._folder is None or sys.dont_write_bytecode:
            return
        stream = io.BytesIO()
        bucket.write_bytecode(stream)
        data = stream.getvalue()
        file = self._file(self._folder, bucket)
        beside = file.with_name(f"{file.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            file.parent.mkdir(exist_ok=True)
            beside.write_bytes(blake2b(data, digest_size=_SEAL).digest() + data)
            beside.replace(file)

    @staticmethod
    def _file(folder: Path, bucket: Bucket) -> Path:
        return folder / f"{bucket.key}.{sys.implementation.cache_tag}-jinja-{jinja2.__version__}.pyc"
