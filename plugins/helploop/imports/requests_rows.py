"""Records of an export to rows of our requests file: the item found, the date read, each person and item once."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from helploop.model.cells import from_cell, to_cell
from helploop.model.consent import is_refusal, parse_consent
from helploop.model.language import canonical_tag
from helploop.model.mail_address import bare_address
from helploop.model.problem import Problem, warning
from helploop.model.slug import slugify
from helploop.model.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helploop.imports.requests_table import Record
    from helploop.model.roadmap import Item

#: A problem of a row that is taken all the same.
NO_ADDRESS = "no-address"
_CORRECT = "correct it there and import again; the request counts, but nobody gets a mail"
#: The columns of our requests file.
COLUMNS = ("item", "contact", "locale", "source", "source_id", "consent", "asked_at")
#: Of two rows a no counts, then a yes, then what says neither.
_WEIGHTS = {False: 0, True: 1, None: 2}
_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """One row of our file."""

    item: str
    contact: str
    locale: str = ""
    source: str = ""
    source_id: str = ""
    consent: str = ""
    asked_at: str = ""

    @property
    def person(self) -> str:
        """Who this is, as far as one can tell from the text."""
        return self.contact.casefold() or f"{self.source}/{self.source_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How to read an export: the tool's name, the columns of each field, what topics mean, a given item or consent."""

    tool: str
    columns: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, str]
    item: str = ""
    consent: str = ""


def topics_of(items: Iterable[Item], given: Mapping[str, str]) -> dict[str, str]:
    """What other tools may call an item: its id, its merged ids, its title, the addresses it links to."""
    topics: dict[str, str] = {}
    for item in items:
        for name in (item.id, *item.merged, item.title, *item.links):
            topics.setdefault(_topic(name), item.id)
    return topics | {_topic(name): item for name, item in given.items()}


def convert_records(
    records: Iterable[Record], path: str, wishes: Wishes
) -> tuple[tuple[RequestRow, ...], tuple[Problem, ...]]:
    """Rows, merged by person and item, and the records that say nothing we could use. No message names anybody."""
    rows: list[RequestRow] = []
    problems: list[Problem] = []
    for record in records:
        values = {field: record.values.get(columns[0], "") for field, columns in wishes.columns.items()}
        contact = bare_address(values.get("contact", ""))
        if "@" not in contact:
            is_address = any("mail" in column.casefold() for column in wishes.columns.get("contact", ()))
            if contact and is_address and values.get("source_id"):  # else it is a name, which is not needed
                problems.append(warning(path, record.line, NO_ADDRESS, "the address is none", _CORRECT))
            contact = ""
        if not contact and not values.get("source_id"):
            problems.append(warning(path, record.line, "nobody", "the row says neither who nor which ticket"))
            continue
        items = items_of(record, wishes)
        if not items:
            problems.append(_no_item(values.get("topic") or values.get("item") or "", path, record.line, wishes))
        rows.extend(_row(item, contact, values, wishes) for item in items)
    return merge_rows(rows), tuple(problems)


def _no_item(topic: str, path: str, line: int, wishes: Wishes) -> Problem:
    """A record for no item we know. The words of a ticket are private, those of a voting board are not."""
    is_private = wishes.tool in {"zendesk", "intercom"} or "@" in topic or not topic
    hint = "name it: --map 'TOPIC=item-id', or --item for all rows"
    if is_private:
        return warning(path, line, "no-item", "the row names no roadmap item", hint)
    hint = did_you_mean(_topic(topic), wishes.topics, hint)
    return warning(path, line, "no-item", f"`{topic[:60]}` names no roadmap item", hint)


def items_of(record: Record, wishes: Wishes) -> list[str]:
    """The ids of the items that a record asks for."""
    if wishes.item:
        return [wishes.item]
    for column in (*wishes.columns.get("item", ()), *wishes.columns.get("topic", ())):
        text = record.values.get(column, "")
        # tags may be parted by blanks, a title may not
        names = [text, *re.split(r"[,;|\s]+" if "tag" in column.casefold() else r"[,;|]", text)]
        names += re.split(r"[,;|]", text)
        found = [wishes.topics[_topic(name)] for name in names if name and _topic(name) in wishes.topics]
        if found:
            return list(dict.fromkeys(found))
    return []


def _topic(text: str) -> str:
    """A topic without what differs between tools: an address counts by its last part, words by their slug."""
    plain = text.strip()
    if plain.startswith(("http://", "https://")):
        plain = urlsplit(plain).path.rstrip("/").rpartition("/")[2]
    return slugify(plain.replace("_", "-"))


def _row(item: str, contact: str, values: Mapping[str, str], wishes: Wishes) -> RequestRow:
    return RequestRow(
        item=item,
        contact=contact,
        locale=canonical_tag(values.get("locale", "").replace("_", "-")) or "",
        source=wishes.tool if wishes.tool != "csv" else "",
        source_id=values.get("source_id", ""),
        consent="no" if is_refusal(values.get("refused", "")) else values.get("consent", "") or wishes.consent,
        asked_at=parse_day(values.get("asked_at", "")),
    )


def parse_day(text: str) -> str:
    """A date of another tool as YYYY-MM-DD; empty when it can't be told for sure.

    >>> parse_day("2026-01-31T10:00:00Z"), parse_day("1767225600"), parse_day("31/01/2026"), parse_day("01/02/2026")
    ('2026-01-31', '2026-01-01', '2026-01-31', '')
    """
    plain = text.strip()
    if re.fullmatch(r"\d{10}|\d{13}", plain):
        return datetime.fromtimestamp(int(plain[:10]), UTC).date().isoformat()
    try:
        return datetime.fromisoformat(plain.removesuffix(" UTC")).date().isoformat()
    except ValueError:
        pass
    days = {_try_day(plain, form) for form in _DAYS} - {""}
    return days.pop() if len(days) == 1 else ""


def _try_day(text: str, form: str) -> str:
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""


def merge_rows(rows: Iterable[RequestRow]) -> tuple[RequestRow, ...]:
    """Each person and item once: the first date stays, gaps are filled, a no is kept."""
    merged: dict[tuple[str, str], RequestRow] = {}
    for row in rows:
        known = merged.get((row.person, row.item))
        merged[row.person, row.item] = row if known is None else _joined(known, row)
    return tuple(merged.values())


def _joined(known: RequestRow, row: RequestRow) -> RequestRow:
    days = [day for day in (known.asked_at, row.asked_at) if day]
    said = sorted((known.consent, row.consent), key=lambda text: _WEIGHTS[parse_consent(text)])
    return replace(
        known,
        locale=known.locale or row.locale,
        source_id=known.source_id or row.source_id,
        consent=said[0] or said[1],
        asked_at=min(days, default=""),
    )


def render_rows(rows: Iterable[RequestRow]) -> str:
    """The requests file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([to_cell(getattr(row, name)) for name in COLUMNS] for row in rows)
    return out.getvalue()


def parse_rows(records: Iterable[Record]) -> tuple[RequestRow, ...]:
    """Rows of a requests file that stands already."""
    return tuple(
        RequestRow(
            **{name: from_cell({k.casefold(): v for k, v in record.values.items()}.get(name, "")) for name in COLUMNS}
        )
        for record in records
    )
