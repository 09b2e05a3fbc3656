"""The witness beside the changelog to the ids of entries that people have been told about. It holds no people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Written by `helploop notify`, committed with the site.
WITNESS = ".announced.json"


def load_announced_ids(folder: Path) -> tuple[str, ...]:
    """The ids, sorted; none where nobody was ever told. A witness that can't be read is refused by `notify` itself."""
    try:
        entries = json.loads((folder / WITNESS).read_text(encoding="utf-8"))["entries"]
        return tuple(sorted(str(name) for name in entries))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()
