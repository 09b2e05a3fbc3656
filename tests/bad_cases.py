"""Cases of bad input as files: `tests/bad/<ID>.toml` says what is laid over a good site and what must come of it.

about = "what is wrong, in words"
run = ["check"]                  # the command line; default: check
exit = 1
problems = ['''articles/a.md:2:11: error[yaml]: …
  fix: …''']                     # every problem, whole, in order; nothing else may be reported
contains = ["…"]                 # instead of `problems`, for messages that differ between systems
site_has = {"articles/a/index.html" = ["text"]}   # after a build
site_lacks = ["CANARY_L01"]      # nowhere in the built site
[files]
"articles/a.md" = "…"            # \\xff is a byte, ⟨500×ab⟩ is `ab` five hundred times; "" removes a file
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "bad"

#: The good site every case is laid over.
BASE = {
    "mkdocs.yml": (
        "site_name: Acme\nsite_url: https://help.example.com/\ntheme:\n  name: helploop\nplugins:\n"
        "  - helploop/articles:\n      languages: [en, de]\n"
    ),
    "articles/index.md": "---\ntitle: Help\n---\n",
    "articles/good.md": "---\ntitle: Good\n---\n\nA good article.\n\n## A heading\n\nText.\n",
    "docs/privacy.md": "# Privacy\n\nNo cookies.\n",
}

_REPEAT = re.compile(r"⟨(\d+)×([^⟩]*)⟩")
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")


@dataclass(frozen=True)
class Case:
    """One case as it stands in its file."""

    id: str
    about: str
    files: dict[str, str]
    exit: int
    run: tuple[str, ...] = ("check",)
    problems: tuple[str, ...] | None = None
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    site_has: dict[str, list[str]] = field(default_factory=dict)
    site_lacks: tuple[str, ...] = ()
    html_lacks: tuple[str, ...] = ()


def load_cases() -> list[Case]:
    """All cases, by id."""
    return [_case(file) for file in sorted(CASES.glob("*.toml"))]


def _case(file: Path) -> Case:
    values: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    for key in ("run", "problems", "contains", "lacks", "site_lacks", "html_lacks"):
        if key in values:
            values[key] = tuple(written(text).decode("utf-8", "surrogateescape") for text in values[key])
    return Case(id=file.stem, **values)


def written(text: str) -> bytes:
    """A case's text as the bytes of its file."""
    repeated = _REPEAT.sub(lambda match: match[2] * int(match[1]), text)
    return _BYTE.sub(lambda match: bytes([int(match[1], 16)]), repeated.encode("utf-8", "surrogatepass"))


def lay_out(case: Case, root: Path) -> None:
    """The good site with the case's files over it."""
    own = {written(path).decode(): written(text) for path, text in case.files.items()}
    files = {path: text.encode() for path, text in BASE.items()} | own
    for path, content in files.items():
        if content:
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
