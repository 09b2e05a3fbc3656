"""Passwords and tokens of the machine that builds: what no output may hold, whoever put it there."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_NAME = re.compile(r"PASSWORD|PASSWD|SECRET|TOKEN|(?:API|ACCESS|PRIVATE)_?KEY|WEBHOOK_?URL|DATABASE_URL", re.IGNORECASE)
_LINE = re.compile(r"^\s*(?:export\s+)?(?P<name>\w+)\s*=\s*(?P<value>.*?)\s*$")
#: A shorter value, or one of letters only, is a word that stands in texts by chance.
_LEAST = 12


def load_private_values(root: Path, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Each value by the name of its variable, from the environment and from a `.env` beside the configuration."""
    found = [*environment.items(), *_written(root / ".env")]
    return {name: value for name, value in found if _NAME.search(name) and _is_private(value)}


def _is_private(value: str) -> bool:
    return len(value) >= _LEAST and any(map(str.isdigit, value)) and any(map(str.isalpha, value)) and " " not in value


def _written(file: Path) -> Iterable[tuple[str, str]]:
    try:
        if not file.is_file():  # a pipe would be waited for, for ever
            return []
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    matches = [match for line in lines if (match := _LINE.match(line))]
    return [(match["name"], match["value"].strip("'\"")) for match in matches]
