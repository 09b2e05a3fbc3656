"""The public witness beside the changelog: how far the ledger was when it was last seen, and counts, never people.

An older copy of the ledger, a lost disk or a foreign ledger is recognised by it.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

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

    @property
    def told(self) -> int:
        """How many people were told, over all entries."""
        return sum(counts.get("told", 0) for counts in self.entries.values())


def load_announced(path: Path, name: str = FILE_NAME) -> Announced:
    """The witness, or an empty one where there is none. `name` is what messages call it.

    Raises:
        RefusedError: the file can't be read as what it should be.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return _announced(json.loads(text))
    except FileNotFoundError:
        return Announced()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        hint = "bring back its last version from git; after a merge, the one with the higher `generation`"
        raise RefusedError(f"{name} can't be read, so the ledger's age is unknown", hint) from None


def _announced(data: dict[str, Any]) -> Announced:
    """What was read, as what it should be.

    Raises:
        ValueError: it is something else.
    """
    generation = data["generation"]
    entries = {str(name): _counts(counts) for name, counts in data.get("entries", {}).items()}
    if not isinstance(data["site_id"], str) or not _is_count(generation):
        raise ValueError("no witness")
    return Announced(data["site_id"], generation, entries)


def _counts(counts: dict[str, Any]) -> dict[str, int]:
    if not all(_is_count(count) for count in counts.values()):
        raise ValueError("no counts")
    return dict(counts)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


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
