"""The public witness beside the changelog: how far the ledger was when it was last seen, and counts, never people.

An older copy of the ledger, a lost disk or a foreign ledger is recognised by it.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.model.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: The witness's file name, in the changelog's folder.
FILE_NAME = ".announced.json"


@dataclass(frozen=True, slots=True)
class Announced:
    """What the witness says. `entries` maps an entry's id to its wave and how many people are in which state."""

    site_id: str = ""
    generation: int = 0
    entries: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def load_announced(path: Path, name: str = FILE_NAME) -> Announced:
    """The witness, or an empty one where there is none. `name` is what messages call it.

    Raises:
        RefusedError: the file can't be read as what it should be.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Announced(str(data["site_id"]), int(data["generation"]), dict(data.get("entries", {})))
    except FileNotFoundError:
        return Announced()
    except (OSError, ValueError, KeyError, TypeError, UnicodeDecodeError):
        hint = "bring back its last version from git"
        raise RefusedError(f"{name} can't be read, so the ledger's age is unknown", hint) from None


def save_announced(path: Path, announced: Announced) -> None:
    """Replace the witness in one step."""
    data = {
        "site_id": announced.site_id,
        "generation": announced.generation,
        "entries": {name: dict(counts) for name, counts in sorted(announced.entries.items())},
    }
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        new.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise
