"""`python -m benchmarks`: every benchmark, or the one named: `python -m benchmarks build --sizes 100 1000`."""

from __future__ import annotations

import importlib.util
import runpy
import sys

BENCHMARKS = ("build", "search", "pages")


def main() -> None:
    names = [sys.argv.pop(1)] if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else list(BENCHMARKS)
    for name in names:
        if name not in BENCHMARKS:
            sys.exit(f"there is no benchmark `{name}`: {', '.join(BENCHMARKS)}")
        if importlib.util.find_spec(f"benchmarks.{name}.__main__") is None:
            print(f"{name}: not there, skipped", file=sys.stderr)
            continue
        runpy.run_module(f"benchmarks.{name}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
