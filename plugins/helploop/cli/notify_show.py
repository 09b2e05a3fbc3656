"""How a plan, its outcome and the ledger look: as text for people and as JSON for tools, always with people masked."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from helploop.notify.contact import mask, mask_text
from helploop.notify.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helploop.model.problem import Problem
    from helploop.notify.deliver import Tally
    from helploop.notify.ledger_row import Row
    from helploop.notify.notice import Plan

#: So many people are listed one by one; more are counted.
SHOWN = 20
#: The problems of requests with which nobody knows who is in them.
NO_TABLE = frozenset({"bad-csv", "double-column", "missing-column"})
#: So many problems are named.
MOST = 200
#: So many reasons why messages wait are told.
REASONS = 5


def render_plan(plan: Plan) -> str:
    """A plan as people read it."""
    lines: list[str] = []
    by_entry: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for notice in plan.to_tell:
        by_entry[notice.entry, notice.wave].append(notice)
    for (entry, wave), notices in by_entry.items():
        mark = f" (wave {wave})" if wave > 1 else ""
        lines.append(f"{entry}{mark}: {many(len(notices), 'message')}")
        lines.extend(
            f"  {notice.contact.masked}  {notice.channel}  {notice.language}  asked for {', '.join(notice.items)}"
            for notice in notices[:SHOWN]
        )
        if len(notices) > SHOWN:
            lines.append(f"  … and {len(notices) - SHOWN} more")
    if plan.open:
        lines.append(f"{many(len(plan.open), 'message')} of earlier runs still waiting")
    if plan.withdrawn:
        lines.append(f"{many(len(plan.withdrawn), 'message')} given up: the requests say no since")
    lines.extend(filter(None, [render_stranded(plan)]))
    lines.extend(_left_out_lines(plan))
    return "\n".join(lines) if lines else "Nobody is waiting to be told."


def render_stranded(plan: Plan) -> str:
    """The messages that no published entry carries any more, and what to do; empty where there are none."""
    counts = Counter(notice.entry for notice in plan.stranded)
    lines = [
        f"{many(count, 'message')} held: `{entry}` ships this no more, or is quiet"
        for entry, count in sorted(counts.items())
    ]
    numbers = " ".join(str(notice.id) for notice in plan.stranded[:SHOWN])
    hint = f"  fix: publish it again, or let them rest: `helploop notify resolve {numbers} --skip`"
    return "\n".join([*lines, hint]) if lines else ""


def _left_out_lines(plan: Plan) -> list[str]:
    if not plan.left_out:
        return []
    lines = ["", "left out:"]
    counts = Counter((left.reason, left.item, left.message) for left in plan.left_out)
    for (reason, item, message), count in sorted(counts.items()):
        people = [left.contact.masked for left in plan.left_out if (left.reason, left.item) == (reason, item)]
        named = ", ".join(people[:5]) + (f" and {count - 5} more" if count > 5 else "")
        lines.append(f"  {reason}  {item}: {named}: {message}")
    return lines


def render_count(plan: Plan) -> str:
    """How many people a plan tells, and in how many messages where somebody gets more than one."""
    messages = sum(notice.contact.is_person for notice in plan.to_tell) + sum(one.is_person for one in plan.open)
    more = f", with {messages} messages: one for each entry they asked for" if messages > plan.people else ""
    return f"{people(plan.people)} would be told{more}."


def plan_data(plan: Plan) -> dict[str, Any]:
    """A plan as JSON data; `person` tells people apart without naming them."""
    return {
        "people": plan.people,
        "notices": [
            {
                "entry": notice.entry,
                "wave": notice.wave,
                "channel": notice.channel,
                "to": notice.contact.masked,
                "person": notice.token[:12],
                "language": notice.language,
                "items": list(notice.items),
                "state": notice.state.value,
                "reason": notice.reason,
            }
            for notice in plan.notices
        ],
        "open": [{"id": one.id, "entry": one.entry, "wave": one.wave} for one in plan.open],
        "stranded": [{"id": one.id, "entry": one.entry, "wave": one.wave} for one in plan.stranded],
        "withdrawn": [{"id": one.id, "entry": one.entry, "wave": one.wave} for one in plan.withdrawn],
        "left_out": [
            {
                "to": left.contact.masked,
                "item": left.item,
                "entry": left.entry,
                "reason": left.reason,
                "message": left.message,
                "line": left.line,
            }
            for left in plan.left_out
        ],
    }


def problem_data(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON data."""
    return [
        {"path": p.path, "line": p.line, "code": p.code, "severity": p.severity.value, "message": p.message}
        for p in problems
    ]


def row_data(row: Row, domain: str, *, shows_address: bool = False) -> dict[str, Any]:
    """A message of the ledger as JSON data."""
    return {
        "id": row.id,
        "to": shown_contact(row, shows_address=shows_address),
        "person": row.token[:12],
        "entry": row.entry,
        "wave": row.wave,
        "items": list(row.items),
        "channel": row.channel,
        "language": row.language,
        "state": row.state.value,
        "reason": mask_text(row.reason),
        "attempts": row.attempts,
        "created": _moment(row.created),
        "changed": _moment(row.changed),
        "message_id": f"<{row.message_key}@{domain}>" if domain else row.message_key,
    }


def _moment(seconds: float) -> str:
    """A moment as people and programs read it: `2026-11-28T10:40:01Z`."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def shown_contact(row: Row, *, shows_address: bool = False) -> str:
    """Who a message is for, as it may be printed."""
    if not row.contact:
        return "(deleted)"
    return row.contact if shows_address or row.kind != "email" else mask(row.contact)


def render_rows(rows: Iterable[Row], domain: str, *, shows_address: bool = False) -> str:
    """Messages of the ledger, one a line."""
    return "\n".join(
        f"  #{row.id}  {shown_contact(row, shows_address=shows_address)}  {row.entry}  {row.channel}"
        f"  <{row.message_key}{'@' + domain if domain else ''}>  {mask_text(row.reason)}".rstrip()
        for row in rows
    )


def refused_hint(rows: Iterable[Row]) -> str:
    """What to do about the refused; empty where their addresses are given up."""
    numbers = [str(row.id) for row in rows if row.contact][:SHOWN]
    return f"  fix: when the cause is gone: `helploop notify resolve {' '.join(numbers)} --resend`" if numbers else ""


def render_waiting(rows: Iterable[Row]) -> str:
    """Why messages wait, the most frequent reasons first, and what to do; empty where none was tried."""
    counts = Counter(mask_text(row.reason) for row in rows if row.reason)
    if not counts:
        return ""
    lines = [f"waiting: {many(count, 'message')}: {reason}" for reason, count in counts.most_common(REASONS)]
    more = [f"… and {many(len(counts) - REASONS, 'other reason')}"] if len(counts) > REASONS else []
    hint = "  fix: run again later; `helploop notify status` shows each with its number"
    return "\n".join([*lines, *more, hint])


def render_counts(counts: Mapping[State, int]) -> str:
    """How many are in which state, in one line."""
    total = sum(counts.values())
    named = [f"{counts[state]} {state.value}" for state in State if counts.get(state)]
    return f"{many(total, 'message')}: {', '.join(named)}" if total else "The ledger is empty."


def render_stops(tally: Tally) -> str:
    """Why channels stopped early: one line for each cause."""
    lines = [
        f"{channel}: error[{code}]: {mask_text(cause)}" + (f"\n  fix: {hint}" if hint else "")
        for channel, code, cause, hint in tally.stops
    ]
    return "\n".join(dict.fromkeys(lines))


def show_problems(problems: Sequence[Problem]) -> None:
    """What is wrong, in the order of the lines; of very many the first, and how many there are."""
    for problem in problems[:MOST]:
        click.echo(str(problem), err=True)
    if len(problems) > MOST:
        click.echo(f"… and {len(problems) - MOST} more", err=True)


def many(count: int, word: str) -> str:
    """`1 message`, `2 messages`."""
    return f"{count} {word}{'s' if count != 1 else ''}"


def people(count: int) -> str:
    """`1 person`, `2 people`."""
    return "1 person" if count == 1 else f"{count} people"
