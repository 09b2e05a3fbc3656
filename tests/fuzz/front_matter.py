"""Any bytes as an article, a folder's `index.md` or an entry: something that can be published, or the reasons why not.

What is published is compared with a reader that is not ours: what PyYAML calls a draft is never public.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from fuzz.problems import check_problems
from helploop.model.characters import has_control
from helploop.model.entry import Entry
from helploop.sources.article import Place, parse_article, parse_collection
from helploop.sources.entry import EntryPlace, parse_entry
from helploop.sources.front_matter import parse_front_matter
from helploop.sources.text import parse_text

if TYPE_CHECKING:
    from helploop.model.article import Article
    from helploop.model.collection import Collection

_FRONT = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)


def check(data: bytes) -> None:
    """Read the bytes in every way a file of Markdown is read."""
    text, problems = parse_text(data, "articles/a.md")
    if text is None:
        assert any(problem.is_error for problem in problems)
        check_problems(problems, data.decode("utf-8", "replace").replace("\r", "\n"))
        return
    check_problems(problems, text)
    check_cut(text)
    there = _others(text)
    for thing, found in (
        parse_article(text, Place("articles/a.md", "a", "en")),
        parse_collection(text, Place("articles/index.md", "", "en")),
        parse_entry(text, EntryPlace("changelog/2026-11-20-a.md", "2026-11-20-a", "en")),
    ):
        check_problems(found, text)
        if thing is None:
            assert any(problem.is_error for problem in found), "left out without a reason"
        else:
            check_thing(thing, there)


def check_cut(text: str) -> None:
    """The front matter and the body are the file, and the body's line is its line."""
    source, problems = parse_front_matter(text, "articles/a.md")
    if source is None:
        assert any(problem.is_error for problem in problems)
        return
    assert "\n".join(text.split("\n")[source.body_line - 1 :]) == source.body
    if source.document is not None:
        last = source.body_line - 1
        assert all(2 <= line < last for line, _ in source.document.places.values())


def check_thing(thing: Article | Collection | Entry, there: dict[object, object]) -> None:
    """What every page relies on, and what another reader of YAML says."""
    assert thing.title.strip()
    assert not has_control(f"{thing.title}{getattr(thing, 'summary', '')}{thing.body}")
    assert there.get("draft") in {None, False} or thing.draft
    for key in ("title", "summary", "id", "owner"):
        if isinstance(there.get(key), str) and there[key].strip() and hasattr(thing, key):  # type: ignore[attr-defined]
            assert " ".join(str(getattr(thing, key)).split()) == " ".join(str(there[key]).split()), key


def _others(text: str) -> dict[object, object]:
    """The front matter as PyYAML's own loader reads it; empty where it reads none."""
    found = _FRONT.match(text)
    try:
        value = yaml.safe_load(found["yaml"]) if found else None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
