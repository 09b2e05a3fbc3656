"""One fuzz target as a process of libFuzzer: `python -m fuzz.target NAME …` with libFuzzer's own arguments.

Time is counted as the process's own computing time, so that a busy machine makes no hang of what is none.
"""

from __future__ import annotations

import importlib
import sys
import time

import atheris

#: An input that takes longer is a hang.
MAX_SECONDS = 10.0
_GUIDED = ["helploop", "markdown", "pymdownx", "feedgen"]


def main(name: str, arguments: list[str]) -> None:
    """Run one target until libFuzzer has had enough, or something breaks."""
    with atheris.instrument_imports(include=_GUIDED):
        check = importlib.import_module(f"fuzz.{name}").check

    def one(data: bytes) -> None:
        start = time.process_time()
        check(data)
        took = time.process_time() - start
        assert took < MAX_SECONDS, f"a hang: {took:.1f} s"

    atheris.Setup([name, *arguments], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
