"""Tickets of Zendesk, Intercom and Help Scout, or any table of them, to questions: what the customer asked first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from helploop.imports.export_rows import Row, parse_rows, values_of
from helploop.imports.message_text import asked_in, plain_message
from helploop.imports.requests_rows import parse_day
from helploop.model.private_text import strip_private
from helploop.model.problem import Problem, warning
from helploop.model.question import Heard, Origin, Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Where the tools keep what we need, in the order we prefer; names as `values_of` gives them.
TITLE = (
    "subject", "raw subject", "source.subject", "ticket subject", "conversation subject", "title", "topic", "summary",
)  # fmt: skip
BODY = (
    "description", "source.body", "ticket description", "first message", "initial message", "first user message",
    "message", "body", "content", "text", "question", "comment", "details", "conversation", "preview",
)  # fmt: skip
LANGUAGE = (
    "locale", "language", "lang", "requester.locale", "requester locale", "requester language", "user language",
    "language override", "browser language", "custom attributes.language",
    "primarycustomer.locale", "customer language",
)  # fmt: skip
DAY = (
    "created at", "createdat", "created", "ticket created", "requested", "conversation started at", "started at",
    "date",
)  # fmt: skip
TICKET = ("id", "ticket id", "ticket", "conversation id", "number", "conversation #", "conversation number")
_NAMES = (
    "requester", "requester.name", "requester name", "source.author.name", "customer", "customer name", "name",
    "user name",
    "primarycustomer.first", "primarycustomer.last", "customer.first", "customer.last", "contact name", "first name",
    "last name", "via.source.from.name", "submitter", "author.name", "full name", "from",
)  # fmt: skip
_TEAM = frozenset({"admin", "agent", "bot", "user (agent)", "operator", "team"})
_GONE = frozenset({"spam", "deleted"})


def parse_tickets(text: str, path: str) -> Heard:
    """A question for each ticket with words in it; the others are counted, bad rows named."""
    questions: list[Question] = []
    skipped: Counter[str] = Counter()
    problems: list[Problem] = []
    seen: set[str] = set()
    rows = 0
    for row in parse_rows(text, path):
        if isinstance(row, Problem):
            problems.append(row)
            skipped["could not be read"] += 1
            continue
        values = values_of(row.value)
        if not rows and not any(name in values for name in (*TITLE, *BODY)) and not list(_messages(row.value)):
            hint = f"name a column `subject` or `description`; the export has {_columns(values)}"
            problem = Problem(path, row.line, "no-questions", "no column says what was asked", hint)
            return Heard(problems=(*problems, problem), skipped=skipped)
        rows += 1
        found = _question(row, values, seen)
        if isinstance(found, str):
            skipped[found] += 1
        else:
            questions.append(found)
    if not rows and not problems:
        problems.append(warning(path, 1, "no-questions", "the export has no rows", "export it again"))
    return Heard(questions=tuple(questions), skipped=skipped, problems=tuple(problems))


def _columns(values: Mapping[str, str]) -> str:
    """The names of an export's columns. Where the first line is missing they are somebody's ticket."""
    return ", ".join(strip_private(name[:40]) for name in list(values)[:12])


def _question(row: Row, values: Mapping[str, str], seen: set[str]) -> Question | str:
    """What a ticket asks, or why it is left out."""
    name = first_of(values, TICKET)
    if name and name in seen:
        return "the same ticket again"
    seen.add(name)
    if values.get("status", "").casefold() in _GONE or values.get("state", "").casefold() in _GONE:
        return "spam or deleted"
    writer = values.get("source.author.type", "") or values.get("createdby.type", "").replace("user", "agent")
    if writer.casefold() in _TEAM:
        return "written by the team"
    body = first_of(values, BODY) or next(_messages(row.value), "")
    return question_of(
        first_of(values, TITLE),
        body,
        [values[key] for key in _NAMES if values.get(key)],
        language=first_of(values, LANGUAGE),
        day=parse_day(first_of(values, DAY)),
    )


def question_of(title: str, body: str, names: list[str], *, language: str, day: str) -> Question | str:
    """A ticket's question without anything private, or why there is none."""
    lines = [strip_private(line, names) for line in plain_message(body).split("\n")]
    subject, text = strip_private(plain_message(title)[:300], names), asked_in("\n".join(lines))
    if not any(sign.isalnum() for sign in subject + text):
        return "without words"
    return Question(title=subject, text=text, origin=Origin.TICKET, language=language, day=day)


def first_of(values: Mapping[str, str], names: tuple[str, ...]) -> str:
    """The first of some columns that says something."""
    return next((values[name] for name in names if values.get(name)), "")


def _messages(value: Mapping[str, Any]) -> Iterator[str]:
    """The customer's messages of a conversation that is kept as a list: comments, parts or threads."""
    for key in ("comments", "conversation_parts", "_embedded", "threads", "messages"):
        inner = value.get(key)
        while isinstance(inner, dict):
            inner = inner.get("threads") or inner.get("conversation_parts") or inner.get("parts")
        for part in inner if isinstance(inner, list) else ():
            if isinstance(part, dict) and _is_customers(part):
                yield str(part.get("plain_body") or part.get("body") or part.get("text") or "")


def _is_customers(part: Mapping[str, Any]) -> bool:
    author = part.get("author") or part.get("createdBy") or {}
    kind = str(author.get("type", "")) if isinstance(author, dict) else ""
    is_said = bool(part.get("plain_body") or part.get("body") or part.get("text"))
    is_ours = (
        kind in _TEAM or (kind == "user" and "createdBy" in part) or part.get("type") in {"note", "message", "lineitem"}
    )
    return is_said and part.get("public", True) is not False and not is_ours
