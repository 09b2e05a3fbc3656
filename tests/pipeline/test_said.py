"""What a build has said is said again word for word, and only as long as it is true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from helploop.model.entry import Entry, EntryType
from helploop.model.problem import warning
from helploop.model.settings import Settings
from helploop.model.site import Site
from helploop.pipeline.said import Said, said_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def entry(key: str, date: datetime, **facts: bool) -> tuple[tuple[str, str], Entry]:
    made = Entry(key=key, language="en", path=f"{key}.md", title=key, date=date, type=EntryType.NEW, **facts)
    return (key, "en"), made


def site(public: list[tuple[tuple[str, str], Entry]], hidden: list[tuple[tuple[str, str], Entry]]) -> Site:
    return Site(settings=Settings(site_name="A"), today=NOON.date(), entries=dict(public), hidden_entries=dict(hidden))


def test_other_problems_stand_in_the_place_of_the_old_ones() -> None:
    one, two, three = (warning(f"{name}.md", 1, "code", "words", "hint") for name in "abc")
    said = Said(("the configuration", str(one), str(two), "the host"))
    again = said.again([one, two], [three])
    assert again == Said(("the configuration", str(three), "the host"))
    assert said.again([one, two], [one, two]) == said
    assert said.again([two, one], [three]) is None
    assert said.again([], [three]) is None
    assert Said().again([], [three]) == Said((str(three),))


def test_entries_that_wait_for_their_hour_part_the_day() -> None:
    early, late, later = (NOON + timedelta(hours=hours) for hours in (-2, 2, 3))
    found = said_of(
        site(
            [entry("out", early, has_time=True), entry("day", NOON - timedelta(hours=1))],
            [
                entry("next", late, has_time=True),
                entry("last", later, has_time=True),
                entry("never", NOON + timedelta(hours=1), has_time=True, draft=True),
                entry("tomorrow", NOON + timedelta(days=1), has_time=True),
            ],
        ),
        ["a"],
    )
    assert found == Said(("a",), early.isoformat(), late.isoformat())
    assert [found.holds(moment) for moment in (early - timedelta(minutes=1), early, NOON, late)] == [0, 1, 1, 0]


def test_an_hour_is_the_same_in_every_zone() -> None:
    """23:30 in New York is another day there than in UTC, which the day of a build is."""
    abroad = datetime.fromisoformat("2026-11-22T21:30:00-05:00")
    found = said_of(site([], [entry("out", abroad, has_time=True)]), [])
    assert not found.holds(NOON)
    assert found.holds(datetime(2026, 11, 23, 2, tzinfo=UTC))
