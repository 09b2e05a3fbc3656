"""`synonyms.yaml` and `synonyms.<language>.yaml`: groups of words customers use for one thing.

- [invoice, bill]
- [log in, login, sign in]

The default language has the plain name; `synonyms.en.yaml` is read for it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.problem import Problem
from helploop.sources.links_out import is_written, load_inside
from helploop.sources.validate import short
from helploop.sources.yaml_mend import mend_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from helploop.model.settings import Settings

Groups = tuple[tuple[str, ...], ...]


def load_synonyms(root: Path, settings: Settings) -> tuple[Mapping[str, Groups], list[Problem]]:
    """The groups of each language that has a file, and what is wrong in the files."""
    found: dict[str, Groups] = {}
    problems: list[Problem] = []
    names = [("synonyms.yaml", settings.default_language)]
    names += [(f"synonyms.{tag}.yaml", tag) for tag in settings.tags]
    for name, tag in names:
        if is_written(root, name):
            text, unreadable = load_inside(root, name)
            groups, mistakes = parse_synonyms(text, name) if text is not None else ((), [])
            found[tag] = (*found.get(tag, ()), *groups)
            problems += [*unreadable, *mistakes]
    return found, problems


def parse_synonyms(text: str, path: str) -> tuple[Groups, list[Problem]]:
    """The groups in a file's text, and what is wrong with it."""
    document, problems = mend_yaml(text, path)
    if document is None or document.value is None:
        return (), problems
    if not isinstance(document.value, list):
        found = "expected a list of groups, one a line"
        return (), [Problem(path, document.first[0], "synonyms", found, "write `- [invoice, bill]`")]
    groups = []
    for number, group in enumerate(document.value):
        line, column = document.place((number,))
        if line in document.mended:
            continue
        words = [str(word).strip() for word in group] if isinstance(group, list) else []
        if len(words) < 2 or not all(words) or any(isinstance(word, (list, dict)) for word in group):
            found = f"`{short(group)}` is no group of synonyms: two or more words or phrases are expected"
            problems.append(Problem(path, line, "synonyms", found, "write `- [invoice, bill]`", column))
        else:
            groups.append(tuple(dict.fromkeys(words)))
    return tuple(groups), problems
