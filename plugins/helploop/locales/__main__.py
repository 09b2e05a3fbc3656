"""Keeps the catalogs complete: `python -m helploop.locales` finds every text and adds new ones everywhere.

With `--check` nothing is written; the exit code is 1 when a text is missing or untranslated somewhere.
"""

from __future__ import annotations

import argparse
import sys

from helploop.locales.catalogs import catalog_paths, find_texts, load_catalog, render_catalog, untranslated
from helploop.locales.faults import check_catalog


def main() -> int:
    """Updates or checks all catalogs; says what is left to translate."""
    parser = argparse.ArgumentParser(prog="python -m helploop.locales", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if something is missing")
    check = parser.parse_args().check
    faults = [
        fault
        for path in catalog_paths()
        for fault in check_catalog(path.read_bytes(), path.relative_to(path.parents[3]).as_posix())
    ]
    if faults:
        sys.stdout.write("".join(f"{fault}\n" for fault in faults))
        return 1
    texts, missing = find_texts(), 0
    for path in catalog_paths():
        catalog = load_catalog(path)
        if not check:
            path.write_text(render_catalog(catalog, texts), "utf-8")
        left = untranslated(catalog, texts)
        missing += len(left)
        sys.stdout.write(f"{path.parent.parent.name}: {len(texts) - len(left)} of {len(texts)}\n")
        for text in left:
            sys.stdout.write(f"  {text.one}  ({text.path})\n")
    return 1 if check and missing else 0


if __name__ == "__main__":
    sys.exit(main())
