"""No password stands in a configuration that is committed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from helploop.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.sources.yaml_source import Path, YamlDocument

_SECRET = re.compile(r"(?:^|_)(?:password|passwd|secret|token|api_?key)$", re.IGNORECASE)
_USERINFO = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@", re.IGNORECASE)


def check_secrets(document: YamlDocument, path: str) -> Iterator[Problem]:
    """A problem for each value that is one, which is never repeated."""
    for where in list(document.places):
        key = where[-1]
        value = _at(document.value, where)
        if not isinstance(key, str) or not isinstance(value, str) or where in document.from_environment:
            continue
        if _USERINFO.match(value):
            hint = "remove the password from the address, and give it in the environment"
        elif value and _SECRET.search(key):
            hint = f"remove it, and give it in the environment as HELPLOOP_{key.upper()}"
        else:
            continue
        line, column = document.place(where)
        message = f"`{key}` holds a secret (`***`) in a file that is committed"
        yield Problem(path, line, "secret-in-config", message, hint, column)


def _at(values: Any, where: Path) -> Any:
    for part in where:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values
