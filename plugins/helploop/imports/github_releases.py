"""What GitHub's API says of a repository's releases (a JSON list) to releases."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from typing import Any

from helploop.imports.entries import Found, Release
from helploop.imports.json_text import parse_json
from helploop.imports.old_lists import plain_lists
from helploop.imports.old_text import changed_outside_code
from helploop.model.problem import Problem

_HOME = re.compile(r"https?://[^/]+/[^/]+/[^/]+(?=/)")
#: What is a link already, or part of one, is passed over by the first two alternatives.
_SHOWN_AS_LINK = re.compile(
    r"""<[^>\n]*>|\]\([^)\n]*\)|\[[^\]\n]*\]\([^)\n]*\)|^\s{0,3}\[[^\]\n]+\]:.*$"""
    r"""|(?P<address>https?://[^\s<>()\[\]"'`]*[^\s<>()\[\]"'`.,;:!?*_])|(?<![\w/&#])#(?P<number>\d{1,9})\b"""
)


def parse_github_releases(text: str, path: str) -> Found:
    """The releases in `GET /repos/{owner}/{repo}/releases`, the newest first. Nothing is asked of the network."""
    found = Found()
    written, fault = parse_json(text)
    if fault is not None:
        hint = "save the answer of `gh api --paginate repos/OWNER/REPO/releases`"
        found.problems.append(Problem(path, fault.line, "json", f"this is not valid JSON: {fault.words}", hint))
        return found
    rows = written if isinstance(written, list) else [written]
    if all(isinstance(row, list) for row in rows):  # pages joined by --slurp
        rows = [item for row in rows for item in row]
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        problem = _problem(row, number, seen, path)
        if problem is not None:
            found.problems.append(problem)
        else:
            found.releases.append(_release(row, number))
            _note(row, found)
    found.releases.sort(key=lambda release: (release.date, release.version), reverse=True)
    return found


def _problem(row: object, number: int, seen: dict[str, int], path: str) -> Problem | None:
    hint = "each release needs `tag_name` and `published_at` (or `created_at`)"
    if not isinstance(row, dict) or not isinstance(row.get("tag_name"), str) or not row["tag_name"].strip():
        return Problem(path, 0, "release", f"item {number} of the list is no release", hint)
    if not _is_moment(row.get("published_at") or row.get("created_at")):
        return Problem(path, 0, "date", f"the release `{row['tag_name']}` has no date that can be read", hint)
    first = seen.setdefault(row["tag_name"].casefold(), number)
    if first != number:
        message = f"the release `{row['tag_name']}` stands in the list twice (items {first} and {number})"
        return Problem(path, 0, "dup-version", message, "remove one of the two")
    return None


def _is_moment(value: object) -> bool:
    try:
        return isinstance(value, str) and dt.datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _release(row: dict[str, Any], number: int) -> Release:
    moment = dt.datetime.fromisoformat(row.get("published_at") or row["created_at"])
    body = str(row.get("body") or "").replace("\r\n", "\n").replace("\r", "\n")
    home = _HOME.match(str(row.get("html_url") or ""))
    body = changed_outside_code(plain_lists(body), partial(_linked, f"{home[0]}/issues/" if home else ""))
    return Release(
        version=row["tag_name"].strip(),
        title=str(row.get("name") or "").strip() or row["tag_name"].strip(),
        date=moment.isoformat(),
        body=body,
        is_draft=bool(row.get("draft")),
        line=number,
    )


def _linked(issues: str, piece: str) -> str:
    """A piece of text with links where GitHub shows some: addresses, and the numbers of issues (`#12`)."""

    def link(found: re.Match[str]) -> str:
        if found["address"]:
            return f"<{found['address']}>"
        return f"[#{found['number']}]({issues}{found['number']})" if found["number"] and issues else found[0]

    return _SHOWN_AS_LINK.sub(link, piece)


def _note(row: dict[str, Any], found: Found) -> None:
    """What a release has and an entry can't hold."""
    assets = row.get("assets") or []
    if assets:
        names = ", ".join(str(asset.get("name")) for asset in assets if isinstance(asset, dict))
        found.left_out.append(f"{row['tag_name']}: {len(assets)} file{'s' * (len(assets) != 1)} to download ({names})")
    if row.get("prerelease"):
        found.left_out.append(f"{row['tag_name']}: that it is a pre-release")
