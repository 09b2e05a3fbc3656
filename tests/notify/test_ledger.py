"""The ledger fails closed, survives what disks do, and forgets addresses but not people."""

from __future__ import annotations

import os
import sqlite3
import stat

import pytest

from helploop.model.errors import RefusedError
from helploop.notify.announced import Announced, load_announced, save_announced
from helploop.notify.contact import parse_contact
from helploop.notify.ledger import open_ledger
from helploop.notify.ledger_report import count_entries, count_states, load_rows
from helploop.notify.ledger_settle import delete_old_contacts, forget, resolve
from helploop.notify.lock import runner_lock
from helploop.notify.notice import Known
from helploop.notify.outbox import ClaimLostError
from helploop.notify.plan import plan_notices
from helploop.notify.state import State
from helploop.notify.store import LedgerError, SqliteStore
from notify.ledgers import NOW, filled, outbox_of
from notify.runner import check_told_once, new_ledger, old_ledger, start, states, tell
from notify.samples import IDENTITY, ROUTING, crowd, entry, requests_of, site
from notify.servers import Recorder, mail_server


def test_the_file_is_its_owners_alone(tmp_path):
    new_ledger(tmp_path / "ledger").store.close()
    assert stat.S_IMODE((tmp_path / "ledger").stat().st_mode) == 0o600


def test_another_sites_ledger_is_refused(tmp_path):
    new_ledger(tmp_path / "ledger").store.close()
    store = SqliteStore(tmp_path / "ledger")
    with pytest.raises(RefusedError, match=r"is of site `help\.acme\.example`, this is `other\.example`"):
        open_ledger(store, "other.example", secret="secret")
    store.close()


def test_another_secret_is_refused(tmp_path):
    new_ledger(tmp_path / "ledger").store.close()
    store = SqliteStore(tmp_path / "ledger")
    with pytest.raises(RefusedError, match="secret"):
        open_ledger(store, IDENTITY.site_id, secret="other")
    store.close()


def test_an_older_copy_is_refused_even_of_the_same_run(tmp_path):
    ledger = filled(tmp_path / "ledger")
    copy = tmp_path / "copy"
    copy.write_bytes(b"")
    with sqlite3.connect(copy) as target:
        ledger.store._db.backup(target)
    target.close()
    outbox = outbox_of(ledger)
    outbox.claim(outbox.take())
    seen = ledger.generation
    ledger.store.close()
    store = SqliteStore(copy)
    with pytest.raises(RefusedError, match="older copy"):
        open_ledger(store, IDENTITY.site_id, secret="secret", generation=seen)
    store.close()


def test_what_is_no_ledger_is_refused(tmp_path):
    (tmp_path / "ledger").write_text("hello " * 1000, encoding="utf-8")
    with pytest.raises(RefusedError):
        SqliteStore(tmp_path / "ledger")


def test_two_plans_of_the_same_moment_are_recorded_once(tmp_path):
    ledger = filled(tmp_path / "ledger")
    again = plan_notices(site(), crowd(3), Known(), IDENTITY, ROUTING)
    assert ledger.record(again, NOW) == 0
    assert count_states(ledger) == {State.WAITING: 3}
    ledger.store.close()


def test_a_message_is_claimed_by_one_only(tmp_path):
    one = filled(tmp_path / "ledger")
    other = old_ledger(tmp_path / "ledger")
    mine, yours = outbox_of(one), outbox_of(other)
    first, second = mine.take(), yours.take()
    assert first != second
    mine.claim(first)
    for row in (first, second):
        with pytest.raises(ClaimLostError):
            (yours if row == first else mine).claim(row)
    one.store.close()
    other.store.close()


def test_who_opts_out_between_plan_and_claim_is_not_told(tmp_path):
    ledger = filled(tmp_path / "ledger")
    other = old_ledger(tmp_path / "ledger")
    outbox = outbox_of(ledger)
    row = outbox.take()
    forget(other, row.token, "email", NOW)
    with pytest.raises(ClaimLostError):
        outbox.claim(row)
    ledger.store.close()
    other.store.close()


def test_a_second_runner_is_refused_and_told_about_the_first(tmp_path):
    path, message = tmp_path / "ledger", f"process {os.getpid()} on "
    with runner_lock(path), pytest.raises(RefusedError, match=message), runner_lock(path):
        pass


@pytest.mark.parametrize("pages", [0, 8, 23, 24])
def test_a_full_disk_before_the_claim_sends_nothing_and_after_it_is_unsure(pages, tmp_path):
    path = tmp_path / "ledger"
    ledger = new_ledger(path)
    used = ledger.store.execute("PRAGMA page_count").fetchone()[0]
    ledger.store.execute(f"PRAGMA max_page_count={used + pages}")
    with mail_server() as recorder:
        try:
            tally = tell(ledger, recorder.port, requests=crowd(40))
            assert not tally.stops or tally.stops[0][1] == "ledger"
        except LedgerError:  # the plan itself could not be written down
            assert not recorder.accepted
        ledger.store.close()
        check_told_once(path, recorder, 40)
        tell(old_ledger(path), recorder.port, requests=crowd(40))
        check_told_once(path, recorder, 40)
        assert len(recorder.accepted) == 40


def test_a_ledger_that_may_not_be_written_sends_nothing(tmp_path):
    ledger = new_ledger(tmp_path / "ledger")
    ledger.store._db.execute("PRAGMA query_only=ON")
    with mail_server() as recorder:
        with pytest.raises(LedgerError):
            tell(ledger, recorder.port, requests=crowd(3))
        assert not recorder.accepted
    ledger.store.close()


def test_three_runs_at_once_without_the_lock_tell_everyone_once(tmp_path):
    path, count = tmp_path / "ledger", 40
    new_ledger(path).store.close()
    with mail_server() as recorder:
        runs = [start(path, recorder.port, count, "", 0, False) for _ in range(3)]
        for run in runs:
            run.join(60)
        assert check_told_once(path, recorder, count) == (count, 0, 0)


def test_three_runs_at_once_with_the_lock_one_runs(tmp_path):
    path, count = tmp_path / "ledger", 40
    new_ledger(path).store.close()
    with mail_server() as recorder:
        runs = [start(path, recorder.port, count, "", 0) for _ in range(3)]
        for run in runs:
            run.join(60)
        assert sum(run.exitcode == 0 for run in runs) >= 1
        assert check_told_once(path, recorder, count) == (count, 0, 0)


def test_forgetting_deletes_every_trace_of_the_address_and_stays_in_force(tmp_path):
    path = tmp_path / "ledger"
    ledger = filled(path)
    token = ledger.identity.token(parse_contact("PERSON1@example.com"))
    assert forget(ledger, token, "email", NOW) == 1
    ledger.store.close()
    everything = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"person0@" in everything
    assert b"person1@" not in everything
    again = old_ledger(path)
    with mail_server() as recorder:
        tell(again, recorder.port, requests=crowd(3))
        tell(again, recorder.port, requests=crowd(3), a_site=site(entry(wave=2)))
        assert set(recorder.accepted) == {"person0@example.com", "person2@example.com"}
    again.store.close()
    assert b"person1@" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_addresses_of_the_told_are_deleted_in_time_and_nobody_is_told_again(tmp_path):
    path = tmp_path / "ledger"
    ledger = new_ledger(path)
    with mail_server() as recorder:
        tell(ledger, recorder.port, requests=crowd(3), now=lambda: NOW)
        assert delete_old_contacts(ledger, NOW + 29 * 86_400, 30) == 0
        assert delete_old_contacts(ledger, NOW + 31 * 86_400, 30) == 3
        tell(ledger, recorder.port, requests=crowd(3), now=lambda: NOW + 32 * 86_400)
        assert len(recorder.accepted) == 3
    ledger.store.close()
    assert {contact for contact, _ in states(path)} == {None}


def test_the_unsure_are_settled_by_a_person_only(tmp_path):
    path = tmp_path / "ledger"
    ledger = new_ledger(path)
    with mail_server(Recorder(lambda number, _: "drop" if number <= 2 else "250 OK")) as recorder:
        tell(ledger, recorder.port, requests=crowd(3))
        first, second = [row.id for row in load_rows(ledger, (State.UNSURE,))]
        assert resolve(ledger, [first], "told", NOW) == [first]
        assert resolve(ledger, [second, first, 99], "resend", NOW) == [second]
        tell(ledger, recorder.port, requests=crowd(3))
        assert count_states(ledger) == {State.TOLD: 3}
        assert len(recorder.accepted) == 4
    ledger.store.close()


def test_counts_per_entry_name_nobody(tmp_path):
    ledger = filled(tmp_path / "ledger")
    assert count_entries(ledger) == {"2026-11-20-csv": {"wave": 1, "waiting": 3}}
    ledger.store.close()


def test_the_witness_reads_back_and_a_broken_one_is_refused(tmp_path):
    path = tmp_path / ".announced.json"
    assert load_announced(path) == Announced()
    save_announced(path, Announced("a.example", 7, {"e": {"wave": 1, "told": 3}}))
    assert load_announced(path) == Announced("a.example", 7, {"e": {"wave": 1, "told": 3}})
    path.write_text("{", encoding="utf-8")
    with pytest.raises(RefusedError, match="can't be read"):
        load_announced(path)


def test_a_reverted_entry_keeps_its_people_waiting_until_it_is_back(tmp_path):
    ledger = filled(tmp_path / "ledger")
    with mail_server() as recorder:
        tell(ledger, recorder.port, requests=crowd(3), a_site=site(entry(key="other", ships=("dark-mode",))))
        assert not recorder.accepted
        assert count_states(ledger) == {State.WAITING: 3}
        tell(ledger, recorder.port, requests=crowd(3), a_site=site(entry(key="renamed")))
        assert sorted(recorder.counts.values()) == [1, 1, 1]
    ledger.store.close()


def test_a_request_of_a_ticket_is_kept_by_its_id(tmp_path):
    rows = requests_of("item,contact,consent,source,source_id\ncsv-export,,yes,zendesk,4711\n")
    assert rows[0].contact.key == "ticket:zendesk/4711"
