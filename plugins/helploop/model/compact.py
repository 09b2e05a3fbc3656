"""Values as JSON without a blank in it, and back: what a build keeps, sends and publishes by the thousand."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

#: Writes and reads the same four times as fast, and is there wherever front matter was read. Who reads none (an edit)
#: does not wait for it.
_QUICK = "pydantic_core"


def to_json(value: object, errors: str = "surrogatepass") -> bytes:
    r"""Lists, mappings, texts, whole numbers and days as UTF-8; `errors` says what becomes of half a character pair.

    >>> to_json(["é", 1, {"a": None}])
    b'["\xc3\xa9",1,{"a":null}]'
    """
    quick: Any = sys.modules.get(_QUICK)
    if quick is not None:
        try:
            return bytes(quick.to_json(value))
        except ValueError:  # half a pair
            pass
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
    return text.encode("utf-8", errors)


def from_json(data: bytes | str) -> Any:
    """What was written."""
    quick: Any = sys.modules.get(_QUICK)
    if quick is not None:
        try:
            return quick.from_json(data)
        except ValueError:
            pass
    return json.loads(data)
