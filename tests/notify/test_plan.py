"""Who is told, in which language, and the reason for everyone else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.model.roadmap import Item
from helploop.notify.contact import ContactKind
from helploop.notify.notice import Known, OpenNotice, Routing
from helploop.notify.plan import plan_notices
from helploop.notify.state import State
from notify.samples import IDENTITY, ITEMS, ROUTING, entry, requests_of, site

HEAD = "item,contact,locale,source,source_id,consent,asked_at\n"


def plan(rows, a_site=None, known=None, routing=ROUTING):
    return plan_notices(a_site or site(), requests_of(HEAD + rows), known or Known(), IDENTITY, routing)


def known_after(one):
    return Known(planned={(item, n.wave, n.token): n.entry for n in one.notices for item in n.covers})


def test_one_message_a_person_for_all_items_of_an_entry():
    rows = "csv-export,ana@example.com,,,,yes,\ndark-mode,ANA@example.com,,,,yes,\n"
    made = plan(rows, site(entry(ships=("csv-export", "dark-mode"))))
    assert [notice.items for notice in made.to_tell] == [("csv-export", "dark-mode")]
    assert made.people == 1


def test_the_persons_language_where_the_entry_has_it():
    both = site(entry(), entry(language="de", title="CSV-Export ist da"))
    rows = "csv-export,a1@example.com,de-AT,,,yes,\ncsv-export,b1@example.com,fr,,,yes,\n"
    assert [notice.language for notice in plan(rows, both).to_tell] == ["de", "en"]


def test_an_item_merged_into_another_is_the_other():
    made = plan("spreadsheet,ana@example.com,,,,yes,\ncsv-export,ana@example.com,,,,yes,\n")
    (notice,) = made.to_tell
    assert notice.items == ("csv-export",)
    assert notice.covers == ("csv-export", "spreadsheet")


@pytest.mark.parametrize(
    ("rows", "a_site", "reason"),
    [
        ("csv-export,ana@example.com,,,,,\n", site(), "no-consent"),
        ("csv-export,ana@example.com,,,,no,\ncsv-export,ana@example.com,,,,yes,\n", site(), "no-consent"),
        ("csv-export,ana@example.com,,,,yes,\n", site(entry(notify=False)), "quiet-entry"),
        ("csv-export,ana@example.com,,,,yes,2026-11-21\n", site(), "asked-later"),
        ("sso,ana@example.com,,,,yes,\n", site(), "not-shipped"),
        ("csv-export,acme/app#1,,,,yes,\n", site(), "no-channel"),
    ],
)
def test_everyone_left_out_has_a_reason(rows, a_site, reason):
    made = plan(rows, a_site)
    assert not made.to_tell
    assert [left.reason for left in made.left_out] == [reason]
    assert made.left_out[0].message


def test_an_unknown_item_is_a_warning_with_the_nearest_spelling():
    made = plan("cvs-export,ana@example.com,,,,yes,\n")
    assert [(p.line, p.code, p.hint) for p in made.problems] == [(2, "unknown-item", "did you mean `csv-export`?")]


def test_who_opted_out_is_recorded_and_not_told():
    first = plan("csv-export,ana@example.com,,,,yes,\n")
    made = plan("csv-export,ana@example.com,,,,yes,\n", known=Known(opted_out=frozenset({first.notices[0].token})))
    assert [notice.state for notice in made.notices] == [State.OPTED_OUT]
    assert made.people == 0


@pytest.mark.parametrize(
    "again",
    [
        entry(title="Another title"),
        entry(key="renamed-slug"),
        entry(key="renamed-slug", id="2026-11-20-csv"),
        entry(date=datetime(2026, 11, 22, tzinfo=UTC)),
        entry(ships=("csv-export", "dark-mode")),
    ],
    ids=["title", "slug", "file moved", "date", "ships more"],
)
def test_no_edit_tells_anybody_again(again):
    rows = "csv-export,ana@example.com,,,,yes,\n"
    made = plan(rows, site(again), known_after(plan(rows)))
    assert not made.to_tell
    assert made.left_out[0].reason == "already-planned"


def test_a_merge_after_the_telling_tells_nobody_again():
    rows = "spreadsheet,ana@example.com,,,,yes,\n"
    apart = (Item(id="spreadsheet", title="S", stage="shipped"), *ITEMS[1:])
    first = plan(rows, site(entry(ships=("spreadsheet",)), items=apart))
    made = plan(rows, site(entry(key="later")), known_after(first))
    assert not made.to_tell


def test_a_new_wave_tells_again_once():
    rows = "csv-export,ana@example.com,,,,yes,\n"
    first = plan(rows)
    second = plan(rows, site(entry(wave=2)), known_after(first))
    assert [notice.wave for notice in second.to_tell] == [2]
    assert second.to_tell[0].message_key != first.to_tell[0].message_key


def test_entries_older_than_the_ledger_are_nobodys_news():
    made = plan("csv-export,ana@example.com,,,,yes,\n", known=Known(since=date(2026, 11, 21)))
    assert made.left_out[0].reason == "before-ledger"


def test_the_team_hears_of_an_entry_once_and_counts_as_nobody():
    routing = replace(ROUTING, team=("slack",))
    made = plan("", routing=routing)
    assert [(notice.channel, notice.contact.kind) for notice in made.to_tell] == [("slack", ContactKind.TEAM)]
    assert made.people == 0
    assert not plan("", routing=routing, known=known_after(made)).to_tell


def test_a_source_has_its_own_way_if_it_fits_the_contact():
    routing = Routing(by_kind={ContactKind.EMAIL: "smtp"}, by_source={"zendesk": "files", "forum": "github"})
    rows = "csv-export,a1@example.com,,Zendesk,1,yes,\ncsv-export,b1@example.com,,forum,2,yes,\n"
    assert [notice.channel for notice in plan(rows, routing=routing).to_tell] == ["files", "smtp"]


def test_waiting_messages_follow_a_renamed_entry_and_wait_for_a_vanished_one():
    stays = OpenNotice(id=1, entry="old-name", wave=1, token="t1", items=("csv-export",))
    waits = OpenNotice(id=2, entry="reverted", wave=1, token="t2", items=("sso",))
    made = plan("", known=Known(open=(stays, waits)))
    assert made.moved == ((1, "2026-11-20-csv"),)
    assert [(one.id, one.entry_key, one.language) for one in made.open] == [(1, "2026-11-20-csv", "en")]
    assert made.stranded == (waits,)


people = st.lists(
    st.tuples(
        st.sampled_from(["csv-export", "spreadsheet", "dark-mode", "sso", "nothing"]),
        st.sampled_from(["a1@x.example", "A1@x.example", "b1@x.example", "c1@x.example"]),
        st.sampled_from(["yes", "no", ""]),
        st.sampled_from(["", "2026-01-01", "2026-12-01"]),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(people)
def test_a_plan_agrees_with_a_slow_look_and_a_second_plan_is_empty(rows):
    """The oracle: who said yes and never no to an item under any of its names, and asked before it shipped."""
    text = "".join(f"{item},{who},,,,{consent},{day}\n" for item, who, consent, day in rows)
    made = plan(text, site(entry(ships=("csv-export",)), entry(key="2026-11-21-dark", ships=("dark-mode",))))
    expected = set()
    for names in (("csv-export", "spreadsheet"), ("dark-mode",)):
        for who in {who.lower() for _, who, _, _ in rows}:
            own = [row for row in rows if row[0] in names and row[1].lower() == who]
            days = [row[3] for row in own if row[3]]
            said = {row[2] for row in own}
            if "yes" in said and "no" not in said and (not days or min(days) < "2026-11-20"):
                expected.add((names[0], who))
    told = [(item, notice.contact.address.lower()) for notice in made.to_tell for item in notice.items]
    assert sorted(told) == sorted(expected)
    again = plan(text, site(entry(), entry(key="2026-11-21-dark", ships=("dark-mode",))), known_after(made))
    assert not again.notices
