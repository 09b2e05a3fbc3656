"""A log of signals, one JSON object a line, as `browser/SIGNALS.md` has them; logs of other searches fit as well."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from helploop.imports.export_rows import Row, parse_rows, values_of
from helploop.imports.requests_rows import parse_day
from helploop.model.private_text import strip_private
from helploop.model.problem import Problem, warning
from helploop.model.question import Heard, Opening, Question, Vote

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = "1"
_QUERY = ("query", "q", "search", "search term", "term", "keyword", "text")
_DAY = ("time", "timestamp", "ts", "date", "day", "created at", "at")
_TIMES = ("times", "count", "searches", "hits", "total")
MOST_TIMES = 1_000_000
_LANGUAGE = ("language", "lang", "locale")
_KINDS = {
    "search": "search", "no answer": "search", "noanswer": "search", "no result": "search", "no results": "search",
    "open": "open", "click": "open", "view": "open", "vote": "vote", "feedback": "vote", "helpful": "vote",
    "reason": "reason", "": "",
}  # fmt: skip
_YES, _NO = frozenset({"true", "yes", "1", "up"}), frozenset({"false", "no", "0", "down"})


def is_signal(value: Mapping[str, object]) -> bool:
    """Whether a record is a line of such a log."""
    names = set(values_of(value))
    asks = names & set(_QUERY) and not names & {"subject", "description", "body"}
    return "signal" in names or bool(asks) or {"article", "helpful"} <= names


def parse_signals(text: str, path: str) -> Heard:
    """All searches, votes and openings of a log; lines that say nothing are counted, and bad ones named."""
    questions: list[Question] = []
    votes: list[Vote] = []
    openings: list[Opening] = []
    skipped: Counter[str] = Counter()
    problems: list[Problem] = []
    for row in parse_rows(text, path):
        found = _read(row, path) if isinstance(row, Row) else row
        match found:
            case Question():
                questions.append(found)
            case Vote():
                votes.append(found)
            case Opening():
                openings.append(found)
            case Problem():
                problems.append(found)
                skipped["could not be read"] += 1
            case str():
                skipped[found] += 1
    return Heard(
        questions=tuple(questions),
        votes=tuple(votes),
        openings=tuple(openings),
        skipped=skipped,
        problems=tuple(problems),
    )


def _read(row: Row, path: str) -> Question | Vote | Opening | Problem | str:
    values = values_of(row.value)
    if values.get("version", VERSION) not in {VERSION, ""}:
        return warning(
            path,
            row.line,
            "unknown-version",
            f"a signal of version {strip_private(values['version'][:20])}",
            "update helploop",
        )
    written = values.get("signal") or values.get("type") or values.get("event") or ""
    kind = _KINDS.get(written.casefold().rpartition(":")[2].replace("-", " ").replace("_", " "))
    if kind is None:
        return "other kinds of signals"
    query = strip_private(_first(values, _QUERY)[:400])
    language, day = _first(values, _LANGUAGE), parse_day(_first(values, _DAY))
    article = values.get("article") or values.get("page") or ""
    if kind == "reason":
        reason = strip_private(values.get("reason", ""))
        if not article or not reason:
            return "without words"
        return Vote(article=article, helpful=False, reason=reason, language=language, day=day, is_counted=False)
    if kind == "vote" or (not kind and "helpful" in values):
        helpful = values.get("helpful", "").casefold()
        if helpful not in _YES | _NO or not article:
            return warning(path, row.line, "bad-line", "a vote without `article` or `helpful`", "see SIGNALS.md")
        reason = strip_private(values.get("reason", ""))
        return Vote(article=article, helpful=helpful in _YES, reason=reason, language=language, day=day)
    if kind == "open" or (not kind and not query and article):
        return Opening(article=article, query=query, language=language, day=day) if article else "without words"
    counted = _first(values, _TIMES)
    times = int(counted) if counted.isdecimal() and 0 < int(counted) <= MOST_TIMES else 1
    return (
        Question(title=query, times=times, language=language, day=day)
        if any(sign.isalnum() for sign in query)
        else "without words"
    )


def _first(values: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((values[name] for name in names if values.get(name)), "")
