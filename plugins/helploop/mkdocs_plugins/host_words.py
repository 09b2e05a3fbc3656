"""What the host says about a configuration, in our form: with its line, and without the folders of this computer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.model.problem import Problem
from helploop.sources.config_yaml import load_config

if TYPE_CHECKING:
    from pathlib import Path

_VALUE = re.compile(r"^Config value '(?P<key>[\w.-]+)': (?P<said>.+)", re.DOTALL)


def _without_frames(said: str) -> str:
    """What the host says, without where in whose program it happened."""
    lines = said.strip().split("\n")
    return f"{lines[0]} {lines[-1]}" if any(line.lstrip().startswith('File "') for line in lines[1:]) else said


def host_words(text: str, kind: str, config: Path) -> str:
    """A line of the host's log as we print it. `kind` is `error` or `warning`."""
    root = config.resolve().parent
    plain = text.replace(f"{root}/", "").replace(str(root), "the project")
    value = _VALUE.match(plain)
    if value is None or kind != "error":
        return f"{kind}[host]: {plain}"
    document, _ = load_config(config)
    line, column = document.place(tuple(value["key"].split("."))) if document else (1, 0)
    said = re.sub(r"<class '([\w.]+)'>", r"\1", _without_frames(value["said"]).strip().rstrip("."))
    message, hint = f"`{value['key']}`: {said}", f"correct `{value['key']}:`"
    return str(Problem(config.name, line, "host", message, hint, column))
