"""The site `helploop new site` writes: small, complete, in two languages, and correct under `--strict`."""

from __future__ import annotations

import json
from pathlib import Path

_HERE = Path(__file__).parent / "files"


def starter_files(name: str) -> dict[str, str]:
    """The files of a new site by path, with the site's name in them."""
    files = {}
    quoted = json.dumps(name, ensure_ascii=False)  # which YAML reads, too
    for file in sorted(_HERE.rglob("*")):
        if file.is_file():
            path = file.relative_to(_HERE).as_posix().replace("dot-", ".")
            files[path] = file.read_text(encoding="utf-8").replace('"SITE_NAME"', quoted)
    return files
