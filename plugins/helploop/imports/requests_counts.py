"""How many people asked, written into `roadmap.yaml`: the `requests:` of items change and not one other byte."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from helploop.model.problem import warning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.model.problem import Problem
    from helploop.model.roadmap import Roadmap

_PLAIN = re.compile(r"^[A-Za-z][A-Za-z0-9_-]*$")
_RESERVED = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def update_counts(
    text: str, roadmap: Roadmap, counts: Mapping[str, Mapping[str, int]]
) -> tuple[str, tuple[Problem, ...]]:
    """The text with new counts per item and source. A source the requests don't name keeps its count."""
    lines = text.splitlines(keepends=True)
    problems = []
    for item in reversed(roadmap.items):  # from the end, so that the places of the others stay true
        new = dict(item.requests) | dict(counts.get(item.id, {}))
        if item.id not in counts or new == dict(item.requests):
            continue
        keys = {name: line for name, line in item.lines if "/" not in name}  # not the parts of one
        if not _replace(lines, keys, item.line, _inline(new)):
            hint = f"write one key a line, or set `requests: {_inline(new)}` yourself"
            problems.append(
                warning(roadmap.path, item.line, "counts", f"the counts of `{item.id}` can't be written here", hint)
            )
    return "".join(lines), tuple(problems)


def without_fewer(
    roadmap: Roadmap, counts: Mapping[str, Mapping[str, int]]
) -> tuple[dict[str, dict[str, int]], tuple[Problem, ...]]:
    """The counts but for those that would make a number smaller: an export may name a part of those who asked."""
    kept: dict[str, dict[str, int]] = {}
    problems = []
    for item in roadmap.items:
        standing = dict(item.requests)
        for source, count in sorted(counts.get(item.id, {}).items()):
            if count >= standing.get(source, 0):
                kept.setdefault(item.id, {})[source] = count
                continue
            line = next((line for name, line in item.lines if name == "requests"), item.line)
            message = (
                f"{count} asked for `{item.id}` ({source or 'no source'}), but {standing[source]} stands here and stays"
            )
            hint = "if fewer ask for it now, write the smaller number yourself"
            problems.append(warning(roadmap.path, line, "counts", message, hint))
    return kept, tuple(problems)


def _replace(lines: list[str], places: Mapping[str, int], first: int, counts: str) -> bool:
    """Set the counts of one item; False when its keys don't stand on lines of their own."""
    if len(set(places.values())) < len(places):
        return False
    if "requests" in places:
        start = places["requests"] - 1
        indent = len(lines[start]) - len(lines[start].lstrip(" -"))
        end = start + 1
        while end < len(lines) and _is_below(lines, end, indent):
            end += 1
        head = re.match(r"^[ -]*requests\s*:", lines[start])
        if head is None:
            return False
        comment = re.search(r"\s+#.*$", lines[start].rstrip("\r\n"))
        lines[start:end] = [f"{head.group()} {counts}{comment.group() if comment else ''}{_ending(lines[start])}"]
        return True
    anchor = max(places.get("title", first), places.get("id", first), places.get("stage", first)) - 1
    match = re.match(r"^([ -]*)(?:id|title|stage)\s*:\s*[^\s>|{\[&*!]", lines[anchor])
    if match is None or (anchor + 1 < len(lines) and _is_below(lines, anchor + 1, len(match[1]))):
        return False
    if not lines[anchor].endswith("\n"):
        lines[anchor] += "\n"
    lines.insert(anchor + 1, f"{' ' * len(match[1])}requests: {counts}{_ending(lines[anchor])}")
    return True


def _is_below(lines: list[str], number: int, indent: int) -> bool:
    """Whether a line belongs to the value of the key before it: it is set in further, and is no blank or comment."""
    line = lines[number]
    plain = line.strip()
    return bool(plain) and not plain.startswith("#") and len(line) - len(line.lstrip(" ")) > indent


def _ending(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else "\n"


def _inline(counts: Mapping[str, int]) -> str:
    """Counts as one line of YAML, in a fixed order."""
    if set(counts) == {""}:
        return str(counts[""])
    return "{" + ", ".join(f"{_key(name)}: {count}" for name, count in sorted(counts.items())) + "}"


def _key(name: str) -> str:
    is_plain = _PLAIN.match(name) and name.casefold() not in _RESERVED
    return name if is_plain else json.dumps(name, ensure_ascii=False)
