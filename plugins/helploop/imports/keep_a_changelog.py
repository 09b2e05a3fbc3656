"""A CHANGELOG.md, or release notes of that shape, to releases: every line of every version, nothing read into it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from helploop.imports.entries import Found, Release
from helploop.model.problem import Problem, warning

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_HEADING = re.compile(r"^##[ \t]+(?P<words>.+?)[ \t]*#*[ \t]*$")
_VERSION = re.compile(r"^(?P<v>v?\d[\w.+-]*|v?\d+)$", re.IGNORECASE)
_BRACKETS = re.compile(r"^\[(?P<v>[^\]]+)\](?:\([^)]*\))?(?P<rest>.*)$")
_LOOKS_LIKE = re.compile(r"^\[?v?\d+[.\d]", re.IGNORECASE)
_NUMBERED = re.compile(r"\d\.\d")
_TITLE = re.compile(r"^#[ \t]")
_UNRELEASED = re.compile(r"^\[?(?:unreleased|latest changes|upcoming|next)\]?(?:\([^)]*\))?$", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBERS = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_DEFINITION = re.compile(r"^\[(?P<name>[^\]]+)\]:\s+\S+")


@dataclass(frozen=True, slots=True)
class _Head:
    """A version's heading: `date` is empty when it has none."""

    version: str
    date: str
    line: int
    is_draft: bool = False


def parse_keep_a_changelog(text: str, path: str) -> Found:
    """The releases in a text. With a mistake in a heading, the problem names its line and nothing is guessed."""
    found = Found()
    lines = text.split("\n")
    heads = list(_heads(lines, path, found))
    _check_twice(heads, path, found)
    if not heads:
        hint = "a version starts with a heading like `## [1.2.0] - 2026-11-20`"
        found.problems.append(Problem(path, 1, "no-versions", "there is no version in this file", hint))
        return found
    _note_preamble(lines[: heads[0].line - 1], found)
    last, definitions = _cut_definitions(lines)
    ends = [head.line - 1 for head in heads[1:]] + [last]
    bodies = ["\n".join(lines[head.line : end]).strip("\n") for head, end in zip(heads, ends, strict=True)]
    heads = _dated(heads, path, found)
    for head, body in zip(heads, _with_definitions(heads, bodies, definitions), strict=True):
        found.releases.append(
            Release(
                version=head.version,
                title=head.version,
                date=head.date,
                body=body,
                is_draft=head.is_draft,
                line=head.line,
            )
        )
    return found


def _heads(lines: list[str], path: str, found: Found) -> list[_Head]:
    heads: list[_Head] = []
    fence = ""
    for number, line in enumerate(lines, 1):
        if mark := _FENCE.match(line):
            fence = "" if fence and line.strip().startswith(fence) else fence or mark[1]
            continue
        heading = None if fence else _HEADING.match(line)
        if heading is None:
            continue
        head = _head(heading["words"], number, path, found)
        if head is not None:
            heads.append(head)
        elif heads and _NUMBERED.search(heading["words"]) and not _LOOKS_LIKE.match(heading["words"]):
            message = f"`{heading['words']}` is not read as a version; it stays a heading in {heads[-1].version}"
            hint = "if it is one, write it like `## [1.2.0] - 2026-11-20`"
            found.problems.append(warning(path, number, "heading", message, hint))
    return heads


def _head(words: str, line: int, path: str, found: Found) -> _Head | None:
    """A version, its date, or None for another heading; a heading that is nearly a version is a problem."""
    if _UNRELEASED.match(words):
        return _Head(words.strip("[]").partition("]")[0], "", line, is_draft=True)
    if not _LOOKS_LIKE.match(words) and not (words.startswith("[") and _DATE.search(words)):
        return None
    bracketed = _BRACKETS.match(words)
    version, _, rest = words.partition(" ")
    if bracketed:
        version, rest = bracketed["v"], bracketed["rest"]
    if words.startswith("[") and bracketed is None:
        hint = "write it like `## [1.2.0] - 2026-11-20`"
        found.problems.append(Problem(path, line, "heading", f"the heading `## {words}` opens a bracket only", hint, 4))
        return None
    if not _VERSION.match(version.strip()) and not bracketed:
        return None
    written = _NUMBERS.search(rest)
    if written and not _is_day(written.group()):
        message = f"`{written.group()}` is no day; a date as YYYY-MM-DD was expected"
        column = len("## ") + words.find(written.group()) + 1
        found.problems.append(Problem(path, line, "date", message, "write a day that exists, like 2026-11-22", column))
        return None
    return _Head(version.strip(), written.group() if written else "", line)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return bool(_DATE.fullmatch(text))


def _check_twice(heads: list[_Head], path: str, found: Found) -> None:
    first: dict[str, _Head] = {}
    for head in heads:
        other = first.setdefault(head.version.casefold(), head)
        if other is not head:
            message = f"the version `{head.version}` stands on line {other.line} too"
            found.problems.append(Problem(path, head.line, "dup-version", message, "join the two, or rename one", 4))


def _note_preamble(lines: list[str], found: Found) -> None:
    written = [number for number, line in enumerate(lines, 1) if line.strip() and not _TITLE.match(line)]
    if written:
        first, last = written[0], written[-1]
        shown = f"line {first}" if first == last else f"lines {first}-{last}"
        found.left_out.append(f"{shown}: the text above the first version")


def _cut_definitions(lines: list[str]) -> tuple[int, dict[str, str]]:
    """Where the link definitions at the end of the file begin, and they by their names."""
    end = len(lines)
    definitions: dict[str, str] = {}
    while end and (not lines[end - 1].strip() or _DEFINITION.match(lines[end - 1])):
        end -= 1
        if match := _DEFINITION.match(lines[end]):
            definitions[match["name"]] = lines[end]
    return (end, definitions) if definitions else (len(lines), {})


def _with_definitions(heads: list[_Head], bodies: list[str], definitions: dict[str, str]) -> list[str]:
    """Each body with the link definitions it uses, and its own version's: none is lost."""
    folded = {name.casefold(): line for name, line in definitions.items()}
    unused = dict(folded)
    result = []
    for head, body in zip(heads, bodies, strict=True):
        names = {name.casefold() for name in re.findall(r"\[([^\]]+)\]", body)} | {head.version.casefold()}
        mine = [line for name, line in folded.items() if name in names]
        for name in names:
            unused.pop(name, None)
        result.append("\n\n".join(part for part in (body, "\n".join(reversed(mine))) if part))
    if unused and result:
        result[-1] = "\n\n".join(part for part in (result[-1], "\n".join(reversed(unused.values()))) if part)
    return result


def _dated(heads: list[_Head], path: str, found: Found) -> list[_Head]:
    """A version without a date takes that of the next older one (or, for the oldest, of the next newer one)."""
    dated = list(heads)
    order = [*range(len(dated) - 1, -1, -1), *range(len(dated))]
    known = ""
    for place in order:
        known = dated[place].date or known
        if not dated[place].date and known:
            dated[place] = replace(dated[place], date=known)
    for before, after in zip(heads, dated, strict=True):
        if not before.date and not before.is_draft:
            message = f"the version `{before.version}` has no date"
            hint = "add one to its heading, like `- 2026-11-20`"
            if after.date:
                found.problems.append(warning(path, before.line, "date", f"{message}; {after.date} is taken", hint))
            else:
                found.problems.append(Problem(path, before.line, "date", message, hint))
    return [head for head in dated if head.date] if any(head.date for head in dated) else []
