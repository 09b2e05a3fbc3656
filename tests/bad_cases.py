"""Cases of bad input as files: `tests/bad/<ID>.toml` says what is laid over a good site and what must come of it.

about = "what is wrong, in words"
whole = true                     # the good site has search, a changelog and a roadmap too
run = ["check"]                  # the command line; default: check
exit = 1
build_exit = 0                   # of `helploop build`, where it is another: only `check` runs search tests
problems = ['''articles/a.md:2:11: error[yaml]: …
  fix: …''']                     # every problem, whole, in order; nothing else may be reported
contains = ["…"]                 # instead of `problems`, for messages that differ between systems
stops = true                     # no page can be made: the old site stays, even with --keep-going
items = 2                        # how many entries each feed of all entries has
site_has = {"articles/a/index.html" = ["text"]}   # after a build that keeps going
site_lacks = ["CANARY_L01"]      # nowhere in the built site
[[commits]]                      # what git knows: the good site with each commit's files over it
date = "2026-01-02"
files = {"changelog/a.md" = "…"}
[files]                          # laid over that, not committed
"articles/a.md" = "…"            # \\xff is a byte, ⟨500×ab⟩ is `ab` five hundred times; "" removes a file

What holds for every case, whatever it says, is asserted by the runner (`test_bad_inputs.py`) and never repeated here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from repositories import Repository

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

#: The same with every part of the product.
WHOLE = BASE | {
    "mkdocs.yml": (
        "site_name: Acme\nsite_url: https://help.example.com/\ntheme:\n  name: helploop\nplugins:\n"
        "  - helploop/articles:\n      languages: [en, de]\n  - helploop/search\n"
        "  - helploop/changelog:\n      tag_authority: help.example.com\n  - helploop/roadmap\n"
    ),
    "changelog/2026-01-02-start.md": "---\ntitle: Start\ndate: 2026-01-02\ntype: new\n---\nWe started.\n",
    "roadmap.yaml": "items:\n  - id: a\n    title: A\n    stage: planned\n    reviewed: 2026-11-20\n",
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
    whole: bool = False
    stops: bool = False
    build_exit: int | None = None
    items: int | None = None
    commits: tuple[dict[str, Any], ...] = ()

    @property
    def base(self) -> dict[str, str]:
        """The good site the case is laid over."""
        return WHOLE if self.whole else BASE


def load_cases() -> list[Case]:
    """All cases, by id."""
    return [_case(file) for file in sorted(CASES.glob("*.toml"))]


def _case(file: Path) -> Case:
    values: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    for key in ("run", "problems", "contains", "lacks", "site_lacks", "html_lacks"):
        if key in values:
            values[key] = tuple(written(text).decode("utf-8", "surrogateescape") for text in values[key])
    values["commits"] = tuple(values.get("commits", ()))
    values.setdefault("files", {})
    return Case(id=file.stem, **values)


def written(text: str) -> bytes:
    """A case's text as the bytes of its file."""
    repeated = _REPEAT.sub(lambda match: match[2] * int(match[1]), text)
    return _BYTE.sub(lambda match: bytes([int(match[1], 16)]), repeated.encode("utf-8", "surrogatepass"))


def lay_out(case: Case, root: Path) -> None:
    """The good site, what git knows of it, and the case's files over both."""
    if case.commits:
        repository = Repository.create(root)
        _lay(root, case.base)
        for commit in case.commits:
            _lay(root, commit["files"])
            for before, after in commit.get("moved", {}).items():
                repository.move(before, after)
            repository.commit(str(commit["date"]), author=commit.get("author", "Ana"))
    _lay(root, {} if case.commits else {path: text for path, text in case.base.items() if path not in case.files})
    _lay(root, case.files)


def _lay(root: Path, files: dict[str, str]) -> None:
    root.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        file, content = root / written(path).decode(), written(text)
        if content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        else:
            file.unlink(missing_ok=True)
