"""What merging a change would do, as text for a terminal, Markdown for a comment, or JSON for other tools."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from helploop.model.problem import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.loop_diff import LoopDiff, MovedItem, NewEntry

#: No host takes a longer comment (GitHub: 65,536 letters); then each section shows its first lines.
LONGEST = 60_000
SHOWN = 25
_CALLS = re.compile(r"([@#!&])(?=\w)")
_HEADINGS = {
    "entries": "Goes live",
    "withdrawn": "Is withdrawn",
    "items": "Moves on the roadmap",
    "articles": "Articles",
    "edited": "Texts that change",
    "feeds": "Feeds that gain an item",
    "redirects": "Addresses that redirect",
    "dead": "Addresses that die",
    "told": "People told",
}


def render_loop_text(diff: LoopDiff) -> str:
    """The report for a terminal."""
    if diff.is_empty:
        return "Merging this changes nothing for readers.\n"
    parts = [f"{title}:\n" + "".join(f"  {line}\n" for line in lines) for title, lines in _sections(diff, "")]
    return "\n".join(parts)


def render_loop_markdown(diff: LoopDiff) -> str:
    """The report as a comment in a pull request. The first line is a marker a bot finds its comment by."""
    marker = "<!-- helploop loop -->\n"
    if diff.is_empty:
        return f"{marker}Merging this changes nothing for readers.\n"
    report = _as_comment(diff, None)
    return marker + (report if len(report) < LONGEST else _as_comment(diff, SHOWN))


def _as_comment(diff: LoopDiff, most: int | None) -> str:
    parts = []
    for title, lines in _sections(diff, "`"):
        more = [f"… and {len(lines) - most} more"] if most and len(lines) > most else []
        parts.append(f"**{title}**\n\n" + "".join(f"- {line}\n" for line in (*lines[:most], *more)))
    return "### What merging this does\n\n" + "\n".join(parts)


def render_loop_json(diff: LoopDiff) -> str:
    """The report as JSON: the fields of `LoopDiff`."""
    data = asdict(diff) | {"told": dict(diff.told) if diff.told is not None else None}
    data["redirects"] = [{"from": source, "to": target} for source, target in diff.redirects]
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"


def _sections(diff: LoopDiff, tick: str) -> Iterator[tuple[str, list[str]]]:
    def code(text: str) -> str:
        return f"{tick}{text.replace('`', '')}{tick}"

    def words(text: str) -> str:
        return _escaped(text) if tick else one_line(" ".join(text.split()))

    lines = {
        "entries": [_entry(entry, words(entry.title), code(entry.path)) for entry in diff.entries],
        "withdrawn": [code(path) for path in diff.withdrawn],
        "items": [f"{words(item.title)} ({code(item.id)}): {_move(item)}" for item in diff.items],
        "articles": [f"{code(article.path)} {article.how}" for article in diff.articles],
        "edited": [code(path) for path in diff.edited],
        "feeds": [code(f"/{folder}") for folder in diff.feeds],
        "redirects": [f"{code(f'/{source}')} → {code(f'/{target}')}" for source, target in diff.redirects],
        "dead": [code(f"/{address}") for address in diff.dead],
        "told": _told(diff),
    }
    for name, found in lines.items():
        if found:
            in_all = f" (in each of {diff.languages} languages)" if name == "feeds" and diff.languages > 1 else ""
            yield _HEADINGS[name] + in_all, found


def _entry(entry: NewEntry, title: str, path: str) -> str:
    when = f"on {entry.day}" if entry.is_later else f"at once, dated {entry.day}"
    quiet = ", quiet: nobody is told" if entry.is_quiet else ""
    ships = f", ships {', '.join(entry.ships)}" if entry.ships else ""
    return f"{title} ({path}): {when}{ships}{quiet}"


def _move(item: MovedItem) -> str:
    steps = []
    if not item.before:
        steps.append(f"new, {item.after}")
    elif item.before != item.after:
        steps.append(f"{item.before} → {item.after}")
    if item.target_before != item.target_after and item.before:
        steps.append(f"target {item.target_before or 'none'} → {item.target_after or 'none'}")
    return ", ".join(steps)


def _told(diff: LoopDiff) -> list[str]:
    if diff.told is None:
        return []
    return [f"{channel}: {count}" for channel, count in diff.told] or ["nobody"]


def _escaped(text: str) -> str:
    """Plain words in Markdown: one line, nothing that starts a link, a tag, a mention or an emphasis."""
    plain = "".join(f"\\{char}" if char in "\\`*_[]<>#|~@" else char for char in one_line(" ".join(text.split())))
    return _CALLS.sub("\\1\u200b", plain)  # hosts look for names and numbers after Markdown was read
