"""JSON of other tools to values; what is wrong with it in words, whatever the reader of JSON says."""

from __future__ import annotations

import json
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """Why a text is no JSON: the line, and what is said of it."""

    line: int
    words: str


def parse_json(text: str) -> tuple[Any, Fault | None]:
    """The value of a text, or what is wrong with it."""
    try:
        return json.loads(text), None
    except json.JSONDecodeError as error:
        return None, Fault(error.lineno, error.msg)
    except RecursionError:
        return None, Fault(1, "nested too deeply")
    except ValueError:  # Python refuses numbers of thousands of digits
        return None, Fault(1, "a number of too many digits")
