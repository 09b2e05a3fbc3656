"""Any order of runs, deaths, refusals, decisions and forgetting keeps the ledger's promise."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from helploop.notify.contact import parse_contact
from helploop.notify.ledger import create_ledger, open_ledger
from helploop.notify.ledger_report import load_rows
from helploop.notify.ledger_settle import forget
from helploop.notify.plan import plan_notices
from helploop.notify.result import TOLD, Result
from helploop.notify.state import State
from helploop.notify.store import SqliteStore
from notify.ledgers import NOW, outbox_of
from notify.samples import IDENTITY, ROUTING, crowd, entry, site


class Lives(RuleBasedStateMachine):
    """Any order of runs, deaths, refusals, decisions and forgetting keeps the promise, against a plain list."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "ledger"
        self.ledger = create_ledger(UnsyncedStore(self.path, create=True), IDENTITY.site_id, secret="secret")
        self.sent, self.gone, self.allowed = [], set(), set()

    def plan(self, count, wave):
        a_site = site(entry(wave=wave))
        self.ledger.record(plan_notices(a_site, crowd(count), self.ledger.known(), self.ledger.identity, ROUTING), NOW)

    @rule(count=st.integers(1, 5), wave=st.integers(1, 2))
    def announce(self, count, wave):
        self.plan(count, wave)

    @rule(outcome=st.sampled_from(["told", "later", "refused", "dead", "died", "died before", "died after", "unsure"]))
    def send_one(self, outcome):
        outbox = outbox_of(self.ledger)
        row = outbox.take()
        if row is not None and outcome != "died":
            self.send(outbox, row, outcome)
        if outcome.startswith("died"):
            self.die(outbox)
        else:
            outbox.close()

    def die(self, outbox):
        """What the system does for a process that is gone; the next one opens the ledger."""
        outbox._disk.shutdown()
        if outbox._marks:
            outbox._marks.let_go()
        self.ledger.store.close()
        self.ledger = open_ledger(UnsyncedStore(self.path), IDENTITY.site_id, secret="secret")

    def send(self, outbox, row, outcome):
        if outcome in {"later", "refused", "dead"}:
            state = State.WAITING if outcome == "later" else State.REFUSED
            outbox.settle(row, Result(state=state, suppress=outcome == "dead"), was_claimed=False)
            return
        outbox.claim(row)
        if outcome == "died before":
            return
        assert row.contact not in self.gone
        self.sent.append((row.contact, row.wave))
        if outcome != "died after":
            outbox.settle(row, TOLD if outcome == "told" else Result(state=State.UNSURE), was_claimed=True)

    @rule()
    def start_again(self):
        self.ledger.recover(NOW, frozenset())

    @rule(number=st.integers(0, 4))
    def forget_one(self, number):
        address = f"person{number}@example.com"
        forget(self.ledger, self.ledger.identity.token(parse_contact(address)), "email", NOW)
        self.gone.add(address)

    @invariant()
    def nobody_is_told_twice(self):
        assert len(self.sent) == len(set(self.sent))

    @invariant()
    def everyone_is_in_one_state(self):
        rows = load_rows(self.ledger)
        keys = [(row.token, row.wave) for row in rows]
        assert len(keys) == len(set(keys))
        told = {(row.contact, row.wave) for row in rows if row.state is State.TOLD and row.contact}
        assert told <= set(self.sent)

    @invariant()
    def who_was_sent_something_is_known(self):
        rows = load_rows(self.ledger, (State.TOLD, State.UNSURE, State.SENDING, State.OPTED_OUT))
        known = {(row.token, row.wave) for row in rows}
        token = self.ledger.identity.token
        assert {(token(parse_contact(address)), wave) for address, wave in self.sent} <= known

    def teardown(self):
        self.ledger.store.close()
        self.folder.cleanup()


class UnsyncedStore(SqliteStore):
    """As the real one, without waiting for the disk."""

    def sync(self):
        pass


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
