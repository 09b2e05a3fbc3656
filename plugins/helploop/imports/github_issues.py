"""GitHub's answer about issues (a JSON list) to items: titles, texts, labels and thumbs, never who gave them."""

from __future__ import annotations

import re
from typing import Any

from helploop.imports.items import FoundItem, FoundItems
from helploop.imports.json_text import parse_json
from helploop.model.problem import Problem
from helploop.model.target import parse_target

#: Words of labels that name a stage.
_STAGES = {
    "exploring": "exploring",
    "under review": "exploring",
    "planned": "planned",
    "accepted": "planned",
    "building": "building",
    "in progress": "building",
    "started": "building",
    "shipped": "shipped",
    "wontfix": "declined",
    "declined": "declined",
}
#: What a template for issues puts before the title of a wish.
_OF_TEMPLATE = re.compile(
    r"(?:\[(?:feature|feature request|enhancement|request|idea|fr)\]\s*:?|(?:feature request|enhancement)\s*:)"
    r"\s*(?=\S)",
    re.IGNORECASE,
)
_URL = re.compile(r"^https://[\w.-]+/(?P<repo>[\w.-]+/[\w.-]+)/issues/(?P<number>\d+)$")


def parse_github_issues(text: str, path: str) -> FoundItems:
    """The issues in `GET /repos/{owner}/{repo}/issues` or `gh issue list --json`. Asks nothing of the network."""
    found = FoundItems()
    rows, fault = parse_json(text)
    if fault is not None:
        hint = "save the answer of `gh api --paginate --slurp 'repos/OWNER/REPO/issues?state=all'`"
        found.problems.append(Problem(path, fault.line, "json", f"this is not valid JSON: {fault.words}", hint))
        return found
    rows = rows if isinstance(rows, list) else [rows]
    if rows and all(isinstance(row, list) for row in rows):  # pages joined by --slurp
        rows = [row for page in rows for row in page]
    for place, row in enumerate(rows, 1):
        _read(row, place, path, found)
    return found


def _read(row: object, place: int, path: str, found: FoundItems) -> None:
    url = str(row.get("html_url") or row.get("url") or "") if isinstance(row, dict) else ""
    if isinstance(row, dict) and ("pull_request" in row or "/pull/" in url):
        return
    match = _URL.match(url)
    if not isinstance(row, dict) or match is None or not str(row.get("title") or "").strip():
        hint = "each issue needs `title` and `html_url` (with `gh issue list`: `--json number,title,url,…`)"
        found.problems.append(Problem(path, 0, "issue", f"item {place} of the list is no issue", hint))
        return
    source = f"{match['repo']}#{match['number']}"
    reason = str(row.get("state_reason") or row.get("stateReason") or "").casefold()
    if reason == "duplicate":
        found.left_out.append(f"{source}: a duplicate")
        return
    labels = _labels(row)
    milestone = row.get("milestone")
    title = str(milestone.get("title") or "") if isinstance(milestone, dict) else ""
    if title and parse_target(title) is None:
        found.left_out.append(f"{source}: its milestone `{title[:40]}`, which is no quarter, month or year")
    found.items.append(
        FoundItem(
            source=source,
            title=_OF_TEMPLATE.sub("", str(row["title"]).strip()),
            stage=_stage(row, labels, reason),
            count=_thumbs(row),
            body=str(row.get("body") or ""),
            tags=tuple(label for label in labels if label.casefold() not in _STAGES),
            target=title if parse_target(title) else "",
            links=(url,),
        )
    )


def _labels(row: dict[str, Any]) -> list[str]:
    labels = row.get("labels") or []
    names = (label.get("name") if isinstance(label, dict) else label for label in labels if label)
    return [str(name).strip() for name in names if name]


def _stage(row: dict[str, Any], labels: list[str], reason: str) -> str:
    """As a label says; else shipped or declined when it is closed; else the first stage."""
    named = [_STAGES[label.casefold()] for label in labels if label.casefold() in _STAGES]
    if str(row.get("state") or "").casefold() == "closed":
        return "declined" if reason == "not_planned" or "declined" in named else "shipped"
    return named[-1] if named else "exploring"


def _thumbs(row: dict[str, Any]) -> int:
    """How many asked: thumbs up, and at least the one who opened the issue."""
    reactions = row.get("reactions")
    if isinstance(reactions, dict):
        count = reactions.get("+1")
        return max(1, count) if isinstance(count, int) else 1
    groups = row.get("reactionGroups") or []
    for group in groups if isinstance(groups, list) else []:
        if isinstance(group, dict) and group.get("content") == "THUMBS_UP":
            users = group.get("users")
            count = users.get("totalCount") if isinstance(users, dict) else None
            return max(1, count) if isinstance(count, int) else 1
    return 1
