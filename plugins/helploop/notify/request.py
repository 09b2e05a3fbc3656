"""Requests: who asked for which item, read from the private CSV file that never stands in the site's repository."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from helploop.model.cells import from_cell
from helploop.model.language import canonical_tag
from helploop.model.problem import Problem, warning
from helploop.model.spelling import nearest
from helploop.notify.contact import BadContactError, parse_contact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from helploop.notify.contact import Contact

#: The columns of the file, in the order we write them.
COLUMNS = ("item", "contact", "locale", "source", "source_id", "consent", "asked_at")
REQUIRED = ("item", "contact", "consent")
_YES = frozenset({"yes", "y", "true", "1", "granted", "given", "ok", "opt-in", "ja", "oui", "si", "sí"})
_NO = frozenset({"no", "n", "false", "0", "denied", "withdrawn", "revoked", "opt-out", "nein", "non"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One row: somebody asked for an item. `consent` is None where the row says neither yes nor no."""

    item: str
    contact: Contact
    line: int
    locale: str = ""
    source: str = ""
    source_id: str = ""
    consent: bool | None = None
    asked_at: date | None = None


def parse_requests(
    text: str, path: str, *, allow_utf8: bool = False
) -> tuple[tuple[Request, ...], tuple[Problem, ...]]:
    """The rows of a requests file, and what is wrong with the others. Problems never repeat an address."""
    problems: list[Problem] = []
    requests: list[Request] = []
    for line, row in _rows(text, path, problems):
        try:
            contact = _contact(row, allow_utf8=allow_utf8)
        except BadContactError as error:
            hint = "write one address, one GitHub issue, or leave it empty beside a source and source_id"
            problems.append(Problem(path, line, "bad-address", str(error), hint))
            continue
        if not row["item"]:
            problems.append(Problem(path, line, "no-item", "the row names no item", "write a roadmap item's id"))
            continue
        requests.append(_request(row, contact, line, path, problems))
    return tuple(requests), tuple(problems)


def _rows(text: str, path: str, problems: list[Problem]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row with the line it starts on; nothing when the header can't be used."""
    plain = text.removeprefix("\ufeff")
    header = plain.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not names:
                names = [name.strip().casefold() for name in cells]
                if not _check_header(names, path, problems):
                    return
            elif any(cell.strip() for cell in cells):
                named = dict(zip(names, cells, strict=False))
                yield start, {name: from_cell(named.get(name, "").strip(" \t")) for name in COLUMNS}
    except csv.Error as error:
        problems.append(Problem(path, line, "bad-csv", f"the file is no CSV from here on: {error}", "quote cells"))
    if not names:
        problems.append(Problem(path, 1, "bad-csv", "the file is empty", f"start with `{','.join(COLUMNS)}`"))


def _check_header(names: list[str], path: str, problems: list[Problem]) -> bool:
    missing = [name for name in REQUIRED if name not in names]
    for name in missing:
        near = nearest(name, [other for other in names if other not in COLUMNS])
        hint = (
            f"rename the column `{near}` to `{name}`" if near else f"the first line has to name {', '.join(REQUIRED)}"
        )
        problems.append(Problem(path, 1, "missing-column", f"there is no column `{name}`", hint))
    return not missing


def _contact(row: Mapping[str, str], *, allow_utf8: bool) -> Contact:
    if not row["contact"] and row["source"] and row["source_id"]:
        parsed = f"ticket:{row['source']}/{row['source_id']}"
        return parse_contact(parsed) if " " not in parsed else parse_contact("")
    return parse_contact(row["contact"], allow_utf8=allow_utf8)


def _request(row: Mapping[str, str], contact: Contact, line: int, path: str, problems: list[Problem]) -> Request:
    consent = parse_consent(row["consent"])
    asked = _parse_day(row["asked_at"])
    if row["asked_at"] and asked is None:
        problems.append(warning(path, line, "bad-date", "asked_at is no date", "write it as 2026-11-20"))
    locale = canonical_tag(row["locale"].replace("_", "-")) or ""
    if row["locale"] and not locale:
        problems.append(warning(path, line, "bad-locale", "locale is no language tag", "write it as `pt-BR`"))
    return Request(
        item=row["item"],
        contact=contact,
        line=line,
        locale=locale,
        source=row["source"],
        source_id=row["source_id"],
        consent=consent,
        asked_at=asked,
    )


@lru_cache(maxsize=1000)
def parse_consent(text: str) -> bool | None:
    """Yes, no, or None where nothing is said. A date says when consent was given.

    >>> parse_consent("Yes"), parse_consent("2026-01-31"), parse_consent("withdrawn"), parse_consent("")
    (True, True, False, None)
    """
    word = text.strip().casefold()
    if word in _NO:
        return False
    return True if word in _YES or _parse_day(word.upper()) else None


@lru_cache(maxsize=10_000)
def _parse_day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
