"""Other tools' feature requests to items of `roadmap.yaml`: what is added, what is counted anew, what is there already.

An item is found again by the name of its source in `requests:` (`fider 12`, `acme/app#12`), so a second import adds
nothing. Of an item that is there only the count changes: its words and its stage belong to the team by then. People
are never written.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.imports.old_lists import plain_lists
from helploop.imports.requests_counts import update_counts
from helploop.model.characters import visible
from helploop.model.problem import Problem
from helploop.model.slug import slugify
from helploop.sources.roadmap import parse_roadmap
from helploop.sources.roadmap_schema import RESERVED_IDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from helploop.model.roadmap import Roadmap
    from helploop.model.settings import Settings

_EMAIL = re.compile(r"[\w.+-]+(?:\\?[@＠﹫]|%40)[\w-]+(?:(?:[.．]|%2[eE])[\w-]+)+")
_PERSON = "[address removed]"
_FIRST = re.compile(r"^(?P<indent> *)- ")
_NEXT_KEY = re.compile(r"^[^\s#-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem:
    """A request as another tool holds it. `source` is its name in `requests:`; `stage` one of ours."""

    source: str
    title: str
    stage: str
    count: int
    body: str = ""
    tags: tuple[str, ...] = ()
    target: str = ""
    links: tuple[str, ...] = ()
    reason: str = ""


@dataclass(slots=True)
class FoundItems:
    """What a reader found: requests, mistakes, and (in `left_out`) what it can't keep, in words."""

    items: list[FoundItem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """The new text of the roadmap, and what is different in it: ids that are added, counted anew, or as they were."""

    text: str
    added: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    renamed: tuple[tuple[str, str, str], ...] = ()
    """Of each new item whose title would give an id that is another's: its id, that other id, and its source."""


def plan_items(
    text: str, path: str, settings: Settings, found: Iterable[FoundItem], *, is_public: bool = False
) -> ItemPlan:
    """The roadmap's text with the requests in it. New items are drafts unless `is_public`."""
    roadmap, problems = parse_roadmap(text, path, settings, with_drafts=True)
    errors = [problem for problem in problems if problem.is_error]
    if roadmap is None or errors:
        return ItemPlan(text, problems=tuple(errors))
    known = {source: item for item in roadmap.items for source, _ in item.requests}
    counts: dict[str, dict[str, int]] = {}
    new, counted, same = [], [], []
    for wish in found:
        item = known.get(wish.source)
        if item is None:
            new.append(wish)
        elif dict(item.requests)[wish.source] == wish.count:
            same.append(item.id)
        else:
            counted.append(item.id)
            counts.setdefault(item.id, {})[wish.source] = wish.count
    updated, warnings = update_counts(text, roadmap, counts)
    names, renamed = _names(new, roadmap)
    stages = [stage.id for stage in roadmap.stages]
    blocks = [_Block(wish, name, stages, is_public=is_public) for wish, name in zip(new, names, strict=True)]
    added, wrong = _with_blocks(updated, path, blocks)
    plan = ItemPlan(added, tuple(names), tuple(counted), tuple(same), (*warnings, *wrong), tuple(renamed))
    return plan if wrong else _checked(plan, path, settings)


def _checked(plan: ItemPlan, path: str, settings: Settings) -> ItemPlan:
    """The plan, if its text reads back as what was planned."""
    roadmap, problems = parse_roadmap(plan.text, path, settings, with_drafts=True)
    errors = tuple(problem for problem in problems if problem.is_error)
    if roadmap is not None and not errors and {item.id for item in roadmap.items} >= set(plan.added):
        return plan
    return ItemPlan(plan.text, problems=(*plan.problems, *errors))


def _names(wishes: Sequence[FoundItem], roadmap: Roadmap) -> tuple[list[str], list[tuple[str, str, str]]]:
    """An id for each new item, from its title; never one that is or was another item's. And who gave way to whom."""
    taken = {*roadmap.by_id, *roadmap.merged_into, *roadmap.history.seen, *RESERVED_IDS}
    names, renamed = [], []
    for wish in wishes:
        plain = _ascii(wish.title)[:60].strip("-") or _ascii(wish.source)
        name, number = plain, 2
        while name in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name)
        names.append(name)
        if name != plain:
            renamed.append((name, plain, wish.source))
    return names, renamed


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", slugify(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")


@dataclass(frozen=True, slots=True)
class _Block:
    """One new item as text."""

    wish: FoundItem
    name: str
    stages: Sequence[str]
    is_public: bool

    def lines(self, indent: str) -> list[str]:
        wish = self.wish
        stage = wish.stage if wish.stage in self.stages else self.stages[0]
        keys = [f"id: {self.name}", f"title: {_quoted(wish.title)}", f"stage: {stage}"]
        keys += [f"target: {wish.target}"] if wish.target else []
        keys += [f"tags: [{', '.join(map(_quoted, wish.tags))}]"] if wish.tags else []
        keys += [f"requests: {{{_quoted(wish.source)}: {wish.count}}}"]
        keys += [f"links: [{', '.join(map(_quoted, wish.links))}]"] if wish.links else []
        keys += [f"reason: {_quoted(wish.reason)}"] if wish.reason else []
        keys += [] if self.is_public else ["draft: true"]
        first, *rest = keys
        return [f"{indent}- {first}", *(f"{indent}  {key}" for key in rest), *self.body(f"{indent}  ")]

    def body(self, indent: str) -> list[str]:
        body = plain_lists(_plain(self.wish.body)).strip("\n")
        if not body.strip():
            return []
        inner = [f"{indent}  {line}".rstrip() for line in body.split("\n")]
        return [f"{indent}body: |{'2' if body.startswith(' ') else ''}", *inner]


def _plain(text: str) -> str:
    """Text that YAML can hold, without anybody's address."""
    return _EMAIL.sub(_PERSON, visible(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")))


def _quoted(text: str) -> str:
    """One line as a double-quoted YAML value, which JSON's is."""
    return json.dumps(" ".join(_plain(text).split()), ensure_ascii=False)


def _with_blocks(text: str, path: str, blocks: list[_Block]) -> tuple[str, tuple[Problem, ...]]:
    """The text with new items after the last one."""
    if not blocks:
        return text, ()
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    start = next((number for number, line in enumerate(lines) if re.match(r"^items\s*:", line)), None)
    if start is None:
        start = len(lines)
        lines.append("items:")
    elif not re.match(r"^items\s*:\s*(?:#.*)?$", lines[start]):
        message = "the items stand on one line, where nothing can be added"
        return text, (Problem(path, start + 1, "list", message, "write each item as a block that starts with `- id:`"),)
    end = next((n for n in range(start + 1, len(lines)) if _NEXT_KEY.match(lines[n])), len(lines))
    first = next((match for line in lines[start + 1 : end] if (match := _FIRST.match(line))), None)
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    indent = first["indent"] if first else "  "
    lines[end:end] = [line for block in blocks for line in block.lines(indent)]
    return "\n".join(lines) + "\n", ()
