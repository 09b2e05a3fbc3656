"""Requests: who asked for which item, read from the private CSV file that never stands in the site's repository."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from helploop.locales.known import is_language
from helploop.model.cells import from_cell
from helploop.model.consent import parse_consent, parse_day
from helploop.model.language import canonical_tag
from helploop.model.problem import Problem, warning
from helploop.model.spelling import nearest
from helploop.model.table import TableError, doubled, parse_cells, surplus
from helploop.notify.contact import BadContactError, parse_contact
from helploop.notify.plain_line import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from helploop.notify.contact import Contact

#: The columns of the file, in the order we write them.
COLUMNS = ("item", "contact", "locale", "source", "source_id", "consent", "asked_at")
REQUIRED = ("item", "contact", "consent")


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
    text: str, path: str, *, today: date | None = None, allow_utf8: bool = False
) -> tuple[tuple[Request, ...], tuple[Problem, ...]]:
    """The rows of a requests file, and what is wrong with the others. Problems never repeat an address.

    Nobody has asked later than `today`.
    """
    problems: list[Problem] = []
    requests: list[Request] = []
    for line, row in _rows(text, path, problems):
        try:
            contact = _contact(row, allow_utf8=allow_utf8)
        except BadContactError as error:
            hint = "write one address, one GitHub issue, or leave it empty beside a source and source_id"
            problems.append(Problem(path, line, "bad-address", str(error), hint))
            continue
        item = clean_line(row["item"])
        if not item or "@" in item:  # an address there would be printed, and counted in public
            what = "the item is an address" if item else "the row names no item"
            problems.append(Problem(path, line, "no-item", what, "write a roadmap item's id"))
            continue
        requests.append(_request({**row, "item": item}, contact, Place(path, line, today), problems))
    return tuple(requests), tuple(problems)


def _rows(text: str, path: str, problems: list[Problem]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row with the line it starts on; nothing when the header can't be used."""
    names: list[str] = []
    try:
        for line, cells in parse_cells(text):
            if not names:
                names = [name.strip().casefold() for name in cells]
                if not _check_header(names, line, path, problems):
                    return
            elif found := surplus(names, cells):  # who knows which of them are in the wrong place
                hint = "put a cell with the separator in it in quotation marks"
                problems.append(Problem(path, line, "bad-row", found, hint))
            else:
                named = dict(zip(names, cells, strict=False))
                yield line, {name: from_cell(named.get(name, "").strip(" \t")) for name in COLUMNS}
    except TableError as error:
        hint = "look at its quotation marks: one within a cell is written twice"
        problems.append(Problem(path, error.line, "bad-csv", f"the file is no CSV from here on: {error}", hint))
        return
    if not names:
        problems.append(Problem(path, 1, "bad-csv", "the file is empty", f"start with `{','.join(COLUMNS)}`"))


def _check_header(names: list[str], line: int, path: str, problems: list[Problem]) -> bool:
    twice = [name for name in doubled(names) if name in COLUMNS]
    for name in twice:
        hint = "leave one of them: nobody knows which holds"
        problems.append(Problem(path, line, "double-column", f"the column `{name}` stands there twice", hint))
    missing = [name for name in REQUIRED if name not in names]
    for name in missing:
        near = nearest(name, [other for other in names if other not in COLUMNS])
        hint = (
            f"rename the column `{near}` to `{name}`" if near else f"the first line has to name {', '.join(REQUIRED)}"
        )
        problems.append(Problem(path, line, "missing-column", f"there is no column `{name}`", hint))
    return not missing and not twice


def _contact(row: Mapping[str, str], *, allow_utf8: bool) -> Contact:
    if not row["contact"] and row["source"] and row["source_id"]:
        parsed = f"ticket:{row['source']}/{row['source_id']}"
        return parse_contact(parsed) if " " not in parsed else parse_contact("")
    return parse_contact(row["contact"], allow_utf8=allow_utf8)


class Place(NamedTuple):
    """Where a row stands, and the last day on which somebody can have asked."""

    path: str
    line: int
    today: date | None


def _request(row: Mapping[str, str], contact: Contact, place: Place, problems: list[Problem]) -> Request:
    def warn(code: str, message: str, hint: str) -> None:
        problems.append(warning(place.path, place.line, code, message, hint))

    consent = parse_consent(row["consent"])
    if row["consent"] and consent is None:
        warn("bad-consent", "consent is neither yes nor no, so it counts as no", "write `yes`, or the day: 2026-11-20")
    asked = parse_day(row["asked_at"])
    if row["asked_at"] and asked is None:
        warn("bad-date", "asked_at is no date", "write it as 2026-11-20")
    if asked and place.today and asked > place.today + timedelta(days=1):  # it may be tomorrow where they asked
        warn("bad-date", f"asked_at is {asked}, a day to come, and is not used", "write the day on which they asked")
        asked = None
    locale = canonical_tag(row["locale"].replace("_", "-")) or ""
    if row["locale"] and not (locale and is_language(locale)):
        what = f"locale is `{locale}`, which is no language" if locale else "locale is no language tag"
        warn("bad-locale", what, "write it as `pt-BR`")
    source = "" if "@" in row["source"] else clean_line(row["source"])
    if row["source"] and not source:  # sources are counted in public
        warn("bad-source", "source holds an address, and is not used", "write the tool's name, such as `zendesk`")
    return Request(
        item=row["item"],
        contact=contact,
        line=place.line,
        locale=locale,
        source=source,
        source_id=row["source_id"],
        consent=consent,
        asked_at=asked,
    )
